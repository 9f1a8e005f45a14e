// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/completion.h"
#include "core/runtime/executor.h"
#include "core/vault/master_keys.h"
#include "core/vault/vault.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace gatehouse::vault {

struct VaultOptions
{
    std::filesystem::path dataDir;         ///< vault.db lies here.
    runtime::Executor* executor = nullptr; ///< Fires the completions; outlives the vault.
    Random* random = nullptr;              ///< Outlives the vault; thread-safe.
    const Clock* clock = nullptr;          ///< Outlives the vault.
    std::filesystem::path keyFile;         ///< Empty: dataDir/vault.key.
    KeySource source = KeySource::KeyFile; ///< Of a vault that is made now; one that exists knows its own.
    std::shared_ptr<Keychain> keychain = nullptr; ///< Null: the system's.
    Secret passphrase = {};                       ///< To unlock with at once; empty: none is at hand.
};

/// How far the rotation of all data keys is.
struct RotationStatus
{
    std::uint64_t done = 0;
    std::uint64_t total = 0;
    bool running = false;
    std::string problem; ///< An account that could not be rotated, or why it stands still.
};

/// For people: in which state the vault is, where its key comes from, and why it is locked.
struct VaultStatus
{
    VaultState state = VaultState::Absent;
    KeySource source = KeySource::KeyFile;
    std::string problem;
    std::filesystem::path keyFile; ///< Where a key file lies or would lie.
    std::uint32_t masterGeneration = 0;
    std::uint64_t accounts = 0; ///< With sealed credentials.
    RotationStatus rotation;
};

/// The next master key's source; the passphrase for KeySource::Passphrase only.
struct MasterKeyChoice
{
    KeySource source = KeySource::KeyFile;
    Secret passphrase;
};

/// The vault on a thread of its own. Callable from any thread; completions fire on the options' executor,
/// after what was asked for is durable.
class VaultService
{
public:
    VaultService() = default;
    VaultService(const VaultService&) = delete;
    VaultService& operator=(const VaultService&) = delete;
    virtual ~VaultService() = default;

    virtual void status(Completion<VaultStatus> done) = 0;
    /// Looks for the key again: after the keychain was unlocked, the key file put back, or with the
    /// passphrase (empty for the other sources). Makes the vault when it is absent. Unauthorized: wrong
    /// passphrase. Errors change nothing.
    virtual void unlock(Secret passphrase, Completion<VaultStatus> done) = 0;
    /// Forgets the key until unlock().
    virtual void lock(Completion<VaultStatus> done) = 0;

    /// NotFound; Unavailable: locked, or the disk; Corrupt: the seal is broken.
    virtual void load(std::string accountId, Completion<Fields> done) = 0;
    /// Replaces all of the account's secrets, or none.
    virtual void save(std::string accountId, Fields fields, Completion<bool> done) = 0;
    /// The same, if admit, called on the vault's thread with what is kept, agrees; nobody writes in between.
    /// Conflict when nothing is kept; otherwise admit's own error.
    virtual void saveIf(std::string accountId, Fields fields, std::function<Status(const Fields&)> admit,
                        Completion<bool> done) = 0;
    /// False: there was nothing.
    virtual void remove(std::string accountId, Completion<bool> done) = 0;

    /// A new data key for one account.
    virtual void rotateDataKey(std::string accountId, Completion<bool> done) = 0;
    /// A new master key, from the same or another source; earlier backups still open with the earlier one.
    virtual void rotateMasterKey(MasterKeyChoice next, Completion<bool> done) = 0;
    /// Plans a new data key for every account and answers; the rest happens account by account, between other
    /// work, and goes on after a restart. Unavailable: locked.
    virtual void rotateDataKeys(Completion<VaultStatus> done) = 0;
    /// A consistent copy of vault.db, still sealed. AlreadyExists: the file is there.
    virtual void copyTo(std::filesystem::path file, Completion<bool> done) = 0;
};

/// Opens (or makes) dataDir/vault.db and unlocks it when its key can be had without asking anybody. A vault
/// whose key is missing opens locked, never anew. Blocks; called once, at start.
[[nodiscard]] Result<std::unique_ptr<VaultService>> openVault(VaultOptions options);

} // namespace gatehouse::vault
