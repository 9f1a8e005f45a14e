// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/delivery/retry_schedule.h"
#include "tests/support/seeded_random.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace gatehouse::delivery {
namespace {

using namespace std::chrono_literals;

TEST(RetrySchedule, hasTheContractsTenTries)
{
    const RetrySchedule schedule;
    test::SeededRandom random;
    EXPECT_EQ(schedule.attempts(), 10U);
    EXPECT_TRUE(schedule.next(9, std::nullopt, random));
    EXPECT_FALSE(schedule.next(10, std::nullopt, random));
    EXPECT_FALSE(schedule.next(10, 5s, random)) << "Retry-After adds no try";
}

TEST(RetrySchedule, spreadsEachWaitOverItsWholeStep)
{
    const RetrySchedule schedule;
    test::SeededRandom random;
    const std::vector<std::chrono::milliseconds> steps{5s, 30s, 2min, 10min, 30min, 2h, 5h, 10h, 14h};
    for (std::size_t tries = 1; tries <= steps.size(); ++tries) {
        std::vector<std::chrono::milliseconds> waits;
        for (int i = 0; i < 1000; ++i) {
            waits.push_back(*schedule.next(tries, std::nullopt, random));
        }
        const auto [least, most] = std::ranges::minmax_element(waits);
        const auto step = steps[tries - 1];
        EXPECT_GE(*least, 0ms);
        EXPECT_LE(*most, step);
        EXPECT_LT(*least, step / 20) << "full jitter starts at nothing";
        EXPECT_GT(*most, step * 19 / 20);
    }
}

TEST(RetrySchedule, waitsAtLeastWhatTheEndpointAsksButNotForEver)
{
    const RetrySchedule schedule;
    test::SeededRandom random;
    EXPECT_EQ(*schedule.next(1, 60s, random), 60s);
    EXPECT_EQ(*schedule.next(1, 10'000h, random), 24h);
}

} // namespace
} // namespace gatehouse::delivery
