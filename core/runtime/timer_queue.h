// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/runtime/unique_function.h"

#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>

namespace gatehouse::runtime {

using TimerId = std::uint64_t;

/// Functions due at points of the steady clock, kept sorted; whoever owns the queue says when it is now.
/// Holds any number of timers for the price of a map node each. Lives on one thread.
class TimerQueue
{
public:
    TimerId at(SteadyTime due, UniqueFunction function);
    /// False when it already ran or was cancelled.
    bool cancel(TimerId id);
    /// Runs everything due at now, oldest first; what these add for now or earlier runs in the next call.
    /// Returns how many ran.
    std::size_t runDue(SteadyTime now);
    [[nodiscard]] std::optional<SteadyTime> next() const;

    [[nodiscard]] std::size_t size() const noexcept { return m_byId.size(); }

private:
    struct Entry
    {
        TimerId id = 0;
        UniqueFunction function;
    };

    using Order = std::multimap<SteadyTime, Entry>;

    Order m_byTime;
    std::unordered_map<TimerId, Order::iterator> m_byId;
    TimerId m_lastId = 0;
};

} // namespace gatehouse::runtime
