// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/vault/sealing.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace gatehouse::vault {

/// Master keys in a file that only its owner may read (0600): a line each with vault id, generation and
/// base64. Older generations stay, so that older backups of vault.db can be restored.
class KeyFile
{
public:
    explicit KeyFile(std::filesystem::path path);

    /// NotFound: no file, or no such key in it. Forbidden: others could read the file; says how to mend it.
    [[nodiscard]] Result<Key> read(const std::string& vaultId, std::uint32_t generation) const;
    /// Adds (or replaces) one key, durably, in one step.
    [[nodiscard]] Status write(const std::string& vaultId, std::uint32_t generation, const Key& key) const;

private:
    [[nodiscard]] Result<Secret> contents() const;

    std::filesystem::path m_path;
};

} // namespace gatehouse::vault
