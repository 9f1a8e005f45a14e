// SPDX-License-Identifier: GPL-3.0-or-later
// One refresh of TokenKeeper, from the lock to the answer.
#include "core/auth/applied_auth.h"
#include "core/auth/oauth2/grant.h"
#include "core/auth/oauth2/refresh_schedule.h"
#include "core/auth/oauth2/token_keeper.h"
#include "core/base/time_format.h"
#include "core/runtime/await.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace gatehouse::auth {
namespace {

using std::chrono::milliseconds;

/// A client that the endpoint does not accept is mended by a person, not by asking again soon.
constexpr milliseconds kMisconfiguredWait = std::chrono::minutes{5};
constexpr int kMaxMerges = 3;

std::string wordsOf(const TokenRefusal& refusal)
{
    return refusal.error.empty() ? refusal.description
                                 : fmt::format("{} ({})", refusal.description, refusal.error);
}

TokenRefusal notNow(std::string error, const Error& reason)
{
    return {TokenFailure::Transient, std::move(error), reason.message, 0, {}};
}

CredentialsPtr withTokens(const Credentials& under, const Credentials& tokens)
{
    auto merged = std::make_shared<Credentials>(under.clone());
    for (const char* name : {"access_token", "refresh_token"}) {
        if (const Secret* secret = tokens.find(name)) {
            merged->secrets.insert_or_assign(name, secret->clone());
        }
    }
    merged->tokenExpiresAt = tokens.tokenExpiresAt;
    merged->fence = tokens.fence;
    return merged;
}

bool sameToken(const Credentials& a, const Credentials& b)
{
    const Secret* one = a.find("access_token");
    const Secret* two = b.find("access_token");
    return one != nullptr && two != nullptr && one->reveal() == two->reveal();
}

std::vector<std::string> lost(const std::string& before, const std::vector<std::string>& now)
{
    std::vector<std::string> out;
    const std::set<std::string, std::less<>> granted(now.begin(), now.end());
    for (std::size_t begin = 0; begin < before.size() && !now.empty();) {
        const auto end = std::min(before.find(' ', begin), before.size());
        if (std::string one = before.substr(begin, end - begin); !one.empty() && !granted.contains(one)) {
            out.push_back(std::move(one));
        }
        begin = end + 1;
    }
    return out;
}

} // namespace

QCoro::Task<Status> TokenKeeper::endRefresh(Run& run, bool resolved)
{
    std::optional<store::TokenStateRow> state;
    if (const auto known = m_kept.find(run.account); known != m_kept.end()) {
        if (resolved) {
            known->second.intent.reset();
            known->second.interrupted = false;
        }
        state = known->second.state;
    }
    auto ending =
        runtime::awaitCompletion<bool>(m_tools.engine, [this, &run, &state, resolved](Completion<bool> done) {
            m_tools.states.endRefresh(run.lease, run.account, state, resolved, std::move(done));
        });
    auto ended = co_await ending;
    if (!ended) {
        // The lease is lost, or the account is gone: then there is at most a lock to give back.
        auto releasing = runtime::awaitCompletion<bool>(m_tools.engine, [this, &run](Completion<bool> done) {
            m_tools.leases.releaseLease(run.lease, std::move(done));
        });
        static_cast<void>(co_await releasing);
        co_return fail(std::move(ended).error());
    }
    co_return Status{};
}

QCoro::Task<Result<CredentialsPtr>> TokenKeeper::run(std::string account, TokenAsk ask)
{
    Run run;
    run.account = account;
    run.ask = std::move(ask);
    run.store = run.ask.store ? run.ask.store.get() : &m_tools.store;
    auto subject = m_tools.subject(account);
    if (!subject || subject->scheme == nullptr) {
        m_scheduler.forget(account);
        m_log.running(account).reason = "the account is gone or disabled";
        m_log.end(account, TokenOutcome::Failed);
        co_return fail(Errc::NotFound,
                       fmt::format("there is no account {} in use whose token could be refreshed", account));
    }
    run.subject = std::move(*subject);
    auto taking = takeLease(account);
    auto lease = co_await taking;
    if (!lease) {
        Error error = later(run, notNow("locked", lease.error()));
        m_log.end(account, run.outcome);
        co_return fail(std::move(error));
    }
    run.lease = std::move(*lease);
    m_log.locked(account, run.lease.fence);
    auto working = locked(run);
    auto result = co_await working;
    m_log.end(account, run.outcome);
    co_return result;
}

/// What follows once nobody else can refresh this account.
QCoro::Task<Result<CredentialsPtr>> TokenKeeper::locked(Run& run)
{
    auto reading = load(run);
    auto read = co_await reading;
    if (!read) {
        Error error = later(run, notNow("credentials", read.error()));
        auto ending = endRefresh(run, false);
        static_cast<void>(co_await ending);
        co_return fail(std::move(error));
    }
    run.loaded = std::move(*read);
    if (const auto found = m_unsaved.find(run.account); found != m_unsaved.end()) {
        auto node = m_unsaved.extract(found);
        if (node.mapped().basis->sameSecrets(*run.loaded)) {
            auto fresh = std::make_shared<Credentials>(node.mapped().fresh->clone());
            fresh->fence = run.lease.fence;
            auto saving = save(run, std::move(fresh), std::move(node.mapped().rest));
            co_return co_await saving;
        }
    }
    auto grant = grantFor(*run.subject.scheme, *run.loaded);
    if (grant) {
        run.tokenHash = grantHash(run.account, *grant, *run.loaded);
    }
    if (alreadyDone(run)) {
        auto adopting = adopt(run, run.loaded);
        co_return co_await adopting;
    }
    if (auto known = knownDead(run)) {
        auto ending = endRefresh(run, false);
        static_cast<void>(co_await ending);
        co_return fail(std::move(*known));
    }
    Kept& kept = keptOf(run.account);
    const auto age = m_tools.clock.now() - kept.state.issuedAt.value_or(UnixMillis{});
    // One that came with the sign-in may have been revoked since; one that we exchanged for it would go
    // round.
    const bool exchanged =
        !grant || grant->kind != GrantKind::RefreshToken || kept.state.refreshUsedAt.has_value();
    if (run.ask.cause == TokenCause::Refused && exchanged && age < run.ask.minimumAge) {
        m_log.running(run.account).reason = "the provider refuses a token that was issued a moment ago";
        auto ending = endRefresh(run, false);
        static_cast<void>(co_await ending);
        co_return fail(Errc::Conflict, fmt::format("the token of account {} is only {} s old", run.account,
                                                   std::chrono::ceil<std::chrono::seconds>(age).count()));
    }
    if (grant && mayTryAgain(run)) {
        auto asking = this->ask(run, std::move(*grant));
        co_return co_await asking;
    }
    auto giving = cannotAsk(run, grant.has_value());
    co_return co_await giving;
}

/// Calls go on failing until the account is marked; only a person may have the endpoint asked once more.
std::optional<Error> TokenKeeper::knownDead(Run& run)
{
    const Kept& kept = keptOf(run.account);
    if (run.ask.cause == TokenCause::Person || run.tokenHash.empty() || kept.deadHash != run.tokenHash) {
        return std::nullopt;
    }
    m_log.running(run.account).reason = kept.deadWords;
    run.outcome = TokenOutcome::NeedsReauth;
    return Error{Errc::Unauthorized,
                 fmt::format("the token of account {} cannot be refreshed: {}", run.account, kept.deadWords),
                 {},
                 {},
                 {}};
}

/// Nothing can be sent: there is no grant, or one that must not come again.
QCoro::Task<Result<CredentialsPtr>> TokenKeeper::cannotAsk(Run& run, bool granted)
{
    Error error{Errc::Unsupported,
                fmt::format("account {} has nothing to get a new token with: connect it again", run.account),
                {},
                {},
                {}};
    if (granted) {
        const TokenRefusal refusal{TokenFailure::Grant, "interrupted", interruption(run), 0, {}};
        error = dead(run, refusal, {});
    } else if (!usable(*run.loaded, m_tools.clock.now())) {
        const TokenRefusal refusal{TokenFailure::Grant,
                                   "no_refresh_token",
                                   "the access token ended, and the provider gave nothing to renew it with",
                                   0,
                                   {}};
        error = dead(run, refusal, {});
    } else {
        m_scheduler.forget(run.account);
        m_log.running(run.account).reason = error.message;
    }
    auto ending = endRefresh(run, true);
    static_cast<void>(co_await ending);
    co_return fail(std::move(error));
}

/// Whether somebody else did what this run is for, while it waited for the lock or before this process
/// began.
bool TokenKeeper::alreadyDone(const Run& run) const
{
    const auto known = m_kept.find(run.account);
    const bool good = usable(*run.loaded, m_tools.clock.now());
    const auto intent = known == m_kept.end() ? std::nullopt : known->second.intent;
    switch (run.ask.cause) {
    case TokenCause::Person:
        return false;
    case TokenCause::Call:
        return good;
    case TokenCause::Refused:
        return good && !sameToken(*run.loaded, *run.ask.refused);
    case TokenCause::Repair:
        return good && intent && intent->tokenHash != run.tokenHash;
    case TokenCause::Schedule:
    case TokenCause::KeepAlive:
        break;
    }
    // Whoever refreshed wrote a later end, or at least under a later lock.
    if (known == m_kept.end() || !good) {
        return false;
    }
    const auto& planned = known->second.state.expiresAt;
    const bool laterEnd = planned && run.loaded->tokenExpiresAt && *run.loaded->tokenExpiresAt > *planned;
    return laterEnd || (known->second.fence > 0 && run.loaded->fence > known->second.fence);
}

/// After an interruption the provider may have traded the token in already: not every one lets it come again.
bool TokenKeeper::mayTryAgain(const Run& run) const
{
    const auto known = m_kept.find(run.account);
    if (known == m_kept.end() || !known->second.interrupted || !known->second.intent
        || known->second.intent->tokenHash != run.tokenHash) {
        return true;
    }
    const config::RefreshPolicy& policy = run.subject.scheme->oauth2->refresh;
    return !policy.rotates || policy.reuse != config::TokenReuse::Revokes
           || m_tools.clock.now() < known->second.intent->startedAt + policy.grace;
}

std::string TokenKeeper::interruption(const Run& run) const
{
    const auto known = m_kept.find(run.account);
    if (known == m_kept.end() || !known->second.intent || !run.subject.scheme->oauth2->refresh.rotates) {
        return {};
    }
    return fmt::format("a refresh begun at {} was cut off before its answer was stored, so the provider may "
                       "have replaced the refresh token by one that nobody has",
                       formatRfc3339(known->second.intent->startedAt));
}

Result<TokenCall> TokenKeeper::callOf(const Run& run, TokenGrant grant)
{
    TokenCall call{*run.subject.scheme->oauth2, run.loaded, run.subject.context, std::move(grant), {}};
    call.allowPrivateTargets = m_tools.allowPrivateTargets;
    call.stop = m_tools.stop;
    if (run.subject.scheme->clientCertificate) {
        GH_ASSIGN(call.certificate, clientCertificate(*run.loaded));
    }
    call.watch = [this, account = run.account](Exchange exchange) {
        if (m_log.runs(account)) {
            m_log.running(account).exchange = std::move(exchange);
        }
    };
    return call;
}

QCoro::Task<Result<CredentialsPtr>> TokenKeeper::ask(Run& run, TokenGrant grant)
{
    auto call = callOf(run, std::move(grant));
    if (!call) {
        const TokenRefusal incomplete{
            TokenFailure::Client, "missing_credential", call.error().message, 0, {}};
        auto refusing = refused(run, incomplete);
        co_return co_await refusing;
    }
    const store::RefreshIntentRow intent{run.account, run.lease.fence, run.tokenHash, m_tools.clock.now()};
    auto noting =
        runtime::awaitCompletion<bool>(m_tools.engine, [this, &run, &intent](Completion<bool> done) {
            m_tools.states.beginRefresh(intent, run.lease, std::move(done));
        });
    auto noted = co_await noting;
    if (!noted) {
        Error error = later(run, notNow("store", noted.error()));
        auto ending = endRefresh(run, false);
        static_cast<void>(co_await ending);
        co_return fail(std::move(error));
    }
    Kept& kept = keptOf(run.account);
    if (kept.intent && kept.intent->tokenHash == run.tokenHash) {
        run.firstTry = kept.intent->startedAt;
    } else {
        kept.intent = intent;
    }
    const SteadyTime begun = m_tools.clock.steady();
    m_log.running(run.account).requestedAt = m_tools.clock.now();
    const TokenTools tools{m_tools.http, m_tools.clock, m_tools.random};
    auto asking = exchangeToken(tools, std::move(*call));
    auto set = co_await asking;
    m_log.running(run.account).requestTime =
        std::chrono::duration_cast<milliseconds>(m_tools.clock.steady() - begun);
    if (!set) {
        auto refusing = refused(run, std::move(set).error());
        co_return co_await refusing;
    }
    auto fresh = std::make_shared<Credentials>(run.loaded->clone());
    fresh->secrets.insert_or_assign("access_token", std::move(set->accessToken));
    if (!set->refreshToken.empty()) {
        fresh->secrets.insert_or_assign("refresh_token", std::move(set->refreshToken));
    }
    fresh->tokenExpiresAt = set->expiresAt;
    fresh->fence = run.lease.fence;
    auto saving = save(run, std::move(fresh), std::move(*set));
    co_return co_await saving;
}

/// Durable first. Whoever changed other secrets meanwhile keeps the change; whoever connected anew wins.
QCoro::Task<Result<CredentialsPtr>> TokenKeeper::save(Run& run, CredentialsPtr fresh, TokenSet set)
{
    for (int merge = 0;; ++merge) {
        auto saving = runtime::awaitCompletion<bool>(m_tools.engine, [&run, &fresh](Completion<bool> done) {
            run.store->replace(run.account, run.loaded, fresh, std::move(done));
        });
        auto saved = co_await saving;
        if (saved) {
            auto finishing = finish(run, std::move(fresh), std::move(set));
            co_return co_await finishing;
        }
        Error reason = std::move(saved).error();
        CredentialsPtr found;
        if (reason.code == Errc::Conflict && merge < kMaxMerges) {
            auto reading = load(run);
            if (auto read = co_await reading) {
                found = std::move(*read);
            } else {
                reason = std::move(read).error();
            }
        }
        if (!found) {
            // The endpoint may have killed the old pair: the new one is kept until it can be written.
            if (reason.code != Errc::NotFound) {
                m_unsaved.insert_or_assign(run.account, Unsaved{run.loaded, fresh, std::move(set)});
            }
            Error error = later(run, notNow("storage", reason));
            auto ending = endRefresh(run, false);
            static_cast<void>(co_await ending);
            co_return fail(std::move(error));
        }
        const auto grant = grantFor(*run.subject.scheme, *found);
        std::string hash;
        if (grant) {
            hash = grantHash(run.account, *grant, *found);
        }
        if (found->fence > run.lease.fence || hash != run.tokenHash) {
            auto adopting = adopt(run, std::move(found));
            co_return co_await adopting;
        }
        fresh = withTokens(*found, *fresh);
        run.loaded = std::move(found);
    }
}

QCoro::Task<Result<CredentialsPtr>> TokenKeeper::finish(Run& run, CredentialsPtr fresh, TokenSet set)
{
    const UnixMillis now = m_tools.clock.now();
    const auto grant = grantFor(*run.subject.scheme, *fresh);
    const bool rotated = grant && grant->kind == GrantKind::RefreshToken
                         && grantHash(run.account, *grant, *fresh) != run.tokenHash;
    Kept& kept = keptOf(run.account);
    TokenNews news;
    news.lostScopes = lost(kept.state.scopes, set.scopes);
    kept.state.issuedAt = now;
    kept.state.expiresAt = set.expiresAt;
    kept.state.refreshUsedAt = now;
    if (rotated || !kept.state.refreshIssuedAt) {
        kept.state.refreshIssuedAt = now;
    }
    if (set.refreshExpiresAt) {
        kept.state.refreshExpiresAt = set.refreshExpiresAt;
    }
    if (!set.scopes.empty()) {
        kept.state.scopes = fmt::format("{}", fmt::join(set.scopes, " "));
    }
    kept.fence = fresh->fence;
    kept.failures = 0;
    kept.deadHash.clear();
    // Looked at again: it may have been disabled meanwhile. That it waited for a person is over.
    auto subject = m_tools.subject(run.account);
    if (subject && subject->scheme != nullptr) {
        subject->waitsForPerson = false;
        plan(*subject, kept, *fresh);
    } else {
        m_scheduler.forget(run.account);
    }
    TokenAttempt& attempt = m_log.running(run.account);
    attempt.rotated = rotated;
    attempt.tokenExpiresAt = set.expiresAt;
    run.outcome = TokenOutcome::Refreshed;
    auto ending = endRefresh(run, true);
    static_cast<void>(co_await ending); // the pair is durable; an intent left behind finds that at start
    news.credentials = fresh;
    news.context = std::move(set.context);
    m_events.refreshed(run.account, news);
    co_return fresh;
}

QCoro::Task<Result<CredentialsPtr>> TokenKeeper::adopt(Run& run, CredentialsPtr found)
{
    Kept& kept = keptOf(run.account);
    kept.fence = found->fence;
    kept.failures = 0;
    if (kept.state.expiresAt != found->tokenExpiresAt) {
        kept.state.expiresAt = found->tokenExpiresAt;
        kept.state.issuedAt = m_tools.clock.now();
    }
    auto subject = m_tools.subject(run.account);
    if (subject && subject->scheme != nullptr) {
        plan(*subject, kept, *found);
    }
    m_log.running(run.account).tokenExpiresAt = found->tokenExpiresAt;
    run.outcome = TokenOutcome::Adopted;
    auto ending = endRefresh(run, true);
    static_cast<void>(co_await ending);
    TokenNews news;
    news.credentials = found;
    news.adopted = true;
    m_events.refreshed(run.account, news);
    co_return found;
}

QCoro::Task<Result<CredentialsPtr>> TokenKeeper::refused(Run& run, TokenRefusal refusal)
{
    TokenAttempt& attempt = m_log.running(run.account);
    attempt.error = refusal.error;
    attempt.providerStatus = refusal.status;
    if (refusal.kind != TokenFailure::Transient) {
        // Somebody may have connected again, or refreshed with the same token, while this was under way.
        auto reading = load(run);
        auto read = co_await reading;
        std::optional<TokenGrant> grant;
        if (read) {
            grant = grantFor(*run.subject.scheme, **read);
        }
        if (grant && grantHash(run.account, *grant, **read) != run.tokenHash) {
            auto adopting = adopt(run, std::move(*read));
            co_return co_await adopting;
        }
    }
    const bool lives = usable(*run.loaded, m_tools.clock.now());
    if (refusal.kind == TokenFailure::Grant || (refusal.kind == TokenFailure::Client && !lives)) {
        // Not as one expression: GCC 12 destroys such a temporary of a coroutine twice.
        std::string note;
        if (run.firstTry) {
            note = interruption(run);
        }
        Error error = dead(run, refusal, note);
        auto ending = endRefresh(run, true);
        static_cast<void>(co_await ending);
        co_return fail(std::move(error));
    }
    Error error = later(run, refusal);
    // Without an answer nobody knows whether the token was traded in.
    auto ending = endRefresh(run, refusal.status != 0);
    static_cast<void>(co_await ending);
    co_return fail(std::move(error));
}

Error TokenKeeper::later(Run& run, const TokenRefusal& refusal)
{
    Kept& kept = keptOf(run.account);
    milliseconds wait = refreshBackoff(++kept.failures, refusal.retryAfter, m_tools.random);
    if (refusal.kind == TokenFailure::Client) {
        wait = std::max(wait, kMisconfiguredWait);
    }
    const UnixMillis next = m_tools.clock.now() + wait;
    TokenAttempt& attempt = m_log.running(run.account);
    attempt.reason = wordsOf(refusal);
    attempt.error = refusal.error;
    run.outcome = refusal.kind == TokenFailure::Client ? TokenOutcome::Misconfigured : TokenOutcome::Failed;
    if (!m_stopped && !run.subject.waitsForPerson && run.subject.automatic) {
        kept.state.dueAt = next;
        attempt.nextTryAt = next;
        m_scheduler.plan(run.account, next);
    }
    m_events.failing(run.account, refusal, next);
    return {Errc::Unavailable,
            fmt::format("the token of account {} cannot be renewed now: {}", run.account, wordsOf(refusal)),
            {},
            {},
            {}};
}

Error TokenKeeper::dead(Run& run, const TokenRefusal& refusal, const std::string& note)
{
    Kept& kept = keptOf(run.account);
    kept.failures = 0;
    kept.state.dueAt.reset();
    m_scheduler.forget(run.account);
    TokenAttempt& attempt = m_log.running(run.account);
    attempt.reason = note.empty() ? wordsOf(refusal) : fmt::format("{}; {}", wordsOf(refusal), note);
    attempt.error = refusal.error;
    if (refusal.kind == TokenFailure::Grant) {
        kept.deadHash = run.tokenHash;
        kept.deadWords = attempt.reason;
    }
    run.outcome = TokenOutcome::NeedsReauth;
    m_events.dead(run.account, refusal, note);
    return {Errc::Unauthorized,
            fmt::format("the token of account {} cannot be refreshed: {}", run.account, attempt.reason),
            {},
            {},
            {}};
}

} // namespace gatehouse::auth
