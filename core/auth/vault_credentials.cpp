// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auth/vault_credentials.h"

#include "core/base/time_format.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace gatehouse::auth {
namespace {

/// Sealed beside the secrets; no credential can be called so, names in definitions hold no colon.
constexpr const char* kExpiresAt = "token:expires_at";
constexpr const char* kFence = "token:fence";

std::uint64_t fenceOf(const vault::Fields& fields)
{
    std::uint64_t fence = 0;
    if (const auto at = fields.find(kFence); at != fields.end()) {
        const std::string_view text = at->second.reveal();
        if (std::from_chars(text.data(), text.data() + text.size(), fence).ec != std::errc()) {
            return 0;
        }
    }
    return fence;
}

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
    out.fence = fenceOf(out.secrets);
    out.secrets.erase(kFence);
    return out;
}

vault::Fields toFields(const Credentials& credentials)
{
    Credentials copy = credentials.clone();
    if (copy.tokenExpiresAt) {
        copy.secrets.insert_or_assign(kExpiresAt, Secret(formatRfc3339(*copy.tokenExpiresAt)));
    }
    if (copy.fence > 0) {
        copy.secrets.insert_or_assign(kFence, Secret(std::to_string(copy.fence)));
    }
    return std::move(copy.secrets);
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
    m_vault.save(std::move(accountId), toFields(*credentials), std::move(done));
}

void VaultCredentials::replace(std::string accountId, CredentialsPtr basis, CredentialsPtr fresh,
                               Completion<bool> done)
{
    const auto admit = [basis = std::move(basis), fence = fresh->fence,
                        accountId](const vault::Fields& kept) -> Status {
        if (fenceOf(kept) > fence) {
            return fail(
                Errc::Conflict,
                fmt::format("the credentials of account {} were written under a newer lock", accountId));
        }
        const vault::Fields expected = toFields(*basis);
        const bool same = std::ranges::equal(kept, expected, [](const auto& a, const auto& b) {
            return a.first == b.first && a.second.reveal() == b.second.reveal();
        });
        return same ? Status{}
                    : Status(fail(Errc::Conflict, fmt::format("the credentials of account {} were replaced "
                                                              "meanwhile",
                                                              accountId)));
    };
    m_vault.saveIf(std::move(accountId), toFields(*fresh), admit, std::move(done));
}

void VaultCredentials::remove(std::string accountId, Completion<bool> done)
{
    m_vault.remove(std::move(accountId), std::move(done));
}

} // namespace gatehouse::auth
