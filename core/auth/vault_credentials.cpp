// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auth/vault_credentials.h"

#include "core/base/time_format.h"

#include <utility>

namespace gatehouse::auth {
namespace {

/// Sealed beside the secrets; no credential can be called so, names in definitions hold no colon.
constexpr const char* kExpiresAt = "token:expires_at";

Credentials fromFields(vault::Fields fields)
{
    Credentials out;
    out.secrets = std::move(fields);
    if (const auto at = out.secrets.find(kExpiresAt); at != out.secrets.end()) {
        if (const auto time = parseRfc3339(at->second.reveal())) {
            out.tokenExpiresAt = *time;
        }
        out.secrets.erase(at);
    }
    return out;
}

} // namespace

void VaultCredentials::load(std::string accountId, Completion<CredentialsPtr> done)
{
    auto shared = std::make_shared<Completion<CredentialsPtr>>(std::move(done));
    m_vault.load(std::move(accountId), [shared](Result<vault::Fields> fields) {
        if (!fields) {
            (*shared)(fail(std::move(fields).error()));
            return;
        }
        (*shared)(std::make_shared<const Credentials>(fromFields(std::move(*fields))));
    });
}

void VaultCredentials::save(std::string accountId, CredentialsPtr credentials, Completion<bool> done)
{
    Credentials copy = credentials->clone();
    if (copy.tokenExpiresAt) {
        copy.secrets.insert_or_assign(kExpiresAt, Secret(formatRfc3339(*copy.tokenExpiresAt)));
    }
    m_vault.save(std::move(accountId), std::move(copy.secrets), std::move(done));
}

void VaultCredentials::remove(std::string accountId, Completion<bool> done)
{
    m_vault.remove(std::move(accountId), std::move(done));
}

} // namespace gatehouse::auth
