// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contract/vault_key.h"
#include "core/vault/master_keys.h"

namespace gatehouse {

/// The vault's own name for where its key lies.
[[nodiscard]] constexpr vault::KeySource toVaultSource(VaultKeySource source) noexcept
{
    switch (source) {
    case VaultKeySource::Keychain:
        return vault::KeySource::Keychain;
    case VaultKeySource::Passphrase:
        return vault::KeySource::Passphrase;
    case VaultKeySource::KeyFile:
        break;
    }
    return vault::KeySource::KeyFile;
}

} // namespace gatehouse
