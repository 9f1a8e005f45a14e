// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace gatehouse {

enum class VaultCondition : std::uint8_t
{
    Absent,  ///< Nothing was ever sealed; a passphrase has to be set first.
    Locked,  ///< There are sealed credentials and no key: no account can be called.
    Unlocked ///< As it should be.
};

/// "absent", "locked", "unlocked".
[[nodiscard]] std::string_view vaultConditionName(VaultCondition condition) noexcept;

/// Where the master key lies.
enum class VaultKeySource : std::uint8_t
{
    KeyFile,
    Keychain,
    Passphrase
};

/// "file", "keychain", "passphrase": as --vault-key takes them.
[[nodiscard]] std::string_view vaultKeySourceName(VaultKeySource source) noexcept;
/// Unset: no such name.
[[nodiscard]] std::optional<VaultKeySource> vaultKeySourceNamed(std::string_view name) noexcept;

} // namespace gatehouse
