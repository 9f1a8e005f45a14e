// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/account_service.h"
#include "core/gateway/node_core.h"
#include "core/sandbox/sandbox_world.h"

#include <qcoro/qcorotask.h>

#include <memory>
#include <set>
#include <string>
#include <vector>

namespace gatehouse {

/// The simulated vendors of --sandbox with one environment for each of their customers and one connected
/// account for each of these at each vendor. Ids tell what they are and stay the same from start to start
/// ("env_acme", "acc_acme_<slug>"), so that a command line can be written down. Engine thread.
class DemoWorld
{
public:
    explicit DemoWorld(NodeCore& core, AccountService& accounts)
        : m_core(core)
        , m_accounts(accounts)
    {}

    /// Starts the vendors and connects the accounts, anew each time: ports and tokens are those of this run.
    [[nodiscard]] QCoro::Task<Status> start();

    /// Null: the node runs without simulated vendors.
    [[nodiscard]] sandbox::SandboxWorld* world() const noexcept { return m_world.get(); }

private:
    [[nodiscard]] std::vector<sandbox::VendorFile> vendorFiles() const;
    [[nodiscard]] QCoro::Task<Status> connect();
    /// Accounts that a person connected at the vendors of an earlier run say so, instead of failing with
    /// "connection refused" at a port that is gone.
    [[nodiscard]] QCoro::Task<> leaveEarlier(std::set<std::string> own);

    NodeCore& m_core;
    AccountService& m_accounts;
    std::unique_ptr<sandbox::SandboxWorld> m_world;
};

} // namespace gatehouse
