// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>

namespace gatehouse {

/// Milliseconds since 1970-01-01T00:00:00Z; the only form in which wall time is stored or passed.
using UnixMillis = std::chrono::time_point<std::chrono::system_clock, std::chrono::milliseconds>;
/// A point on the clock that never jumps; only for measuring and for timeouts.
using SteadyTime = std::chrono::steady_clock::time_point;

/// Time, passed in. Nothing outside app/ and core/runtime reads a clock of its own, so a test can run a
/// simulated day in milliseconds (tests/support/fake_clock.h). Thread-safe.
class Clock
{
public:
    Clock() = default;
    Clock(const Clock&) = delete;
    Clock& operator=(const Clock&) = delete;
    virtual ~Clock() = default;

    [[nodiscard]] virtual UnixMillis now() const = 0;
    [[nodiscard]] virtual SteadyTime steady() const = 0;
};

/// The machine's clocks. Made once, in the composition root.
class SystemClock final : public Clock
{
public:
    [[nodiscard]] UnixMillis now() const override
    {
        return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
    }

    [[nodiscard]] SteadyTime steady() const override { return std::chrono::steady_clock::now(); }
};

[[nodiscard]] inline std::int64_t toMillis(UnixMillis t)
{
    return t.time_since_epoch().count();
}

[[nodiscard]] inline UnixMillis fromMillis(std::int64_t ms)
{
    return UnixMillis{std::chrono::milliseconds{ms}};
}

} // namespace gatehouse
