// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runtime/unique_function.h"

#include <memory>

namespace gatehouse::runtime {

/// The one way to run something on another thread: its functions run in the order in which they were posted,
/// never inside post(). Thread-safe. Functions that a closing executor no longer runs are destroyed, so a
/// Completion inside answers Errc::Abandoned.
class Executor
{
public:
    Executor() = default;
    Executor(const Executor&) = delete;
    Executor& operator=(const Executor&) = delete;
    virtual ~Executor() = default;

    virtual void post(UniqueFunction function) = 0;
    /// True when the caller already runs on this executor's thread.
    [[nodiscard]] virtual bool isCurrent() const = 0;
};

/// An executor for the calling thread, which must have (or soon get) a Qt event loop: the GUI's, a test's.
/// Destroy it on the same thread.
[[nodiscard]] std::unique_ptr<Executor> makeThisThreadExecutor();

} // namespace gatehouse::runtime
