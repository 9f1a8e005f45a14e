// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/migrations/migrations.h"
#include "core/store/open.h"

#include <QLockFile>

#include <filesystem>
#include <memory>
#include <span>

namespace gatehouse::store::sqlite {

/// Makes the directory (mode 0700) and takes it for this process. Errc::Conflict names the holder.
[[nodiscard]] Result<std::unique_ptr<QLockFile>> lockDataDir(const std::filesystem::path& dataDir);

/// Checks that the file is a sound Gatehouse database (or makes it, mode 0600) and migrates it. Afterwards
/// its tables and indexes are exactly those that the migrations make in an empty database.
[[nodiscard]] Status prepareDatabase(const std::filesystem::path& file, const StoreOptions& options,
                                     std::span<const Migration> list = migrations());

} // namespace gatehouse::store::sqlite
