// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/audit_writer.h"

#include "core/json/document.h"
#include "core/json/write.h"

#include <memory>
#include <utility>

namespace gatehouse {
namespace {

std::string detailOf(const auth::Credentials* credentials, const std::string& problem)
{
    json::Arena arena;
    json::ObjectBuilder detail(arena);
    if (credentials != nullptr) {
        std::vector<json::Value> names;
        for (const auto& [name, secret] : credentials->secrets) {
            names.push_back(arena.string(name));
        }
        detail.set("fields", arena.array(names));
    }
    if (!problem.empty()) {
        detail.set("problem", problem);
    }
    return json::write(detail.build());
}

} // namespace

void AuditWriter::append(store::AuditRow row)
{
    m_log.appendAudit(std::move(row), [complaints = m_complaints](const Result<store::AuditRow>& written) {
        if (!written && *complaints != nullptr) {
            (*complaints)
                ->write(LogLevel::Error, "an audit entry was not written",
                        {{"reason", written.error().describe()}});
        }
    });
}

void AuditWriter::note(std::string action, std::string subject, const std::string& problem)
{
    append({0, m_clock.now(), "admin", std::move(action), std::move(subject), detailOf(nullptr, problem)});
}

void AuditWriter::credential(std::string action, std::string accountId, const auth::Credentials* credentials,
                             const std::string& problem)
{
    append({0, m_clock.now(), "system", std::move(action), std::move(accountId),
            detailOf(credentials, problem)});
}

void AuditedCredentials::load(std::string accountId, Completion<auth::CredentialsPtr> done)
{
    auto shared = std::make_shared<Completion<auth::CredentialsPtr>>(std::move(done));
    m_store.load(accountId, [this, here = std::weak_ptr(m_here), accountId,
                             shared](Result<auth::CredentialsPtr> loaded) {
        const bool nothing = !loaded && loaded.error().code == Errc::NotFound;
        if (!nothing && !here.expired()) {
            m_audit.credential("credential.read", accountId, loaded ? loaded->get() : nullptr,
                               loaded ? std::string() : loaded.error().message);
        }
        (*shared)(std::move(loaded));
    });
}

Completion<bool> AuditedCredentials::noting(std::string accountId, auth::CredentialsPtr credentials,
                                            Completion<bool> done)
{
    auto shared = std::make_shared<Completion<bool>>(std::move(done));
    return [this, here = std::weak_ptr(m_here), accountId = std::move(accountId),
            credentials = std::move(credentials), shared](Result<bool> saved) {
        if (!here.expired()) {
            m_audit.credential("credential.write", accountId, credentials.get(),
                               saved ? std::string() : saved.error().message);
        }
        (*shared)(std::move(saved));
    };
}

void AuditedCredentials::save(std::string accountId, auth::CredentialsPtr credentials, Completion<bool> done)
{
    auto noted = noting(accountId, credentials, std::move(done));
    m_store.save(std::move(accountId), std::move(credentials), std::move(noted));
}

void AuditedCredentials::replace(std::string accountId, auth::CredentialsPtr basis,
                                 auth::CredentialsPtr fresh, Completion<bool> done)
{
    auto noted = noting(accountId, fresh, std::move(done));
    m_store.replace(std::move(accountId), std::move(basis), std::move(fresh), std::move(noted));
}

void AuditedCredentials::remove(std::string accountId, Completion<bool> done)
{
    auto shared = std::make_shared<Completion<bool>>(std::move(done));
    m_store.remove(accountId, [this, here = std::weak_ptr(m_here), accountId, shared](Result<bool> removed) {
        if ((!removed || *removed) && !here.expired()) {
            m_audit.credential("credential.remove", accountId, nullptr,
                               removed ? std::string() : removed.error().message);
        }
        (*shared)(std::move(removed));
    });
}

} // namespace gatehouse
