// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auth/oauth2/token_keeper.h"

#include "core/auth/oauth2/refresh_schedule.h"
#include "core/runtime/await.h"

#include <fmt/format.h>

namespace gatehouse::auth {
namespace {

constexpr std::chrono::seconds kWayToProvider{5};

/// How the scheme gets its next token; nullopt when it cannot by itself.
std::optional<TokenGrant> grantFor(const config::AuthScheme& scheme, const Credentials& credentials)
{
    TokenGrant grant;
    switch (scheme.kind) {
    case config::AuthKind::OAuth2AuthorizationCode:
    case config::AuthKind::OAuth2DeviceCode:
        if (const Secret* token = credentials.find("refresh_token")) {
            grant.kind = GrantKind::RefreshToken;
            grant.refreshToken = token->clone();
            return grant;
        }
        return std::nullopt;
    case config::AuthKind::OAuth2ClientCredentials:
        grant.kind = GrantKind::ClientCredentials;
        return grant;
    case config::AuthKind::OAuth2JwtBearer:
        grant.kind = GrantKind::JwtBearer;
        return grant;
    default:
        return std::nullopt;
    }
}

} // namespace

TokenKeeper::TokenKeeper(KeeperTools tools, TokenEvents events)
    : m_tools(std::move(tools))
    , m_events(std::move(events))
    , m_scheduler(m_tools.clock, m_tools.timers, m_tools.random, [this](const std::string& account) {
        refresh(account, [this, account](const Result<CredentialsPtr>&) { m_scheduler.finished(account); });
    })
{}

bool TokenKeeper::usable(const Credentials& credentials, UnixMillis now)
{
    return credentials.find("access_token") != nullptr
           && (!credentials.tokenExpiresAt || now + kWayToProvider < *credentials.tokenExpiresAt);
}

void TokenKeeper::track(const TokenSubject& subject, const Credentials& credentials)
{
    if (!subject.scheme->oauth2 || !grantFor(*subject.scheme, credentials)) {
        m_scheduler.forget(subject.accountId);
        return;
    }
    const TokenLife life{m_tools.clock.now(), credentials.tokenExpiresAt, {}};
    if (const auto due = refreshDue(life, subject.scheme->oauth2->refresh, m_tools.random)) {
        m_scheduler.plan(subject.accountId, *due);
    }
}

void TokenKeeper::forget(const std::string& account)
{
    m_scheduler.forget(account);
    m_failures.erase(account);
}

void TokenKeeper::refresh(const std::string& account, Completion<CredentialsPtr> done)
{
    m_flights.join(account, std::move(done), [this, &account](Completion<CredentialsPtr> landed) {
        start(account, std::move(landed));
    });
}

void TokenKeeper::start(const std::string& account, Completion<CredentialsPtr> done)
{
    run(account).then([answer = std::make_shared<Completion<CredentialsPtr>>(std::move(done))](
                          Result<CredentialsPtr> result) { (*answer)(std::move(result)); });
}

QCoro::Task<Result<CredentialsPtr>> TokenKeeper::run(std::string account)
{
    auto subject = m_tools.subject(account);
    if (!subject || subject->scheme == nullptr) {
        co_return fail(Errc::NotFound,
                       fmt::format("there is no account {} whose token could be refreshed", account));
    }
    auto loaded = co_await runtime::awaitCompletion<CredentialsPtr>(
        m_tools.engine,
        [this, &account](Completion<CredentialsPtr> done) { m_tools.store.load(account, std::move(done)); });
    if (!loaded) {
        co_return fail(std::move(loaded).error());
    }
    auto grant = subject->scheme->oauth2 ? grantFor(*subject->scheme, **loaded) : std::nullopt;
    if (!grant) {
        co_return fail(
            Errc::Unsupported,
            fmt::format("account {} has nothing to refresh its token with: connect it again", account));
    }
    // Named, not built inside the co_await: GCC 12 destroys such temporaries twice.
    TokenCall call{*subject->scheme->oauth2, *loaded, subject->context, std::move(*grant), {}};
    call.allowPrivateTargets = m_tools.allowPrivateTargets;
    const TokenTools tools{m_tools.http, m_tools.clock, m_tools.random};
    auto set = co_await exchangeToken(tools, std::move(call));
    if (!set) {
        co_return tl::unexpected(refused(account, set.error()));
    }
    m_failures.erase(account);
    auto stored = co_await store(std::move(*subject), *loaded, std::move(*set));
    co_return stored;
}

QCoro::Task<Result<CredentialsPtr>> TokenKeeper::store(TokenSubject subject, CredentialsPtr old, TokenSet set)
{
    auto fresh = std::make_shared<Credentials>(old->clone());
    fresh->secrets.insert_or_assign("access_token", std::move(set.accessToken));
    if (!set.refreshToken.empty()) {
        fresh->secrets.insert_or_assign("refresh_token", std::move(set.refreshToken));
    }
    fresh->tokenExpiresAt = set.expiresAt;
    auto saved = co_await runtime::awaitCompletion<bool>(
        m_tools.engine, [this, &subject, &fresh](Completion<bool> done) {
            m_tools.store.save(subject.accountId, fresh, std::move(done));
        });
    if (!saved) {
        co_return fail(std::move(saved).error());
    }
    track(subject, *fresh);
    m_events.refreshed(subject.accountId, fresh);
    co_return CredentialsPtr(std::move(fresh));
}

Error TokenKeeper::refused(const std::string& account, const TokenRefusal& refusal)
{
    const std::string words = refusal.error.empty()
                                  ? refusal.description
                                  : fmt::format("{} ({})", refusal.description, refusal.error);
    if (refusal.kind != TokenFailure::Transient) {
        m_scheduler.forget(account);
        m_failures.erase(account);
        m_events.dead(account, refusal);
        return {Errc::Unauthorized,
                fmt::format("the token of account {} cannot be refreshed: {}", account, words),
                {},
                {},
                {}};
    }
    const int failures = ++m_failures[account];
    const UnixMillis next =
        m_tools.clock.now() + refreshBackoff(failures, refusal.retryAfter, m_tools.random);
    m_scheduler.plan(account, next);
    m_events.failing(account, refusal, next);
    return {Errc::Unavailable,
            fmt::format("the token endpoint of account {} cannot answer now: {}", account, words),
            {},
            {},
            {}};
}

} // namespace gatehouse::auth
