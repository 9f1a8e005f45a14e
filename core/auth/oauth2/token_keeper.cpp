// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auth/oauth2/token_keeper.h"

#include "core/auth/oauth2/grant.h"
#include "core/auth/oauth2/refresh_schedule.h"
#include "core/base/time_format.h"
#include "core/runtime/await.h"

#include <fmt/format.h>

namespace gatehouse::auth {
namespace {

using std::chrono::milliseconds;

constexpr std::chrono::seconds kWayToProvider{5};
/// Longer than an exchange with the endpoint may take, so that only a holder that hangs or died loses it.
constexpr milliseconds kLease{30'000};
constexpr milliseconds kLockPatience{45'000};
constexpr milliseconds kLockPoll{100};

std::vector<std::string> words(const std::string& text)
{
    std::vector<std::string> out;
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = std::min(text.find(' ', begin), text.size());
        if (end > begin) {
            out.push_back(text.substr(begin, end - begin));
        }
        begin = end + 1;
    }
    return out;
}

/// Asked for by traffic, not by a timer or a person.
bool isOfCalls(TokenCause cause)
{
    return cause == TokenCause::Call || cause == TokenCause::Refused;
}

} // namespace

TokenKeeper::TokenKeeper(KeeperTools tools, TokenEvents events)
    : m_tools(std::move(tools))
    , m_events(std::move(events))
    , m_scheduler(m_tools.clock, m_tools.timers, m_tools.random,
                  [this](const std::string& account) { startDue(account); })
    , m_log(m_tools.clock, m_events.attempted)
{}

UnixMillis TokenKeeper::usableUntil(const Credentials& credentials)
{
    if (credentials.find("access_token") == nullptr) {
        return {};
    }
    return credentials.tokenExpiresAt ? *credentials.tokenExpiresAt - kWayToProvider : UnixMillis::max();
}

bool TokenKeeper::usable(const Credentials& credentials, UnixMillis now)
{
    return now < usableUntil(credentials);
}

bool TokenKeeper::refreshable(const config::AuthScheme& scheme, const Credentials& credentials)
{
    return grantFor(scheme, credentials).has_value();
}

TokenKeeper::Kept& TokenKeeper::keptOf(const std::string& account)
{
    Kept& kept = m_kept[account];
    kept.state.accountId = account;
    return kept;
}

void TokenKeeper::restore(const store::TokenStateRow& state, const store::RefreshIntentRow* intent)
{
    Kept& kept = keptOf(state.accountId);
    kept.state = state;
    if (intent != nullptr) {
        kept.intent = *intent;
        kept.interrupted = true;
        m_scheduler.plan(state.accountId, m_tools.clock.now());
    } else if (state.dueAt) {
        m_scheduler.plan(state.accountId, *state.dueAt);
    }
}

void TokenKeeper::connected(const TokenSubject& subject, const Credentials& credentials)
{
    const UnixMillis now = m_tools.clock.now();
    m_unsaved.erase(subject.accountId);
    Kept& kept = keptOf(subject.accountId);
    const bool intent = kept.intent.has_value();
    kept = {};
    kept.state.accountId = subject.accountId;
    kept.state.grantedAt = now;
    kept.state.issuedAt = now;
    kept.state.refreshIssuedAt = now;
    kept.state.expiresAt = credentials.tokenExpiresAt;
    kept.fence = credentials.fence;
    plan(subject, kept, credentials);
    m_tools.states.putTokenState(kept.state, {});
    if (intent) {
        m_tools.states.removeRefreshIntent(subject.accountId, {});
    }
}

void TokenKeeper::granted(const std::string& account, const std::vector<std::string>& scopes)
{
    Kept& kept = keptOf(account);
    kept.state.scopes = fmt::format("{}", fmt::join(scopes, " "));
    m_tools.states.putTokenState(kept.state, {});
}

void TokenKeeper::loaded(const TokenSubject& found, const Credentials& credentials)
{
    TokenSubject subject = found;
    subject.automatic = found.automatic && !isManual(found.accountId); // calls do not know
    if (const auto known = m_kept.find(subject.accountId); known != m_kept.end()) {
        known->second.fence = std::max(known->second.fence, credentials.fence);
        if (!m_scheduler.due(subject.accountId) && !m_flights.inFlight(subject.accountId)) {
            plan(subject, known->second, credentials);
        }
        return;
    }
    Kept& kept = keptOf(subject.accountId);
    kept.state.expiresAt = credentials.tokenExpiresAt;
    kept.fence = credentials.fence;
    plan(subject, kept, credentials);
    m_tools.states.putTokenState(kept.state, {});
}

void TokenKeeper::rest(const std::string& account)
{
    m_scheduler.forget(account);
}

void TokenKeeper::forget(const std::string& account)
{
    m_scheduler.forget(account);
    m_kept.erase(account);
    m_unsaved.erase(account);
    m_log.forget(account);
}

void TokenKeeper::stop()
{
    m_stopped = true;
    for (const auto& [account, kept] : m_kept) {
        m_scheduler.forget(account);
    }
}

void TokenKeeper::plan(const TokenSubject& subject, Kept& kept, const Credentials& credentials)
{
    kept.state.dueAt.reset();
    const auto grant = subject.scheme->oauth2 ? grantFor(*subject.scheme, credentials) : std::nullopt;
    kept.hasGrant = grant.has_value();
    if (m_stopped || subject.waitsForPerson || !subject.automatic || !grant) {
        m_scheduler.forget(subject.accountId);
        return;
    }
    config::RefreshPolicy policy = subject.scheme->oauth2->refresh;
    policy.supported = true; // grantFor() knows better
    TokenLife life{kept.state.issuedAt.value_or(m_tools.clock.now()), credentials.tokenExpiresAt,
                   kept.state.refreshUsedAt, std::nullopt};
    if (grant->kind != GrantKind::RefreshToken) {
        policy.inactivityDays.reset();
    } else if (policy.rotates) {
        life.refreshExpiresAt = kept.state.refreshExpiresAt;
    }
    kept.state.dueAt = credentials.find("access_token") == nullptr ? std::optional(m_tools.clock.now())
                                                                   : refreshDue(life, policy, m_tools.random);
    if (kept.state.dueAt) {
        m_scheduler.plan(subject.accountId, *kept.state.dueAt);
    } else {
        m_scheduler.forget(subject.accountId);
    }
}

void TokenKeeper::startDue(const std::string& account)
{
    TokenAsk ask;
    ask.cause = TokenCause::Schedule;
    if (const auto known = m_kept.find(account); known != m_kept.end()) {
        const auto& expires = known->second.state.expiresAt;
        const bool far = !expires || *expires > m_tools.clock.now() + std::chrono::hours{1};
        ask.cause = known->second.interrupted                         ? TokenCause::Repair
                    : far && known->second.state.issuedAt.has_value() ? TokenCause::KeepAlive
                                                                      : TokenCause::Schedule;
    }
    refresh(account, std::move(ask), [this, account](const Answer&) { m_scheduler.finished(account); });
}

bool TokenKeeper::isManual(const std::string& account) const
{
    const auto subject = m_tools.subject(account);
    return subject && !subject->automatic;
}

void TokenKeeper::refresh(const std::string& account, TokenAsk ask, Completion<CredentialsPtr> done)
{
    if (m_stopped) {
        done(fail(Errc::Unavailable, "the gateway is stopping"));
        return;
    }
    if (ask.who.empty()) {
        ask.who = tokenCauseName(ask.cause);
    }
    const bool running = m_flights.inFlight(account);
    if (!running && isOfCalls(ask.cause) && isManual(account)) {
        done(fail(Errc::Forbidden,
                  fmt::format("automatic refresh of account {} is off: refresh it yourself, or turn it on",
                              account)));
        return;
    }
    if (running) {
        m_log.join(account, ask.who);
    } else {
        m_log.begin(account, ask.cause, ask.who);
    }
    m_flights.join(account, std::move(done), [this, &account, &ask](Completion<CredentialsPtr> landed) {
        start(account, std::move(ask), std::move(landed));
    });
}

void TokenKeeper::start(const std::string& account, TokenAsk ask, Completion<CredentialsPtr> done)
{
    std::shared_ptr<void> hold = m_tools.hold ? m_tools.hold() : nullptr;
    run(account, std::move(ask))
        .then([hold, answer = std::make_shared<Completion<CredentialsPtr>>(std::move(done))](Answer result) {
            (*answer)(std::move(result));
        });
}

bool TokenKeeper::canRenew(const std::string& account) const
{
    const auto known = m_kept.find(account);
    return renews(account) || (known != m_kept.end() && known->second.hasGrant);
}

QCoro::Task<Result<bool>> TokenKeeper::pause(milliseconds delay)
{
    auto waiting = runtime::awaitCompletion<bool>(m_tools.engine, [this, delay](Completion<bool> done) {
        m_tools.timers.after(
            delay, [shared = std::make_shared<Completion<bool>>(std::move(done))] { (*shared)(true); });
    });
    auto waited = co_await waiting;
    co_return waited;
}

QCoro::Task<Result<CredentialsPtr>> TokenKeeper::load(Run& run)
{
    auto loading =
        runtime::awaitCompletion<CredentialsPtr>(m_tools.engine, [&run](Completion<CredentialsPtr> done) {
            run.store->load(run.account, std::move(done));
        });
    auto read = co_await loading;
    co_return read;
}

QCoro::Task<Result<store::LeaseRow>> TokenKeeper::takeLease(std::string account)
{
    const std::string name = "refresh:" + account;
    const SteadyTime begun = m_tools.clock.steady();
    for (;;) {
        auto taking = runtime::awaitCompletion<store::LeaseAnswer>(
            m_tools.engine, [this, &name](Completion<store::LeaseAnswer> done) {
                m_tools.leases.takeLease(name, m_tools.owner, kLease, std::move(done));
            });
        auto answer = co_await taking;
        if (!answer) {
            co_return fail(std::move(answer).error());
        }
        if (answer->taken) {
            co_return answer->lease;
        }
        m_log.running(account).lockHolder = answer->lease.owner;
        if (m_stopped || m_tools.clock.steady() - begun > kLockPatience) {
            co_return fail(Errc::Unavailable,
                           fmt::format("{} holds the lock of this account's token until {}",
                                       answer->lease.owner, formatRfc3339(answer->lease.until)));
        }
        auto waiting = pause(kLockPoll);
        auto waited = co_await waiting;
        if (!waited) {
            co_return fail(std::move(waited).error());
        }
    }
}

const store::TokenStateRow* TokenKeeper::state(const std::string& account) const
{
    const auto known = m_kept.find(account);
    return known == m_kept.end() ? nullptr : &known->second.state;
}

TokenHistory TokenKeeper::history(const std::string& account) const
{
    TokenHistory history;
    history.accountId = account;
    history.attempts = m_log.of(account);
    if (const auto known = m_kept.find(account); known != m_kept.end()) {
        const store::TokenStateRow& state = known->second.state;
        history.tokenIssuedAt = state.issuedAt;
        history.tokenExpiresAt = state.expiresAt;
        history.refreshTokenIssuedAt = state.refreshIssuedAt;
        history.refreshTokenUsedAt = state.refreshUsedAt;
        history.refreshDueAt = m_scheduler.due(account);
        history.failuresInARow = known->second.failures;
        history.grantedScopes = words(state.scopes);
    }
    return history;
}

} // namespace gatehouse::auth
