// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/auth/oauth2/token_keeper.h"
#include "core/gateway/account_service.h"
#include "core/gateway/node_core.h"
#include "core/gateway/token_history.h"

#include <qcoro/qcorotask.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse {

/// Keeps the accounts' tokens alive and draws the consequences: status and reason, events, alerts, audit, the
/// credential calendar. Engine thread.
class TokenService
{
public:
    /// Everything outlives it.
    TokenService(NodeCore& core, AccountService& accounts, runtime::Timers& timers);

    /// Takes up what the store knows of tokens, and repairs refreshes that the end of the last process cut
    /// off. Called once, when the accounts are loaded.
    [[nodiscard]] QCoro::Task<Status> start();
    /// Begins nothing more.
    void stop();

    [[nodiscard]] QCoro::Task<Result<Account>> refresh(std::string id);
    [[nodiscard]] Result<TokenHistory> history(const std::string& id) const;
    [[nodiscard]] Result<std::vector<ScopeUse>> scopes(const std::string& id) const;
    /// Of one account, or (empty) of all; soonest end first.
    [[nodiscard]] Result<std::vector<CredentialDate>> credentials(const std::string& id) const;

private:
    [[nodiscard]] std::optional<auth::TokenSubject> subject(const std::string& id) const;
    [[nodiscard]] auth::KeeperTools tools(runtime::Timers& timers);
    [[nodiscard]] auth::TokenEvents events();
    void accountPut(const Account& account, const auth::CredentialsPtr& credentials);
    void accountRemoved(const std::string& id);
    /// Reads an account's credentials to plan for them.
    [[nodiscard]] QCoro::Task<Result<bool>> takeUp(std::string id);
    void refreshed(const std::string& id, const auth::TokenNews& news);
    void dead(const std::string& id, const auth::TokenRefusal& refusal, const std::string& note);
    void attempted(const TokenAttempt& attempt);
    void readCertificate(const std::string& id, const auth::Credentials& credentials);
    [[nodiscard]] std::vector<CredentialDate> datesOf(const Account& account) const;
    void checkStatus(const Account& account);
    void checkDates(const Account& account);
    void checkLater();

    NodeCore& m_core;
    AccountService& m_accounts;
    runtime::Timers& m_timers;
    auth::TokenKeeper m_keeper;
    std::map<std::string, UnixMillis, std::less<>> m_certificateEnds; ///< By account.
    bool m_stopped = false;
};

} // namespace gatehouse
