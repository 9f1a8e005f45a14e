// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/connect_service.h"

#include <map>

namespace gatehouse {

/// Takes credentials back, and replaces them. Engine thread.
class CredentialChange
{
public:
    CredentialChange(NodeCore& core, AccountService& accounts, ConnectService& connect)
        : m_core(core)
        , m_accounts(accounts)
        , m_connect(connect)
    {}

    [[nodiscard]] QCoro::Task<Result<Account>> revoke(std::string id);
    [[nodiscard]] QCoro::Task<Result<Account>> rotate(std::string id,
                                                      std::map<std::string, Secret> credentials);

private:
    NodeCore& m_core;
    AccountService& m_accounts;
    ConnectService& m_connect;
};

} // namespace gatehouse
