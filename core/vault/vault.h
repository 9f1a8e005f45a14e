// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/base/secret.h"
#include "core/vault/sealing.h"
#include "core/vault/vault_storage.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

namespace gatehouse::vault {

/// An account's secrets by name.
using Fields = std::map<std::string, Secret, std::less<>>;

enum class VaultState : std::uint8_t
{
    Absent, ///< Nothing was ever sealed: create() comes next.
    Locked, ///< There are sealed rows, and no key: unlock() comes next.
    Unlocked
};

/// Sealed records by envelope encryption: every account has a data key of its own, sealed with the master
/// key; every secret is sealed with its account's data key and bound to account, field and key generation.
/// The data key's own seal carries a digest of the account's fields, so that a row that was changed, swapped,
/// taken away or brought back from an older state is found. Used by one thread.
class Vault
{
public:
    /// Both must outlive it.
    Vault(VaultStorage& storage, Random& random);

    /// Corrupt: there are sealed rows without a header.
    [[nodiscard]] Result<VaultState> state();
    [[nodiscard]] Result<VaultHeader> header();

    /// Begins a new vault. Conflict while sealed rows or a header exist: a new key would lose them.
    [[nodiscard]] Status create(VaultHeader header, Key master);
    /// Unauthorized: not this vault's key.
    [[nodiscard]] Status unlock(Key master);
    void lock();

    /// NotFound; Unavailable: locked; Corrupt names the account.
    [[nodiscard]] Result<Fields> load(const std::string& accountId);
    /// Replaces all of the account's secrets, durably, or none.
    [[nodiscard]] Status save(const std::string& accountId, const Fields& fields);
    /// False: there was nothing. Works while locked.
    [[nodiscard]] Result<bool> remove(const std::string& accountId);

    /// Seals the account's secrets anew, with a new data key.
    [[nodiscard]] Status rotateDataKey(const std::string& accountId);
    /// Seals every data key with a new master key, all or none. next says the generation after the present
    /// one, and may name another source.
    [[nodiscard]] Status rotateMasterKey(VaultHeader next, Key master);

private:
    [[nodiscard]] Status requireUnlocked() const;
    [[nodiscard]] Status saveGeneration(const std::string& accountId, const Fields& fields,
                                        std::uint32_t keyGeneration);

    VaultStorage& m_storage;
    Random& m_random;
    std::optional<Key> m_master;
    std::uint32_t m_masterGeneration = 0;
};

} // namespace gatehouse::vault
