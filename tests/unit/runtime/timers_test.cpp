// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/timers.h"
#include "tests/support/fake_timers.h"
#include "tests/support/growing_timeout.h"
#include "tests/support/run_task.h"

#include <gtest/gtest.h>

#include <vector>

namespace gatehouse::runtime {
namespace {

using namespace std::chrono_literals;

TEST(TimerQueue, runsWhatIsDueOldestFirstAndKeepsTheRest)
{
    TimerQueue queue;
    std::vector<int> ran;
    const SteadyTime start{};
    queue.at(start + 20ms, [&] { ran.push_back(20); });
    queue.at(start + 10ms, [&] { ran.push_back(10); });
    queue.at(start + 30ms, [&] { ran.push_back(30); });
    EXPECT_EQ(queue.runDue(start + 20ms), 2U);
    EXPECT_EQ(ran, (std::vector{10, 20}));
    EXPECT_EQ(queue.next(), start + 30ms);
}

TEST(TimerQueue, letsATimerCancelAnotherThatIsDueInTheSameRound)
{
    TimerQueue queue;
    bool ran = false;
    TimerId second = 0;
    queue.at(SteadyTime{}, [&] { EXPECT_TRUE(queue.cancel(second)); });
    second = queue.at(SteadyTime{}, [&] { ran = true; });
    EXPECT_EQ(queue.runDue(SteadyTime{}), 1U);
    EXPECT_FALSE(ran);
    EXPECT_FALSE(queue.cancel(second));
    EXPECT_EQ(queue.size(), 0U);
}

TEST(FakeTimers, runsASimulatedDayOfRepeatedTimersAtOnce)
{
    test::FakeClock clock;
    test::FakeTimers timers(clock);
    int ticks = 0;
    std::function<void()> tick = [&] {
        ++ticks;
        timers.after(1min, tick);
    };
    timers.after(1min, tick);
    timers.advance(24h);
    EXPECT_EQ(ticks, 24 * 60);
}

TEST(EventLoopTimers, runsTimersInOrderOfTheirTimeAndNotCancelledOnes)
{
    const SystemClock clock;
    const auto timers = makeTimers(clock);
    std::vector<int> ran;
    EXPECT_TRUE(test::withGrowingTimeout(10ms, [&](std::chrono::milliseconds later) {
        ran.clear();
        timers->after(later, [&] { ran.push_back(2); });
        timers->after(0ms, [&] { ran.push_back(1); });
        const auto cancelled = timers->after(later / 2, [&] { ran.push_back(3); });
        EXPECT_TRUE(timers->cancel(cancelled));
        EXPECT_TRUE(ran.empty());
        EXPECT_TRUE(test::runUntil([&] { return ran.size() == 2; }));
        return ran == std::vector{1, 2};
    })) << testing::PrintToString(ran);
}

} // namespace
} // namespace gatehouse::runtime
