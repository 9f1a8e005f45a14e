// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/contract/vault_key.h"

#include <array>

namespace gatehouse {
namespace {

constexpr std::array<std::string_view, 3> kConditions = {"absent", "locked", "unlocked"};
constexpr std::array<std::string_view, 3> kSources = {"file", "keychain", "passphrase"};

} // namespace

std::string_view vaultConditionName(VaultCondition condition) noexcept
{
    return kConditions[static_cast<std::size_t>(condition)];
}

std::string_view vaultKeySourceName(VaultKeySource source) noexcept
{
    return kSources[static_cast<std::size_t>(source)];
}

std::optional<VaultKeySource> vaultKeySourceNamed(std::string_view name) noexcept
{
    for (std::size_t i = 0; i < kSources.size(); ++i) {
        if (kSources[i] == name) {
            return static_cast<VaultKeySource>(i);
        }
    }
    return std::nullopt;
}

} // namespace gatehouse
