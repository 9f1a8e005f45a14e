// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/node_core.h"
#include "core/gateway/vault_control.h"
#include "core/vault/vault_service.h"

#include <qcoro/qcorotask.h>

#include <functional>
#include <vector>

namespace gatehouse {

/// The vault's outside over a node's vault; hops to the engine thread.
class VaultRole final : public VaultControl
{
public:
    explicit VaultRole(NodeCore& core)
        : m_core(core)
    {}

    void info(Completion<VaultInfo> done) override;
    void unlock(Secret passphrase, Completion<VaultInfo> done) override;
    void lock(Completion<VaultInfo> done) override;
    void changeKey(VaultKeyChange change, Completion<VaultInfo> done) override;
    void rotateDataKeys(Completion<VaultInfo> done) override;

    /// Looks at the vault for the first time; the node then knows what to tell of it.
    [[nodiscard]] QCoro::Task<Status> look();

    /// Called once the vault could be unlocked after it was locked, on the engine thread.
    void onUnlocked(std::function<void()> listener) { m_onUnlocked.push_back(std::move(listener)); }

    /// Called whenever what nodeStatus() tells of the vault has changed, on the engine thread.
    void onChange(std::function<void()> listener) { m_onChange = std::move(listener); }

private:
    [[nodiscard]] QCoro::Task<Result<VaultInfo>> current();
    [[nodiscard]] QCoro::Task<Result<VaultInfo>> unlocked(Secret passphrase);
    [[nodiscard]] QCoro::Task<Result<VaultInfo>> locked();
    [[nodiscard]] QCoro::Task<Result<VaultInfo>> changed(VaultKeyChange change);
    [[nodiscard]] QCoro::Task<Result<VaultInfo>> rotated();
    [[nodiscard]] VaultInfo keep(const vault::VaultStatus& status);
    template <class Start>
    void run(Completion<VaultInfo> done, Start start);

    NodeCore& m_core;
    std::vector<std::function<void()>> m_onUnlocked;
    std::function<void()> m_onChange;
};

} // namespace gatehouse
