// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/vault/master_keys.h"
#include "core/vault/vault.h"
#include "core/vault/vault_service.h"

#include <memory>
#include <optional>
#include <string>

namespace gatehouse::vault {

/// Everything that belongs to the vault's thread; blocks.
class VaultWorker
{
public:
    VaultWorker(std::unique_ptr<VaultStorage> storage, const VaultOptions& options);

    /// Opens the storage and, when the key can be had without asking anybody, the vault.
    [[nodiscard]] static Result<std::unique_ptr<VaultWorker>> open(const VaultOptions& options);

    [[nodiscard]] Vault& vault() { return m_vault; }

    [[nodiscard]] Result<VaultStatus> status();
    /// passphrase may be null.
    [[nodiscard]] Status unlock(const Secret* passphrase);
    void lock();
    [[nodiscard]] Status rotateMasterKey(const MasterKeyChoice& next);

    [[nodiscard]] Status planRotation();
    /// Gives the next planned account a new data key. False: nothing is left, or it cannot go on now.
    [[nodiscard]] bool rotateNext();

    [[nodiscard]] Status copyTo(const std::filesystem::path& file) { return m_storage->copyTo(file); }

private:
    [[nodiscard]] Result<RotationPlan*> plan();

    std::unique_ptr<VaultStorage> m_storage;
    Vault m_vault;
    Random& m_random;
    MasterKeys m_keys;
    KeySource m_source;
    std::filesystem::path m_keyFile;
    std::string m_problem;
    std::optional<RotationPlan> m_plan; ///< As the storage has it.
    std::string m_rotationProblem;
    bool m_rotating = false;
};

} // namespace gatehouse::vault
