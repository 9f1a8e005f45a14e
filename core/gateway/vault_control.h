// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/completion.h"
#include "core/base/secret.h"
#include "core/contract/vault_key.h"

#include <cstdint>
#include <string>

namespace gatehouse {

/// A rotation of all data keys, in steps of one account. It goes on after a restart where it was.
struct VaultRotation
{
    std::uint64_t done = 0;
    std::uint64_t total = 0;
    bool running = false;
    std::string problem; ///< Why it stands still; empty: it does not.
};

struct VaultInfo
{
    VaultCondition condition = VaultCondition::Absent;
    VaultKeySource source = VaultKeySource::KeyFile;
    std::string place;   ///< For people: the key file's path, "the keychain of your session", …
    std::string advice;  ///< What could be safer, or what to do now; empty: nothing.
    std::string problem; ///< Why it is locked; empty: it is not.
    std::uint32_t masterGeneration = 0; ///< Counts rotations of the master key, from 1; 0 while absent.
    std::uint64_t accounts = 0;         ///< Owners of sealed credentials.
    VaultRotation rotation;
};

/// A new master key, from the same source or another.
struct VaultKeyChange
{
    VaultKeySource source = VaultKeySource::KeyFile;
    Secret passphrase; ///< For VaultKeySource::Passphrase only: the new one.
};

/// The vault from outside: its state, its key and the rotation of its keys. Nothing here gives a secret away.
class VaultControl
{
public:
    VaultControl() = default;
    VaultControl(const VaultControl&) = delete;
    VaultControl& operator=(const VaultControl&) = delete;
    virtual ~VaultControl() = default;

    virtual void info(Completion<VaultInfo> done) = 0;
    /// Looks for the key again, with the passphrase when that is the source (empty otherwise). Sets the
    /// passphrase of a vault that is absent. Unauthorized: wrong passphrase. Errors change nothing.
    virtual void unlock(Secret passphrase, Completion<VaultInfo> done) = 0;
    /// Forgets the key, and what was kept in memory of credentials, until unlock().
    virtual void lock(Completion<VaultInfo> done) = 0;
    /// Seals every data key with a new master key while calls go on; all or none. Backups made before open
    /// with the earlier key. Unavailable: locked, or the new source keeps nothing.
    virtual void changeKey(VaultKeyChange change, Completion<VaultInfo> done) = 0;
    /// Gives every account a new data key, one after the other, while calls go on; answers once that is
    /// planned durably. info() tells how far it is.
    virtual void rotateDataKeys(Completion<VaultInfo> done) = 0;
};

} // namespace gatehouse
