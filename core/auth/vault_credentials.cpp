// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auth/vault_credentials.h"

#include <charconv>
#include <string>
#include <string_view>
#include <utility>

namespace gatehouse::auth {

namespace {

/// Not a name that a definition can give to a credential.
constexpr std::string_view kExpiry = "#token_expires_at";

Result<CredentialsPtr> fromFields(vault::Fields fields)
{
    auto credentials = std::make_shared<Credentials>();
    for (auto& [name, secret] : fields) {
        if (name != kExpiry) {
            credentials->secrets.emplace(name, std::move(secret));
            continue;
        }
        const auto text = secret.reveal();
        std::int64_t millis = 0;
        if (std::from_chars(text.data(), text.data() + text.size(), millis).ec != std::errc{}) {
            return fail(Errc::Corrupt, "the stored expiry of a token is not a number");
        }
        credentials->tokenExpiresAt = fromMillis(millis);
    }
    return credentials;
}

class VaultCredentials final : public CredentialStore
{
public:
    explicit VaultCredentials(vault::VaultService& vault)
        : m_vault(vault)
    {}

    void load(std::string accountId, Completion<CredentialsPtr> done) override
    {
        auto shared = std::make_shared<Completion<CredentialsPtr>>(std::move(done));
        m_vault.load(std::move(accountId), [shared](Result<vault::Fields> fields) {
            (*shared)(fields ? fromFields(std::move(*fields))
                             : Result<CredentialsPtr>(tl::unexpected(fields.error())));
        });
    }

    void save(std::string accountId, CredentialsPtr credentials, Completion<bool> done) override
    {
        auto copy = credentials->clone();
        if (copy.tokenExpiresAt) {
            copy.secrets.insert_or_assign(std::string(kExpiry),
                                          Secret(std::to_string(toMillis(*copy.tokenExpiresAt))));
        }
        m_vault.save(std::move(accountId), std::move(copy.secrets), std::move(done));
    }

    void remove(std::string accountId, Completion<bool> done) override
    {
        m_vault.remove(std::move(accountId), std::move(done));
    }

private:
    vault::VaultService& m_vault;
};

} // namespace

std::unique_ptr<CredentialStore> makeVaultCredentials(vault::VaultService& vault)
{
    return std::make_unique<VaultCredentials>(vault);
}

} // namespace gatehouse::auth
