// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::vault {

/// What is known of a vault without its key.
struct VaultHeader
{
    std::string vaultId;                ///< vlt_…; names the key where several are kept.
    std::string source;                 ///< "key_file", "keychain" or "passphrase".
    std::string parameters;             ///< Of the source: salt and cost of a passphrase.
    std::uint32_t masterGeneration = 1; ///< Counts rotations of the master key.
    std::string keyCheck;               ///< Sealed with the master key; tells a wrong key from damage.

    bool operator==(const VaultHeader&) const = default;
};

/// An account's data key, sealed with the master key.
struct SealedKey
{
    std::string accountId;
    std::uint32_t masterGeneration = 0;
    std::uint32_t keyGeneration = 0; ///< Counts rotations of the data key.
    std::string sealed;

    bool operator==(const SealedKey&) const = default;
};

/// One secret, sealed with the account's data key.
struct SealedField
{
    std::string name;
    std::string sealed;

    bool operator==(const SealedField&) const = default;
};

struct SealedAccount
{
    SealedKey key;
    std::vector<SealedField> fields; ///< By name.
};

/// Which accounts still wait for a new data key.
struct RotationPlan
{
    std::uint64_t total = 0;             ///< When it was planned; 0: none is.
    std::vector<std::string> accountIds; ///< Still to do.
};

/// Where sealed rows lie. Each call is one transaction: after a crash or an error the rows are those from
/// before it or those from after it. Used by one thread, and may block it. Errors: Unavailable (disk),
/// Corrupt, Forbidden (no right to write).
class VaultStorage
{
public:
    VaultStorage() = default;
    VaultStorage(const VaultStorage&) = delete;
    VaultStorage& operator=(const VaultStorage&) = delete;
    virtual ~VaultStorage() = default;

    [[nodiscard]] virtual Result<std::optional<VaultHeader>> header() = 0;
    /// Replaces the header and every data key together (a new vault has none).
    [[nodiscard]] virtual Status putHeader(const VaultHeader& header, const std::vector<SealedKey>& keys) = 0;
    /// The data keys of all accounts.
    [[nodiscard]] virtual Result<std::vector<SealedKey>> keys() = 0;
    [[nodiscard]] virtual Result<std::optional<SealedAccount>> account(const std::string& accountId) = 0;
    /// Replaces the account's key and all of its fields.
    [[nodiscard]] virtual Status putAccount(const SealedAccount& account) = 0;
    /// False: there was none.
    [[nodiscard]] virtual Result<bool> removeAccount(const std::string& accountId) = 0;

    /// Plans a new data key for every account there is, instead of what was planned.
    [[nodiscard]] virtual Status planRotation() = 0;
    [[nodiscard]] virtual Result<RotationPlan> rotationPlan() = 0;
    /// The account has its new key; the plan ends with its last account.
    [[nodiscard]] virtual Status finishRotation(const std::string& accountId) = 0;
    /// A consistent copy of everything, still sealed. AlreadyExists: the file is there.
    [[nodiscard]] virtual Status copyTo(const std::filesystem::path& file) = 0;
};

} // namespace gatehouse::vault
