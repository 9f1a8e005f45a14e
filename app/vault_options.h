// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/options.h"
#include "core/vault/vault_service.h"

namespace gatehouse::app {

/// The vault as the options want it, with the passphrase when a file for it is named. Blocks on that file.
/// NotFound, Forbidden (others may read it), LimitExceeded: the file.
[[nodiscard]] Result<vault::VaultOptions> vaultOptionsFrom(const Options& options);

} // namespace gatehouse::app
