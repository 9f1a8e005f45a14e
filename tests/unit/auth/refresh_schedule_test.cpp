// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auth/oauth2/refresh_schedule.h"
#include "tests/support/fake_clock.h"
#include "tests/support/seeded_random.h"

#include <gtest/gtest.h>

namespace gatehouse::auth {
namespace {

using namespace std::chrono_literals;

TEST(RefreshDue, liesWithinTheLeadBeforeExpiry)
{
    test::FakeClock clock;
    test::SeededRandom random;
    const config::RefreshPolicy policy;
    const auto expires = clock.now() + 1h;
    for (int i = 0; i < 500; ++i) {
        const auto due = refreshDue({clock.now(), expires, {}}, policy, random).value();
        EXPECT_LE(due, expires - 60s);
        EXPECT_GE(due, expires - 180s);
    }
}

TEST(RefreshDue, neverTakesMoreThanHalfOfAShortLife)
{
    test::FakeClock clock;
    test::SeededRandom random;
    const auto due = refreshDue({clock.now(), clock.now() + 60s, {}}, {}, random).value();
    EXPECT_EQ(due, clock.now() + 30s);
}

TEST(RefreshDue, keepsAnUnusedRefreshTokenAlive)
{
    test::FakeClock clock;
    test::SeededRandom random;
    config::RefreshPolicy policy;
    policy.inactivityDays = 60;
    EXPECT_EQ(refreshDue({clock.now(), {}, {}}, policy, random).value(), clock.now() + 24h * 48);
    policy.supported = false;
    EXPECT_FALSE(refreshDue({clock.now(), clock.now() + 1h, {}}, policy, random));
}

TEST(RefreshBackoff, growsWithJitterAndRespectsTheEndpoint)
{
    test::SeededRandom random;
    for (int failures = 1; failures <= 20; ++failures) {
        const auto wait = refreshBackoff(failures, {}, random);
        EXPECT_LE(wait, 5min);
        EXPECT_GE(wait, std::min<std::chrono::milliseconds>(
                            std::chrono::seconds{1LL << std::min(failures, 9)}, 5min)
                            / 4);
    }
    EXPECT_GE(refreshBackoff(1, 120, random), 120s);
}

} // namespace
} // namespace gatehouse::auth
