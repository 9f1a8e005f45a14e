// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>

namespace gatehouse::delivery {

/// How one endpoint has been doing: the rule that raises an alert, and the breaker that keeps a dead endpoint
/// from being asked by all that wait for it. Pure; one thread at a time.
class EndpointHealthState
{
public:
    enum class Breaker : std::uint8_t
    {
        Closed,
        Open,    ///< Nothing is sent until its time is over.
        HalfOpen ///< One try at a time is to be let through; its end decides.
    };

    /// What a try changed.
    struct Change
    {
        bool startedFailing = false;
        bool recovered = false;
        bool breakerMoved = false;
    };

    /// How a try ended. Replays are not noted here.
    Change note(bool delivered, std::chrono::milliseconds took, UnixMillis at);
    /// Forgets the window and closes the breaker: a person says that it is well again.
    void clear();

    /// When the next try may start; nothing: now.
    [[nodiscard]] std::optional<UnixMillis> closedUntil(UnixMillis now) const;

    [[nodiscard]] Breaker breaker(UnixMillis now) const;

    [[nodiscard]] bool failing() const noexcept { return m_failing; }

    [[nodiscard]] std::uint32_t attempts() const noexcept
    {
        return static_cast<std::uint32_t>(m_window.size());
    }

    [[nodiscard]] std::uint32_t failures() const noexcept { return m_failures; }

    [[nodiscard]] std::uint32_t consecutiveFailures() const noexcept { return m_consecutive; }

    [[nodiscard]] std::optional<UnixMillis> lastSuccessAt() const noexcept { return m_lastSuccess; }

    [[nodiscard]] std::optional<UnixMillis> lastFailureAt() const noexcept { return m_lastFailure; }

    /// Of the window's answered tries.
    [[nodiscard]] std::chrono::milliseconds medianLatency() const;

private:
    struct Entry
    {
        UnixMillis at;
        std::chrono::milliseconds took{0};
        bool delivered = false;
    };

    void forgetOld(UnixMillis now);
    void trip(UnixMillis now);

    std::deque<Entry> m_window;
    std::uint32_t m_failures = 0;
    std::uint32_t m_consecutive = 0;
    bool m_failing = false;
    std::optional<UnixMillis> m_openUntil;
    std::chrono::milliseconds m_openFor{0};
    std::optional<UnixMillis> m_lastSuccess;
    std::optional<UnixMillis> m_lastFailure;
};

} // namespace gatehouse::delivery
