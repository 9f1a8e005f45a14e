// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/limiter.h"
#include "tests/support/fake_clock.h"

#include <gtest/gtest.h>

namespace gatehouse::sandbox {
namespace {

LimitDefinition limitOf(std::uint32_t limit, int seconds, LimitDefinition::Algorithm algorithm)
{
    LimitDefinition definition;
    definition.limit = limit;
    definition.window = std::chrono::seconds(seconds);
    definition.algorithm = algorithm;
    return definition;
}

TEST(SandboxLimiter, aRollingWindowAdmitsAgainWhenTheOldestLeaves)
{
    test::FakeClock clock;
    const auto definition = limitOf(2, 10, LimitDefinition::Algorithm::RollingWindow);
    Limiter limiter(definition);
    EXPECT_EQ(limiter.admit(clock.steady(), true).remaining, 1);
    clock.advance(std::chrono::seconds(4));
    EXPECT_EQ(limiter.admit(clock.steady(), true).remaining, 0);
    auto refused = limiter.admit(clock.steady(), true);
    EXPECT_TRUE(refused.exceeded);
    EXPECT_EQ(refused.resetSeconds, 6);
    clock.advance(std::chrono::seconds(6));
    EXPECT_FALSE(limiter.admit(clock.steady(), true).exceeded);
    EXPECT_TRUE(limiter.admit(clock.steady(), true).exceeded);
}

TEST(SandboxLimiter, aFixedWindowEmptiesAtItsEnd)
{
    test::FakeClock clock;
    const auto definition = limitOf(2, 60, LimitDefinition::Algorithm::FixedWindow);
    Limiter limiter(definition);
    static_cast<void>(limiter.admit(clock.steady(), true));
    clock.advance(std::chrono::seconds(59));
    static_cast<void>(limiter.admit(clock.steady(), true));
    EXPECT_TRUE(limiter.admit(clock.steady(), true).exceeded);
    clock.advance(std::chrono::seconds(1));
    EXPECT_EQ(limiter.admit(clock.steady(), true).remaining, 1);
}

TEST(SandboxLimiter, unenforcedItCountsAndAdmits)
{
    test::FakeClock clock;
    auto definition = limitOf(3, 10, LimitDefinition::Algorithm::RollingWindow);
    definition.usedAtStart = 2;
    Limiter limiter(definition);
    for (int i = 0; i < 10; ++i) {
        EXPECT_FALSE(limiter.admit(clock.steady(), false).exceeded);
    }
    EXPECT_EQ(limiter.admit(clock.steady(), false).remaining, 0);
}

} // namespace
} // namespace gatehouse::sandbox
