// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/base/log.h"
#include "core/runtime/executor.h"
#include "core/store/store.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>

namespace gatehouse::store {

struct StoreOptions
{
    std::filesystem::path dataDir;         ///< Made (mode 0700) when it is not there.
    runtime::Executor* executor = nullptr; ///< Fires the completions; outlives the store.
    const Clock* clock = nullptr;          ///< Outlives the store.
    LogSink* log = nullptr;                ///< Outlives the store; may be null.
    CallRetention callRetention;

    std::size_t readers = 2;                 ///< Reader threads.
    std::size_t maxGroup = 1024;             ///< Writes in one transaction.
    std::size_t maxWaitingCalls = 20'000;    ///< appendCall is refused past this many waiting writes.
    std::int64_t checkpointBytes = 16 << 20; ///< The writer checkpoints when the WAL is larger, or when idle.
    std::int64_t maxBytes = 0;               ///< Bound of the database file; 0: the disk is the bound.
    std::chrono::milliseconds busyTimeout{5'000};
};

/// Opens (or makes) dataDir/gatehouse.db and brings it to this program's schema. Blocks; called once, at
/// start. A QCoreApplication must exist. Errors, each saying what to do: Conflict (another process holds the
/// directory; names its pid), Unsupported (the database is newer than this program), Corrupt (not a
/// Gatehouse database, damaged, or half-migrated), Forbidden (no right to write), Unavailable (disk).
[[nodiscard]] Result<std::unique_ptr<Store>> openSqliteStore(const StoreOptions& options);

} // namespace gatehouse::store
