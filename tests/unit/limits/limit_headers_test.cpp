// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/limits/limit_headers.h"

#include <gtest/gtest.h>

namespace gatehouse::limits {
namespace {

std::string text(const LimitReading& reading, std::optional<std::int64_t> retryAfter = {})
{
    std::string out;
    for (const auto& line : limitHeaders(reading, retryAfter)) {
        out += line.name + ": " + line.value + "\n";
    }
    return out;
}

LimitReading burst()
{
    LimitReading reading;
    reading.windows = {{"burst", 110, 42, 6.2, 10.0}, {"daily", 250000, {}, {}, 86400.0}};
    reading.limit = 110;
    reading.remaining = 42;
    reading.resetSeconds = 6.2;
    return reading;
}

TEST(LimitHeaders, writeBothFormsAndRoundTheResetUp)
{
    EXPECT_EQ(text(burst()), "ratelimit-limit: 110\nratelimit-remaining: 42\nratelimit-reset: 7\n"
                             "RateLimit-Policy: \"burst\";q=110;w=10, \"daily\";q=250000;w=86400\n"
                             "RateLimit: \"burst\";r=42;t=7\n");
}

TEST(LimitHeaders, giveTheWholeWindowForAResetThatTheProviderKeepsToItself)
{
    LimitReading reading;
    reading.windows = {{"burst", 110, 42, {}, 10.0}};
    reading.limit = 110;
    reading.remaining = 42;
    reading.windowSeconds = 10.0;
    EXPECT_EQ(text(reading), "ratelimit-limit: 110\nratelimit-remaining: 42\nratelimit-reset: 10\n"
                             "RateLimit-Policy: \"burst\";q=110;w=10\nRateLimit: \"burst\";r=42\n");
}

TEST(LimitHeaders, areNeverMorePermissiveThanTheProvider)
{
    LimitReading reading;
    reading.windows = {{"x", 5, 9, {}, {}}};
    reading.limit = 5;
    reading.remaining = 9;
    EXPECT_EQ(
        text(reading),
        "ratelimit-limit: 5\nratelimit-remaining: 5\nRateLimit-Policy: \"x\";q=5\nRateLimit: \"x\";r=5\n");
}

TEST(LimitHeaders, quoteNamesThatAProviderMadeUp)
{
    LimitReading reading;
    reading.windows = {{"a\"b\\c\nü", 1, {}, {}, {}}};
    EXPECT_EQ(text(reading), "RateLimit-Policy: \"a\\\"b\\\\c___\";q=1\n");
}

TEST(LimitHeaders, carryRetryAfterWhenTold)
{
    EXPECT_EQ(text({}, 30), "Retry-After: 30\n");
    EXPECT_EQ(text({}), "");
}

TEST(RetryAfter, prefersWhatTheProviderSaid)
{
    LimitReading reading;
    reading.retryAfterSeconds = 1.5;
    EXPECT_EQ(retryAfterFor({}, reading, 9), 2);
    reading.retryAfterSeconds = 0;
    EXPECT_EQ(retryAfterFor({}, reading, 9), 0);
    reading.retryAfterSeconds = 1e18;
    EXPECT_EQ(retryAfterFor({}, reading, 9), 30 * 24 * 3600);
}

TEST(RetryAfter, waitsForASpentWindow)
{
    LimitReading reading;
    reading.windows = {{"burst", 10, 5, 3.0, {}}, {"daily", 10, 0, 600.0, {}}};
    EXPECT_EQ(retryAfterFor({}, reading, 1), 600);
}

TEST(RetryAfter, doublesWithEachRefusalUpToTheMaximum)
{
    config::RateLimitDefinition rules;
    rules.backoffBase = std::chrono::seconds(5);
    rules.backoffMax = std::chrono::seconds(60);
    EXPECT_EQ(retryAfterFor(rules, {}, 0), 5);
    EXPECT_EQ(retryAfterFor(rules, {}, 1), 5);
    EXPECT_EQ(retryAfterFor(rules, {}, 2), 10);
    EXPECT_EQ(retryAfterFor(rules, {}, 4), 40);
    EXPECT_EQ(retryAfterFor(rules, {}, 5), 60);
    EXPECT_EQ(retryAfterFor(rules, {}, 4'000'000'000), 60);
}

} // namespace
} // namespace gatehouse::limits
