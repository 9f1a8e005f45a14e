// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auth/authorizer.h"

#include "core/runtime/await.h"

#include <fmt/format.h>

namespace gatehouse::auth {
namespace {

/// Who somebody is stands in ordinary data too; taking it out of logs would hide more than it protects.
bool namesOnly(std::string_view credential) noexcept
{
    return credential == "username" || credential == "client_id";
}

} // namespace

Authorizer::Authorizer(CredentialStore& store, runtime::Executor& engine,
                       std::function<void(const Secret&)> learned)
    : m_store(store)
    , m_engine(engine)
    , m_learned(std::move(learned))
{}

AppliedAuthPtr Authorizer::ready(std::string_view accountId, std::uint64_t revision) const
{
    const auto found = m_ready.find(accountId);
    return found != m_ready.end() && found->second.revision == revision ? found->second.applied : nullptr;
}

QCoro::Task<Result<AppliedAuthPtr>> Authorizer::obtain(AuthSubject subject)
{
    const std::uint64_t forgets = m_forgets;
    CredentialsPtr credentials;
    if (subject.scheme->kind != config::AuthKind::None) {
        auto loaded = co_await runtime::awaitCompletion<CredentialsPtr>(
            m_engine, [this, &subject](Completion<CredentialsPtr> done) {
                m_store.load(subject.accountId, std::move(done));
            });
        if (!loaded && loaded.error().code == Errc::NotFound) {
            co_return fail(Errc::Unauthorized,
                           fmt::format("account {} has no credentials: connect it first", subject.accountId));
        }
        if (!loaded) {
            co_return fail(std::move(loaded).error());
        }
        credentials = std::move(*loaded);
        for (const auto& [name, secret] : credentials->secrets) {
            if (!namesOnly(name)) {
                m_learned(secret);
            }
        }
    }
    auto applied = applyScheme(*subject.scheme, std::move(credentials), *subject.context);
    if (applied) {
        for (const auto* fields : {&(*applied)->headers, &(*applied)->query}) {
            for (const auto& [name, value] : *fields) {
                m_learned(value);
            }
        }
        if (forgets == m_forgets) {
            m_ready.insert_or_assign(std::move(subject.accountId), Entry{subject.revision, *applied});
        }
    }
    co_return applied;
}

void Authorizer::forget(std::string_view accountId)
{
    ++m_forgets;
    if (const auto found = m_ready.find(accountId); found != m_ready.end()) {
        m_ready.erase(found);
    }
}

} // namespace gatehouse::auth
