// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/node_core.h"
#include "core/gateway/vault_control.h"
#include "core/vault/vault_service.h"

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

private:
    NodeCore& m_core;
};

} // namespace gatehouse
