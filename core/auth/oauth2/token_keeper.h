// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/auth/credential_store.h"
#include "core/auth/oauth2/refresh_scheduler.h"
#include "core/auth/oauth2/single_flight.h"
#include "core/auth/oauth2/token_endpoint.h"
#include "core/runtime/executor.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace gatehouse::auth {

/// An account whose token is to be kept alive, with the definition in force.
struct TokenSubject
{
    std::string accountId;
    const config::AuthScheme* scheme = nullptr;
    std::shared_ptr<const void> keepsScheme; ///< Owner of the scheme; held while a refresh runs.
    json::Document context;
};

/// What the keeper tells; engine thread. None may destroy the keeper.
struct TokenEvents
{
    /// New credentials are durable; whatever was made from the old ones is stale.
    std::function<void(const std::string& account, const CredentialsPtr& credentials)> refreshed;
    /// The grant is dead (or our own side is wrong): no further try will be made until somebody connects
    /// again.
    std::function<void(const std::string& account, const TokenRefusal& refusal)> dead;
    /// A try failed; another one is planned.
    std::function<void(const std::string& account, const TokenRefusal& refusal, UnixMillis nextTry)> failing;
};

/// Everything outlives the keeper.
struct KeeperTools
{
    CredentialStore& store;
    net::HttpClient& http;
    runtime::Executor& engine;
    runtime::Timers& timers;
    const Clock& clock;
    Random& random;
    /// The account as it stands now; nullopt when it is gone, disabled or waits for a person.
    std::function<std::optional<TokenSubject>(const std::string& account)> subject;
    bool allowPrivateTargets = false;
};

/// Keeps OAuth 2 tokens alive. A refresh runs alone per account: whoever needs the token meanwhile waits for
/// the same answer. The new pair is durable before anybody gets it. Lives on the engine thread.
class TokenKeeper
{
public:
    TokenKeeper(KeeperTools tools, TokenEvents events);

    /// Plans the next refresh of an account whose credentials were just loaded or saved.
    void track(const TokenSubject& subject, const Credentials& credentials);
    void forget(const std::string& account);

    /// Refreshes now, or joins the refresh that runs. Errors: Unauthorized (a person must connect again),
    /// Unavailable (the endpoint cannot answer now), NotFound (no such account), Unsupported (no refreshable
    /// scheme).
    void refresh(const std::string& account, Completion<CredentialsPtr> done);

    /// Whether the token is still good for a call that starts now. A few seconds are kept back for the way to
    /// the provider.
    [[nodiscard]] static bool usable(const Credentials& credentials, UnixMillis now);

    [[nodiscard]] const RefreshScheduler& scheduler() const noexcept { return m_scheduler; }

private:
    void start(const std::string& account, Completion<CredentialsPtr> done);
    QCoro::Task<Result<CredentialsPtr>> run(std::string account);
    QCoro::Task<Result<CredentialsPtr>> store(TokenSubject subject, CredentialsPtr old, TokenSet set);
    Error refused(const std::string& account, const TokenRefusal& refusal);

    KeeperTools m_tools;
    TokenEvents m_events;
    RefreshScheduler m_scheduler;
    SingleFlight<CredentialsPtr> m_flights;
    std::map<std::string, int, std::less<>> m_failures; ///< In a row, by account.
};

} // namespace gatehouse::auth
