// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/account_service.h"
#include "core/gateway/connect_flow.h"

namespace gatehouse {

/// Makes a session of a wish: everything is checked before anything is kept. A wish without an account makes
/// one, with status connecting. NotFound (account), InvalidArgument (with a pointer to the field).
class ConnectStarter
{
public:
    ConnectStarter(NodeCore& core, AccountService& accounts)
        : m_core(core)
        , m_accounts(accounts)
    {}

    [[nodiscard]] QCoro::Task<Result<LiveSessionPtr>> prepare(ConnectRequest request);
    /// A session like one that is over, with all that was filled in.
    [[nodiscard]] LiveSessionPtr again(const LiveSession& over) const;

private:
    [[nodiscard]] QCoro::Task<Status> takeAccount(LiveSession& live, const ConnectRequest& request);
    [[nodiscard]] Status takeWish(LiveSession& live, const ConnectRequest& request,
                                  const config::ProviderDefinition& provider) const;
    [[nodiscard]] QCoro::Task<Status> makeAccount(LiveSession& live);
    [[nodiscard]] LiveSessionPtr fresh() const;

    NodeCore& m_core;
    AccountService& m_accounts;
};

} // namespace gatehouse
