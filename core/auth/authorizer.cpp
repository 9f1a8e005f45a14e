// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auth/authorizer.h"

#include "core/runtime/await.h"

#include <fmt/format.h>

#include <algorithm>

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

AppliedAuthPtr Authorizer::ready(std::string_view accountId, std::uint64_t revision, UnixMillis now) const
{
    const auto found = m_ready.find(accountId);
    const bool good =
        found != m_ready.end() && found->second.revision == revision && now < found->second.usableUntil;
    return good ? found->second.applied : nullptr;
}

QCoro::Task<Result<CredentialsPtr>> Authorizer::load(std::string accountId)
{
    auto loading = runtime::awaitCompletion<CredentialsPtr>(
        m_engine,
        [this, &accountId](Completion<CredentialsPtr> done) { m_store.load(accountId, std::move(done)); });
    auto loaded = co_await loading;
    if (!loaded && loaded.error().code == Errc::NotFound) {
        co_return fail(Errc::Unauthorized,
                       fmt::format("account {} has no credentials: connect it first", accountId));
    }
    co_return loaded;
}

QCoro::Task<Result<CredentialsPtr>> Authorizer::fresh(std::string accountId, TokenAsk ask)
{
    auto refreshing = runtime::awaitCompletion<CredentialsPtr>(
        m_engine, [this, &accountId, &ask](Completion<CredentialsPtr> done) {
            m_tokens->refresh(accountId, std::move(ask), std::move(done));
        });
    auto refreshed = co_await refreshing;
    co_return refreshed;
}

QCoro::Task<Result<AppliedAuthPtr>> Authorizer::obtain(AuthSubject subject)
{
    std::uint64_t forgets = m_forgets;
    bool asItIs = false;
    CredentialsPtr credentials;
    if (subject.scheme->kind != config::AuthKind::None) {
        auto loading = load(subject.accountId);
        auto loaded = co_await loading;
        if (!loaded) {
            co_return fail(std::move(loaded).error());
        }
        credentials = std::move(*loaded);
    }
    if (m_tokens != nullptr && subject.scheme->oauth2) {
        m_tokens->loaded({subject.accountId, subject.scheme, nullptr, subject.context}, *credentials);
        if (!TokenKeeper::usable(*credentials, m_tokens->clock().now())) {
            TokenAsk ask;
            ask.cause = TokenCause::Call;
            ask.who = subject.who;
            auto renewing = fresh(subject.accountId, std::move(ask));
            auto renewed = co_await renewing;
            // With nothing to renew it with, or nobody allowed to, the provider says what the old one is
            // worth.
            if (!renewed && renewed.error().code != Errc::Unsupported
                && renewed.error().code != Errc::Forbidden) {
                co_return fail(std::move(renewed).error());
            }
            asItIs = !renewed;
            if (renewed) {
                credentials = std::move(*renewed);
                forgets = m_forgets;
            }
        }
    }
    const std::string id = subject.accountId;
    auto applied = apply(std::move(subject), std::move(credentials), forgets);
    const auto kept = m_ready.find(id);
    if (asItIs && applied && kept != m_ready.end() && kept->second.applied == *applied) {
        kept->second.usableUntil = UnixMillis::max(); // until the credentials change
    }
    co_return applied;
}

QCoro::Task<Result<AppliedAuthPtr>> Authorizer::renew(AuthSubject subject, AppliedAuthPtr refused,
                                                      std::chrono::seconds minimumAge)
{
    if (m_tokens == nullptr || !subject.scheme->oauth2 || !refused || !refused->credentials) {
        co_return fail(Errc::Unsupported, "there is no token of the gateway's own to renew");
    }
    TokenAsk ask;
    ask.cause = TokenCause::Refused;
    ask.who = subject.who;
    ask.refused = refused->credentials;
    ask.minimumAge = minimumAge;
    auto renewing = fresh(subject.accountId, std::move(ask));
    auto renewed = co_await renewing;
    if (!renewed) {
        co_return fail(std::move(renewed).error());
    }
    co_return apply(std::move(subject), std::move(*renewed), m_forgets);
}

std::optional<std::chrono::milliseconds> Authorizer::nextTry(const std::string& accountId) const
{
    const auto due = m_tokens == nullptr ? std::nullopt : m_tokens->scheduler().due(accountId);
    return due ? std::optional(std::max(*due - m_tokens->clock().now(), std::chrono::milliseconds{0}))
               : std::nullopt;
}

/// Makes the form for the wire, and keeps it unless the account was forgotten since.
Result<AppliedAuthPtr> Authorizer::apply(AuthSubject subject, CredentialsPtr credentials,
                                         std::uint64_t forgets)
{
    UnixMillis usableUntil = UnixMillis::max();
    if (credentials) {
        if (subject.scheme->oauth2) {
            usableUntil = TokenKeeper::usableUntil(*credentials);
        }
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
            m_ready.insert_or_assign(std::move(subject.accountId),
                                     Entry{subject.revision, *applied, usableUntil});
        }
    }
    return applied;
}

void Authorizer::forget(std::string_view accountId)
{
    ++m_forgets;
    if (const auto found = m_ready.find(accountId); found != m_ready.end()) {
        m_ready.erase(found);
    }
}

} // namespace gatehouse::auth
