// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/connect.h"
#include "core/gateway/connect_start.h"

namespace gatehouse {

/// What people and browsers do to sessions. Engine thread.
class ConnectService
{
public:
    ConnectService(NodeCore& core, AccountService& accounts, runtime::Timers& timers);

    /// Once, after accounts and definitions.
    [[nodiscard]] QCoro::Task<Status> load();

    [[nodiscard]] QCoro::Task<Result<ConnectSession>> start(ConnectRequest request);
    [[nodiscard]] Result<ConnectSession> session(const std::string& id) const;
    [[nodiscard]] std::vector<ConnectSession> sessions(std::size_t limit) const;
    [[nodiscard]] QCoro::Task<Result<ConnectSession>> act(std::string id, ConnectAction action);
    [[nodiscard]] Result<ConnectSession> paste(const std::string& id, const std::string& url);
    void callback(const std::string& query, Completion<CallbackPage> done);
    /// Starts a session and answers when it is over: for credentials that need no browser.
    [[nodiscard]] QCoro::Task<Result<ConnectSession>> runToEnd(ConnectRequest request);

private:
    [[nodiscard]] QCoro::Task<Result<ConnectSession>> launch(LiveSessionPtr live);
    [[nodiscard]] QCoro::Task<Result<ConnectSession>> retry(LiveSessionPtr live);
    void cancelOthers(const std::string& accountId);
    void cancel(const LiveSessionPtr& live, std::string why);
    /// Takes an answer of the provider for a session that waits for it.
    void take(const LiveSessionPtr& live, auth::AuthorizeAnswer answer, std::string_view query);
    void answerWhenOver(const LiveSessionPtr& live, Completion<CallbackPage> done);

    NodeCore& m_core;
    AccountService& m_accounts;
    runtime::Timers& m_timers;
    ConnectBook m_book;
    ConnectFlow m_flow;
    ConnectStarter m_starter;
    std::unique_ptr<Subscription> m_removals;
};

} // namespace gatehouse
