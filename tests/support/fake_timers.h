// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runtime/timers.h"
#include "tests/support/fake_clock.h"

namespace gatehouse::test {

/// Timers on a FakeClock: advance() moves the clock from one due time to the next and runs what is due there.
class FakeTimers final : public runtime::Timers
{
public:
    explicit FakeTimers(FakeClock& clock)
        : m_clock(clock)
    {}

    runtime::TimerId after(std::chrono::milliseconds delay, runtime::UniqueFunction function) override
    {
        return m_queue.at(m_clock.steady() + delay, std::move(function));
    }

    bool cancel(runtime::TimerId id) override { return m_queue.cancel(id); }

    void advance(std::chrono::milliseconds by)
    {
        const SteadyTime end = m_clock.steady() + by;
        for (auto next = m_queue.next(); next && *next <= end; next = m_queue.next()) {
            m_clock.advance(std::chrono::ceil<std::chrono::milliseconds>(*next - m_clock.steady()));
            m_queue.runDue(m_clock.steady());
        }
        m_clock.advance(std::chrono::duration_cast<std::chrono::milliseconds>(end - m_clock.steady()));
    }

    [[nodiscard]] std::size_t pending() const { return m_queue.size(); }

private:
    FakeClock& m_clock;
    runtime::TimerQueue m_queue;
};

} // namespace gatehouse::test
