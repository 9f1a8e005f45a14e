// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/auth/credential_store.h"
#include "core/vault/vault_service.h"

namespace gatehouse::auth {

/// Credentials in the vault. The vault's executor must be the engine's.
class VaultCredentials final : public CredentialStore
{
public:
    /// The vault outlives it.
    explicit VaultCredentials(vault::VaultService& vault)
        : m_vault(vault)
    {}

    void load(std::string accountId, Completion<CredentialsPtr> done) override;
    void save(std::string accountId, CredentialsPtr credentials, Completion<bool> done) override;
    void replace(std::string accountId, CredentialsPtr basis, CredentialsPtr fresh,
                 Completion<bool> done) override;
    void remove(std::string accountId, Completion<bool> done) override;

private:
    vault::VaultService& m_vault;
};

} // namespace gatehouse::auth
