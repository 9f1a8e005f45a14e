// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/runtime/timer_queue.h"

#include <chrono>
#include <memory>

namespace gatehouse::runtime {

/// Timers of a service, through an interface so that a test can drive them by a fake clock
/// (tests/support/fake_timers.h). Lives on one thread.
class Timers
{
public:
    Timers() = default;
    Timers(const Timers&) = delete;
    Timers& operator=(const Timers&) = delete;
    virtual ~Timers() = default;

    /// Runs the function once, on this thread, not before delay has passed and never inside after().
    virtual TimerId after(std::chrono::milliseconds delay, UniqueFunction function) = 0;
    /// False when it already ran or was cancelled.
    virtual bool cancel(TimerId id) = 0;
};

/// On the calling thread's Qt event loop: one QTimer, armed for the earliest, however many timers there are.
/// The clock must outlive it.
[[nodiscard]] std::unique_ptr<Timers> makeTimers(const Clock& clock);

} // namespace gatehouse::runtime
