// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/delivery/endpoint_health.h"

#include <gtest/gtest.h>

namespace gatehouse::delivery {
namespace {

using namespace std::chrono_literals;
using Breaker = EndpointHealthState::Breaker;

const UnixMillis kNow{std::chrono::milliseconds(1'760'000'000'000)};

TEST(EndpointHealth, failsOverHalfOfTwentyAttemptsAndSaysSoOnce)
{
    EndpointHealthState health;
    int told = 0;
    for (int i = 0; i < 40; ++i) {
        told += health.note(i % 5 < 2, 10ms, kNow).startedFailing ? 1 : 0;
        EXPECT_EQ(health.failing(), i >= 19) << i;
    }
    EXPECT_EQ(told, 1);
}

TEST(EndpointHealth, isWellWithExactlyHalf)
{
    EndpointHealthState health;
    for (int i = 0; i < 60; ++i) {
        EXPECT_FALSE(health.note(i % 2 == 0, 10ms, kNow).startedFailing);
    }
    EXPECT_FALSE(health.failing());
}

TEST(EndpointHealth, forgetsWhatIsAnHourOld)
{
    EndpointHealthState health;
    for (int i = 0; i < 30; ++i) {
        static_cast<void>(health.note(false, 10ms, kNow));
    }
    EXPECT_TRUE(health.note(true, 10ms, kNow + 61min).recovered);
    EXPECT_EQ(health.attempts(), 1U);
}

TEST(EndpointHealth, opensTheBreakerAfterTenFailuresInARowAndLetsOneThroughLater)
{
    EndpointHealthState health;
    for (int i = 0; i < 9; ++i) {
        static_cast<void>(health.note(false, 10ms, kNow));
    }
    EXPECT_EQ(health.breaker(kNow), Breaker::Closed);
    EXPECT_TRUE(health.note(false, 10ms, kNow).breakerMoved);
    EXPECT_EQ(health.closedUntil(kNow), kNow + 5s);
    EXPECT_EQ(health.breaker(kNow + 5s), Breaker::HalfOpen);

    // The probe fails: twice as long, up to a minute.
    static_cast<void>(health.note(false, 10ms, kNow + 5s));
    EXPECT_EQ(health.closedUntil(kNow + 5s), kNow + 15s);
    static_cast<void>(health.note(true, 10ms, kNow + 15s));
    EXPECT_EQ(health.breaker(kNow + 15s), Breaker::Closed);
    EXPECT_EQ(health.consecutiveFailures(), 0U);
}

TEST(EndpointHealth, tellsTheMedianOfWhatWasDelivered)
{
    EndpointHealthState health;
    for (const auto took : {10ms, 30ms, 20ms}) {
        static_cast<void>(health.note(true, took, kNow));
    }
    static_cast<void>(health.note(false, 15'000ms, kNow));
    EXPECT_EQ(health.medianLatency(), 20ms);
}

} // namespace
} // namespace gatehouse::delivery
