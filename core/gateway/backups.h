// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/completion.h"

#include <cstdint>
#include <filesystem>

namespace gatehouse {

struct BackupReport
{
    std::filesystem::path file;
    std::uint64_t bytes = 0;
};

/// Copies of a node's state that are taken while it runs.
class Backups
{
public:
    Backups() = default;
    Backups(const Backups&) = delete;
    Backups& operator=(const Backups&) = delete;
    virtual ~Backups() = default;

    /// A tar archive (mode 0600) with gatehouse.db and vault.db, each consistent in itself; credentials stay
    /// sealed and the vault's key is not in it. The file is the node's, on the node's machine, and absolute.
    /// AlreadyExists: it is there. Conflict: a backup is being made. Nothing is left behind on an error.
    virtual void backup(std::filesystem::path file, Completion<BackupReport> done) = 0;
};

} // namespace gatehouse
