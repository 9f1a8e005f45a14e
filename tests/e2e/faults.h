// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>

namespace gatehouse::e2e {

/// What goes wrong for a node that runs with tests/e2e/fault_preload.cpp; in memory that both share.
struct FaultSwitches
{
    std::atomic<int> writeError{0}; ///< errno of every write to a file (ENOSPC, EROFS, EIO); 0: none.
    std::atomic<std::int64_t> clockOffsetSeconds{0}; ///< What CLOCK_REALTIME is ahead of the truth.
};

static_assert(std::atomic<int>::is_always_lock_free && std::atomic<std::int64_t>::is_always_lock_free);

} // namespace gatehouse::e2e
