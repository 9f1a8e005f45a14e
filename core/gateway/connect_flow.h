// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/auth/oauth2/authorize_url.h"
#include "core/auth/oauth2/device_endpoint.h"
#include "core/config/provider_definition.h"
#include "core/gateway/account_service.h"
#include "core/gateway/connect_book.h"

#include <memory>
#include <string>

namespace gatehouse {

/// The scheme a session signs in by, with the definition in force.
struct FlowScheme
{
    config::ProviderPtr provider;
    const config::AuthScheme* scheme = nullptr;
    std::shared_ptr<const config::OAuth2Definition> oauth; ///< With the session's scopes; null: no OAuth 2.
};

/// Runs the steps of sessions: from what a person gave to an account that works. Each failure ends in a
/// session that says why, and leaves the account as it was. Engine thread.
class ConnectFlow
{
public:
    ConnectFlow(NodeCore& core, AccountService& accounts, ConnectBook& book, runtime::Timers& timers);

    /// Errors: ConfigError (the definition is gone), InvalidArgument (or no longer offers the scheme).
    [[nodiscard]] Result<FlowScheme> schemeOf(const ConnectSession& session) const;

    /// Fills in the authorization URL and its state; the session then waits for the browser. Errors as of
    /// auth::authorizeUrl.
    [[nodiscard]] Status makeUrl(LiveSession& live, const FlowScheme& scheme) const;

    /// Begins what needs no browser, in the background.
    void start(const LiveSessionPtr& live);
    /// Goes on after the browser came back with a code, in the background.
    void resumeWithCode(const LiveSessionPtr& live, auth::AuthorizeAnswer answer);
    /// Tries the first call again with the credentials there are, in the background.
    void resumeWithCredentials(const LiveSessionPtr& live);
    /// Goes on asking whether the device code was confirmed.
    void pollLater(const LiveSessionPtr& live);

private:
    QCoro::Task<> runStart(LiveSessionPtr live);
    QCoro::Task<> runDevice(LiveSessionPtr live, FlowScheme scheme);
    QCoro::Task<> runPoll(LiveSessionPtr live);
    QCoro::Task<> runCode(LiveSessionPtr live, std::shared_ptr<auth::AuthorizeAnswer> answer);
    QCoro::Task<> runRest(LiveSessionPtr live);
    QCoro::Task<bool> exchange(LiveSessionPtr live, FlowScheme scheme, auth::TokenCall call);
    QCoro::Task<bool> storeSecrets(LiveSessionPtr live);
    QCoro::Task<bool> firstCalls(LiveSessionPtr live, FlowScheme scheme);
    QCoro::Task<bool> firstCall(LiveSessionPtr live, const config::ConnectStep& step);
    QCoro::Task<> putInForce(LiveSessionPtr live, FlowScheme scheme);

    [[nodiscard]] Result<auth::TokenCall> tokenCall(const LiveSessionPtr& live, const FlowScheme& scheme,
                                                    ConnectStepKind step);
    void learnApplied(const LiveSession& live, const config::AuthScheme& scheme) const;
    void takeTokens(const LiveSessionPtr& live, const config::OAuth2Definition& oauth, auth::TokenSet set);
    void takePoll(const LiveSessionPtr& live, const auth::TokenRefusal& refusal);
    [[nodiscard]] auth::TokenTools tools() const;

    /// Whether the session still wants to go on: it may have been cancelled while a step waited.
    [[nodiscard]] static bool goesOn(const LiveSessionPtr& live)
    {
        return live->view.status == ConnectStatus::Working;
    }

    NodeCore& m_core;
    AccountService& m_accounts;
    ConnectBook& m_book;
    runtime::Timers& m_timers;
};

} // namespace gatehouse
