// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/completion.h"
#include "core/runtime/executor.h"
#include "core/vault/vault.h"

#include <filesystem>
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
};

/// For people: in which state the vault is, where its key comes from, and why it is locked.
struct VaultStatus
{
    VaultState state = VaultState::Absent;
    std::string source;
    std::string problem;
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
    /// NotFound; Unavailable: locked, or the disk; Corrupt: the seal is broken.
    virtual void load(std::string accountId, Completion<Fields> done) = 0;
    /// Replaces all of the account's secrets, or none.
    virtual void save(std::string accountId, Fields fields, Completion<bool> done) = 0;
    /// False: there was nothing.
    virtual void remove(std::string accountId, Completion<bool> done) = 0;
    /// A new master key; earlier backups still open with the earlier one.
    virtual void rotateMasterKey(Completion<bool> done) = 0;
};

/// Opens (or makes) dataDir/vault.db and unlocks it with the key file. A vault whose key is missing opens
/// locked, never anew. Blocks; called once, at start.
[[nodiscard]] Result<std::unique_ptr<VaultService>> openVault(VaultOptions options);

} // namespace gatehouse::vault
