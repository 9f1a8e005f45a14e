// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <atomic>

namespace gatehouse::test {

/// Stands still until told to move. Starts at 2025-10-09T08:53:20Z, the vectors' own "now".
class FakeClock final : public Clock
{
public:
    [[nodiscard]] UnixMillis now() const override { return fromMillis(m_millis.load()); }

    [[nodiscard]] SteadyTime steady() const override
    {
        return SteadyTime{std::chrono::milliseconds{m_steady.load()}};
    }

    void advance(std::chrono::milliseconds by)
    {
        m_millis += by.count();
        m_steady += by.count();
    }

    /// A step of the wall clock alone (NTP, suspend, a person).
    void jump(std::chrono::milliseconds by) { m_millis += by.count(); }

private:
    std::atomic<std::int64_t> m_millis{1'760'000'000'000};
    std::atomic<std::int64_t> m_steady{1'000'000};
};

} // namespace gatehouse::test
