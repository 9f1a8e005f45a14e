// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/limits/observed_limits.h"
#include "tests/support/fake_clock.h"

#include <gtest/gtest.h>

namespace gatehouse::limits {
namespace {

const ThrottleRequest kRequest{.accountId = "acc_1", .operation = "contacts.list"};

LimitReading refusal(std::optional<double> wait)
{
    LimitReading reading;
    reading.limited = true;
    reading.retryAfterSeconds = wait;
    reading.windows = {{"burst", 10, 0, 30.0, 60.0}};
    reading.remaining = 0;
    reading.resetSeconds = 30.0;
    return reading;
}

TEST(ObservedLimits, admitsWhileNothingIsKnown)
{
    ObservedLimits limits;
    EXPECT_TRUE(limits.admit(kRequest, {}).admitted);
    EXPECT_FALSE(limits.current("acc_1", {}).knowsAnything());
}

TEST(ObservedLimits, refusesUntilTheWaitIsOver)
{
    gatehouse::test::FakeClock clock;
    ObservedLimits limits;
    limits.observe(kRequest, refusal(20.0), clock.now());
    clock.advance(std::chrono::milliseconds(5'500));
    const auto decision = limits.admit(kRequest, clock.now());
    EXPECT_FALSE(decision.admitted);
    EXPECT_EQ(decision.retryAfterSeconds, 15);
    EXPECT_TRUE(decision.reading.limited);
    EXPECT_TRUE(limits.admit({.accountId = "acc_2", .operation = "x"}, clock.now()).admitted);
    clock.advance(std::chrono::seconds(15));
    EXPECT_TRUE(limits.admit(kRequest, clock.now()).admitted);
}

TEST(ObservedLimits, goesOnAskingWhenTheProviderNamedNoWait)
{
    gatehouse::test::FakeClock clock;
    ObservedLimits limits;
    limits.observe(kRequest, refusal(std::nullopt), clock.now());
    EXPECT_TRUE(limits.admit(kRequest, clock.now()).admitted);
    EXPECT_EQ(limits.refusalsInARow("acc_1"), 1U);
}

TEST(ObservedLimits, countsRefusalsUntilASuccess)
{
    gatehouse::test::FakeClock clock;
    ObservedLimits limits;
    limits.observe(kRequest, refusal(1.0), clock.now());
    limits.observe(kRequest, refusal(1.0), clock.now());
    EXPECT_EQ(limits.refusalsInARow("acc_1"), 2U);
    clock.advance(std::chrono::seconds(1));
    limits.observe(kRequest, {}, clock.now());
    EXPECT_EQ(limits.refusalsInARow("acc_1"), 0U);
    EXPECT_TRUE(limits.admit(kRequest, clock.now()).admitted);
}

TEST(ObservedLimits, keepsTheWaitWhenACallSentBeforeItSucceeds)
{
    gatehouse::test::FakeClock clock;
    ObservedLimits limits;
    limits.observe(kRequest, refusal(20.0), clock.now());
    clock.advance(std::chrono::seconds(1));
    limits.observe(kRequest, {}, clock.now());
    EXPECT_EQ(limits.refusalsInARow("acc_1"), 1U);
    const auto decision = limits.admit(kRequest, clock.now());
    EXPECT_FALSE(decision.admitted);
    EXPECT_EQ(decision.retryAfterSeconds, 19);
}

TEST(ObservedLimits, waitsNoLongerThanADayWhateverTheProviderNames)
{
    gatehouse::test::FakeClock clock;
    ObservedLimits limits;
    limits.observe(kRequest, refusal(9e6), clock.now());
    EXPECT_EQ(limits.admit(kRequest, clock.now()).retryAfterSeconds, 86'400);
    clock.advance(std::chrono::hours(24));
    EXPECT_TRUE(limits.admit(kRequest, clock.now()).admitted);
}

TEST(ObservedLimits, doesNotBlockForAPartOfABatch)
{
    gatehouse::test::FakeClock clock;
    ObservedLimits limits;
    auto reading = refusal(20.0);
    reading.partial = true;
    limits.observe(kRequest, reading, clock.now());
    EXPECT_TRUE(limits.admit(kRequest, clock.now()).admitted);
}

TEST(ObservedLimits, countsWindowsDownAndForgetsThemAfterTheirReset)
{
    gatehouse::test::FakeClock clock;
    ObservedLimits limits;
    limits.observe(kRequest, refusal(std::nullopt), clock.now());
    clock.advance(std::chrono::seconds(10));
    EXPECT_EQ(limits.current("acc_1", clock.now()).resetSeconds, 20.0);
    clock.advance(std::chrono::seconds(25));
    const auto later = limits.current("acc_1", clock.now());
    EXPECT_FALSE(later.remaining);
    EXPECT_EQ(later.windows.at(0).limit, 10);
}

TEST(ObservedLimits, doesNotLockAnAccountOutWhenTheClockIsSetBack)
{
    gatehouse::test::FakeClock clock;
    ObservedLimits limits;
    limits.observe(kRequest, refusal(20.0), clock.now());
    clock.jump(-std::chrono::hours(5));
    EXPECT_TRUE(limits.admit(kRequest, clock.now()).admitted);
}

} // namespace
} // namespace gatehouse::limits
