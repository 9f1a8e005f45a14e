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
    ++m_state->appended;
    m_log.appendAudit(std::move(row), [state = m_state](const Result<store::AuditRow>& written) {
        if (!written && state->log != nullptr) {
            state->log->write(LogLevel::Error, "an audit entry was not written",
                              {{"reason", written.error().describe()}});
        }
        ++state->written;
        while (!state->waiting.empty() && state->waiting.front().first <= state->written) {
            auto done = std::move(state->waiting.front().second);
            state->waiting.pop_front();
            done(true);
        }
    });
}

void AuditWriter::written(Completion<bool> done)
{
    if (m_state->written == m_state->appended) {
        done(true);
    } else {
        m_state->waiting.emplace_back(m_state->appended, std::move(done));
    }
}

void AuditWriter::note(std::string actor, std::string action, std::string subject, const std::string& problem)
{
    append({0, m_clock.now(), std::move(actor), std::move(action), std::move(subject),
            detailOf(nullptr, problem)});
}

void AuditWriter::credential(std::string actor, std::string action, std::string accountId,
                             const auth::Credentials* credentials, const std::string& problem)
{
    append({0, m_clock.now(), std::move(actor), std::move(action), std::move(accountId),
            detailOf(credentials, problem)});
}

void AuditWriter::reveal(std::string actor, std::string accountId, const std::string& name,
                         const std::string& problem)
{
    json::Arena arena;
    json::ObjectBuilder detail(arena);
    detail.set("field", name);
    if (!problem.empty()) {
        detail.set("problem", problem);
    }
    append({0, m_clock.now(), std::move(actor), "credential.reveal", std::move(accountId),
            json::write(detail.build())});
}

void AuditedCredentials::loadFor(std::string actor, std::string accountId,
                                 Completion<auth::CredentialsPtr> done)
{
    auto shared = std::make_shared<Completion<auth::CredentialsPtr>>(std::move(done));
    auto noted = [this, here = std::weak_ptr(m_here), actor = std::move(actor), subject = accountId,
                  shared](Result<auth::CredentialsPtr> loaded) {
        const bool nothing = !loaded && loaded.error().code == Errc::NotFound;
        if (!nothing && !here.expired()) {
            m_audit.credential(actor, "credential.read", subject, loaded ? loaded->get() : nullptr,
                               loaded ? std::string() : loaded.error().message);
        }
        (*shared)(std::move(loaded));
    };
    m_store.load(std::move(accountId), std::move(noted));
}

Completion<bool> AuditedCredentials::noting(std::string actor, std::string accountId,
                                            auth::CredentialsPtr credentials, Completion<bool> done)
{
    auto shared = std::make_shared<Completion<bool>>(std::move(done));
    return [this, here = std::weak_ptr(m_here), actor = std::move(actor), accountId = std::move(accountId),
            credentials = std::move(credentials), shared](Result<bool> saved) {
        if (!here.expired()) {
            m_audit.credential(actor, "credential.write", accountId, credentials.get(),
                               saved ? std::string() : saved.error().message);
        }
        (*shared)(std::move(saved));
    };
}

void AuditedCredentials::saveFor(std::string actor, std::string accountId, auth::CredentialsPtr credentials,
                                 Completion<bool> done)
{
    auto noted = noting(std::move(actor), accountId, credentials, std::move(done));
    m_store.save(std::move(accountId), std::move(credentials), std::move(noted));
}

void AuditedCredentials::replaceFor(std::string actor, std::string accountId, Change change,
                                    Completion<bool> done)
{
    auto noted = noting(std::move(actor), accountId, change.fresh, std::move(done));
    m_store.replace(std::move(accountId), std::move(change.basis), std::move(change.fresh), std::move(noted));
}

void AuditedCredentials::removeFor(std::string actor, std::string accountId, Completion<bool> done)
{
    auto shared = std::make_shared<Completion<bool>>(std::move(done));
    auto noted = [this, here = std::weak_ptr(m_here), actor = std::move(actor), subject = accountId,
                  shared](Result<bool> removed) {
        if ((!removed || *removed) && !here.expired()) {
            m_audit.credential(actor, "credential.remove", subject, nullptr,
                               removed ? std::string() : removed.error().message);
        }
        (*shared)(std::move(removed));
    };
    m_store.remove(std::move(accountId), std::move(noted));
}

void AuditedCredentials::revealFor(std::string actor, std::string accountId, std::string name,
                                   Completion<Secret> done)
{
    auto shared = std::make_shared<Completion<Secret>>(std::move(done));
    m_store.load(accountId, [this, here = std::weak_ptr(m_here), actor = std::move(actor), accountId,
                             name = std::move(name), shared](Result<auth::CredentialsPtr> loaded) {
        if (here.expired()) {
            (*shared)(fail(Errc::Unavailable, "the gateway is stopping"));
            return;
        }
        const Secret* found = loaded ? (*loaded)->find(name) : nullptr;
        if (found == nullptr) {
            Error why = loaded ? Error{Errc::NotFound, "no credential " + name + " is kept", {}, {}, {}}
                               : std::move(loaded).error();
            m_audit.reveal(actor, accountId, name, why.message);
            (*shared)(fail(std::move(why)));
            return;
        }
        m_audit.reveal(actor, accountId, name, {});
        auto value = std::make_shared<Secret>(found->clone());
        m_audit.written([shared, value](const Result<bool>&) { (*shared)(std::move(*value)); });
    });
}

} // namespace gatehouse
