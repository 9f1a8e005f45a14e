// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/vault_role.h"

namespace gatehouse {
namespace {

tl::unexpected<Error> noVault()
{
    return fail(Errc::Unsupported, "this node keeps its credentials elsewhere than in a vault of its own");
}

} // namespace

void VaultRole::info(Completion<VaultInfo> done)
{
    done(noVault());
}

void VaultRole::unlock(Secret /*passphrase*/, Completion<VaultInfo> done)
{
    done(noVault());
}

void VaultRole::lock(Completion<VaultInfo> done)
{
    done(noVault());
}

void VaultRole::changeKey(VaultKeyChange /*change*/, Completion<VaultInfo> done)
{
    done(noVault());
}

void VaultRole::rotateDataKeys(Completion<VaultInfo> done)
{
    done(noVault());
}

} // namespace gatehouse
