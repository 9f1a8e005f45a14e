// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/auth/credential_store.h"
#include "core/auth/oauth2/refresh_log.h"
#include "core/auth/oauth2/refresh_scheduler.h"
#include "core/auth/oauth2/single_flight.h"
#include "core/auth/oauth2/token_endpoint.h"
#include "core/runtime/executor.h"
#include "core/store/token_store.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace gatehouse::auth {

/// An account whose token is to be kept alive, with the definition in force.
struct TokenSubject
{
    std::string accountId;
    const config::AuthScheme* scheme = nullptr;
    std::shared_ptr<const void> keepsScheme; ///< Owner of the scheme; held while a refresh runs.
    json::Document context;
    bool waitsForPerson = false; ///< Nothing is planned for it; it can be refreshed when somebody asks.
    bool automatic = true;       ///< False: nothing is planned for it and calls renew nothing; a person can.
};

/// Who wants a fresh token, and why.
struct TokenAsk
{
    TokenCause cause = TokenCause::Person;
    std::string who;        ///< "req_…"; empty: the cause's name.
    CredentialsPtr refused; ///< Refused: the ones the provider does not accept.
    std::chrono::seconds minimumAge{
        60}; ///< Refused: a younger token that was exchanged is not exchanged again (Conflict).
    /// Where the credentials are read and written when this ask begins the refresh: the same ones, on record
    /// as this person's doing. Null: the keeper's own.
    std::shared_ptr<CredentialStore> store;
};

/// What came of a refresh.
struct TokenNews
{
    CredentialsPtr credentials;
    json::Document context;              ///< What the definition's capture found; Undefined: nothing.
    std::vector<std::string> lostScopes; ///< Granted before and no longer.
    bool adopted = false;                ///< Somebody else had refreshed; nothing was sent.
};

/// What the keeper tells; engine thread. None may destroy the keeper.
struct TokenEvents
{
    /// New credentials are durable; whatever was made from the old ones is stale. Called before anybody who
    /// waits is answered.
    std::function<void(const std::string& account, const TokenNews& news)> refreshed;
    /// The grant is dead, or our own side is wrong and the last token is used up: no further try will be made
    /// until somebody connects again. note: what else there is to say; may be empty.
    std::function<void(const std::string& account, const TokenRefusal& refusal, const std::string& note)>
        dead;
    /// A try failed; another one is planned.
    std::function<void(const std::string& account, const TokenRefusal& refusal, UnixMillis nextTry)> failing;
    std::function<void(const TokenAttempt& attempt)> attempted; ///< Of RefreshLog.
};

/// Everything outlives the keeper.
struct KeeperTools
{
    CredentialStore& store;
    store::Leases& leases;
    store::TokenStates& states;
    net::HttpClient& http;
    runtime::Executor& engine;
    runtime::Timers& timers;
    const Clock& clock;
    Random& random;
    /// The account as it stands now; nullopt when it is gone or disabled.
    std::function<std::optional<TokenSubject>(const std::string& account)> subject;
    std::string owner; ///< Of leases: unique to this run of this program.
    bool allowPrivateTargets = false;
    std::stop_token stop;                        ///< Cuts requests under way off.
    std::function<std::shared_ptr<void>()> hold; ///< Held while a refresh runs; may be empty.
};

/// Keeps OAuth 2 tokens alive. A refresh runs alone per account, over all processes that share the store:
/// whoever needs the token meanwhile waits for the same answer, and whoever had to wait for the lock looks
/// first whether the work is done. What is about to be sent is durable before it is sent, and the new pair is
/// durable before anybody gets it, so that a refresh that is cut off by the end of the process is found and
/// repaired by the next. Lives on the engine thread.
class TokenKeeper
{
public:
    TokenKeeper(KeeperTools tools, TokenEvents events);

    /// Takes up an account whose state was kept in the store; an intent means that its last refresh was cut
    /// off, and is repaired at once.
    void restore(const store::TokenStateRow& state, const store::RefreshIntentRow* intent);
    /// Takes up an account whose credentials a person (or another program) just gave.
    void connected(const TokenSubject& subject, const Credentials& credentials);
    /// The scopes that came with its credentials: what a refresh is compared with.
    void granted(const std::string& account, const std::vector<std::string>& scopes);
    /// Plans the next refresh of an account whose credentials were just read. Cheap when it is known already.
    void loaded(const TokenSubject& subject, const Credentials& credentials);
    /// Makes no plans for it until it is taken up again; what is known of it stays.
    void rest(const std::string& account);
    /// The account is gone.
    void forget(const std::string& account);
    /// Begins nothing more.
    void stop();

    /// Refreshes now, or joins the refresh that runs. Errors: Unauthorized (a person must connect again),
    /// Unavailable (the endpoint, the vault or the lock cannot answer now), NotFound (no such account, or it
    /// is disabled), Unsupported (no refreshable scheme), Forbidden (Call, Refused: its automatic refresh is
    /// off), Conflict (Refused: the token is too young).
    void refresh(const std::string& account, TokenAsk ask, Completion<CredentialsPtr> done);

    /// Whether the token is still good for a call that starts now. A few seconds are kept back for the way to
    /// the provider.
    [[nodiscard]] static bool usable(const Credentials& credentials, UnixMillis now);
    /// The moment from which usable() says no.
    [[nodiscard]] static UnixMillis usableUntil(const Credentials& credentials);
    /// Whether the scheme can get its next token by itself with these credentials.
    [[nodiscard]] static bool refreshable(const config::AuthScheme& scheme, const Credentials& credentials);

    /// Whether the account's next token comes by itself: a refresh is planned, or runs.
    [[nodiscard]] bool renews(const std::string& account) const
    {
        return m_scheduler.due(account).has_value() || m_flights.inFlight(account);
    }

    /// Whether a refresh could get it a new token, by what its credentials last held; planned or not.
    [[nodiscard]] bool canRenew(const std::string& account) const;
    /// Null when nothing is known.
    [[nodiscard]] const store::TokenStateRow* state(const std::string& account) const;
    [[nodiscard]] TokenHistory history(const std::string& account) const;

    [[nodiscard]] const RefreshScheduler& scheduler() const noexcept { return m_scheduler; }

    [[nodiscard]] const Clock& clock() const noexcept { return m_tools.clock; }

private:
    /// What is known of an account.
    struct Kept
    {
        store::TokenStateRow state;
        std::uint64_t fence = 0;                       ///< Of the credentials last seen.
        int failures = 0;                              ///< In a row.
        std::optional<store::RefreshIntentRow> intent; ///< Of a try whose answer never came.
        bool interrupted = false;                      ///< By the end of an earlier process.
        bool hasGrant = false;                         ///< Something to get a new token with.
        std::string deadHash;                          ///< Of the grant that the endpoint called dead …
        std::string deadWords;                         ///< … and what it said.
    };

    /// One refresh under way.
    struct Run
    {
        std::string account;
        TokenAsk ask;
        TokenSubject subject;
        store::LeaseRow lease;
        CredentialsPtr loaded;
        CredentialStore* store = nullptr;
        std::string tokenHash;
        std::optional<UnixMillis> firstTry; ///< With this token, when that was an earlier run.
        TokenOutcome outcome = TokenOutcome::Failed;
    };

    /// A pair that the endpoint gave and that could not be written.
    struct Unsaved
    {
        CredentialsPtr basis;
        CredentialsPtr fresh;
        TokenSet rest; ///< Without the secrets, which are in fresh.
    };

    using Answer = Result<CredentialsPtr>;

    /// Nobody but a person renews its token.
    [[nodiscard]] bool isManual(const std::string& account) const;
    [[nodiscard]] Kept& keptOf(const std::string& account);
    void startDue(const std::string& account);
    void start(const std::string& account, TokenAsk ask, Completion<CredentialsPtr> done);
    QCoro::Task<Answer> run(std::string account, TokenAsk ask);
    QCoro::Task<Answer> locked(Run& run);
    QCoro::Task<Answer> cannotAsk(Run& run, bool granted);
    QCoro::Task<Answer> ask(Run& run, TokenGrant grant);
    QCoro::Task<Answer> save(Run& run, CredentialsPtr fresh, TokenSet set);
    QCoro::Task<Answer> finish(Run& run, CredentialsPtr fresh, TokenSet set);
    QCoro::Task<Answer> refused(Run& run, TokenRefusal refusal);
    QCoro::Task<Answer> adopt(Run& run, CredentialsPtr found);
    QCoro::Task<Result<store::LeaseRow>> takeLease(std::string account);
    QCoro::Task<Result<CredentialsPtr>> load(Run& run);
    QCoro::Task<Status> endRefresh(Run& run, bool resolved);
    QCoro::Task<Result<bool>> pause(std::chrono::milliseconds delay);

    /// Errors: Unauthorized names the part of the client certificate that is missing.
    [[nodiscard]] Result<TokenCall> callOf(const Run& run, TokenGrant grant);
    [[nodiscard]] bool alreadyDone(const Run& run) const;
    /// The error, when the endpoint has called this very grant dead before.
    [[nodiscard]] std::optional<Error> knownDead(Run& run);
    [[nodiscard]] bool mayTryAgain(const Run& run) const;
    [[nodiscard]] std::string interruption(const Run& run) const;
    Error later(Run& run, const TokenRefusal& refusal);
    Error dead(Run& run, const TokenRefusal& refusal, const std::string& note);
    void plan(const TokenSubject& subject, Kept& kept, const Credentials& credentials);

    KeeperTools m_tools;
    TokenEvents m_events;
    RefreshScheduler m_scheduler;
    SingleFlight<CredentialsPtr> m_flights;
    RefreshLog m_log;
    std::map<std::string, Kept, std::less<>> m_kept;
    std::map<std::string, Unsaved, std::less<>> m_unsaved;
    bool m_stopped = false;
};

} // namespace gatehouse::auth
