// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/auth/credential_store.h"
#include "core/vault/vault_service.h"

#include <memory>

namespace gatehouse::auth {

/// Credentials in the vault: each secret a sealed field of its name, the expiry of the token one more. The
/// vault must outlive it.
[[nodiscard]] std::unique_ptr<CredentialStore> makeVaultCredentials(vault::VaultService& vault);

} // namespace gatehouse::auth
