// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/parse.h"
#include "core/limits/normaliser.h"

#include <gtest/gtest.h>

namespace gatehouse::limits {
namespace {

std::optional<jsonata::Expression> rule(const char* text)
{
    return jsonata::Expression::compile(text).value();
}

LimitReading read(const config::RateLimitDefinition& rules, const char* input)
{
    json::Arena arena;
    const auto document = json::parse(input);
    return readLimits(rules, document->root(), arena);
}

TEST(LimitNormaliser, takesA429ForARefusalWithoutAnyRule)
{
    EXPECT_TRUE(read({}, R"({"status":429,"headers":{},"now":0})").limited);
    EXPECT_FALSE(read({}, R"({"status":403,"headers":{},"now":0})").limited);
}

TEST(LimitNormaliser, letsRulesSpeakBeforeHeaders)
{
    config::RateLimitDefinition rules;
    rules.limitedWhen = rule("status = 403 and body.code = 'LIMIT'");
    rules.retryAfter = rule("body.wait");
    rules.limit = rule("100");
    rules.remaining = rule("-3");
    const auto reading = read(
        rules,
        R"({"status":403,"headers":{"retry-after":"9","ratelimit-limit":"5"},"body":{"code":"LIMIT","wait":4},"now":0})");
    EXPECT_TRUE(reading.limited);
    EXPECT_EQ(reading.retryAfterSeconds, 4.0);
    EXPECT_EQ(reading.limit, 100);
    EXPECT_EQ(reading.remaining, 0);
    const auto other = read(rules, R"({"status":403,"headers":{"retry-after":"9"},"body":{},"now":0})");
    EXPECT_FALSE(other.limited);
    EXPECT_EQ(other.retryAfterSeconds, 9.0);
}

TEST(LimitNormaliser, waitsForTheResetOfASpentWindow)
{
    EXPECT_EQ(
        read({}, R"({"status":429,"headers":{"x-ratelimit-remaining":"0","x-ratelimit-reset":"12"},"now":0})")
            .retryAfterSeconds,
        12.0);
    EXPECT_FALSE(
        read({}, R"({"status":429,"headers":{"x-ratelimit-remaining":"4","x-ratelimit-reset":"12"},"now":0})")
            .retryAfterSeconds);
}

TEST(LimitNormaliser, makesTheFirstPolicyTheHeadline)
{
    config::RateLimitDefinition rules;
    rules.policies =
        rule("[{'name':'a','limit':'10','remaining':3,'window':1},{'name':'nothing'},{'limit':5}]");
    const auto reading = read(rules, R"({"status":200,"headers":{},"now":0})");
    ASSERT_EQ(reading.windows.size(), 2U);
    EXPECT_EQ(reading.limit, 10);
    EXPECT_EQ(reading.windows[1].name, "default");
}

TEST(LimitNormaliser, fallsBackOnTheStatusWhenARuleBreaks)
{
    config::RateLimitDefinition rules;
    rules.limitedWhen = rule("body.x + 1 > 0");
    const auto reading = read(rules, R"({"status":429,"headers":{},"body":{"x":"text"},"now":0})");
    EXPECT_TRUE(reading.limited);
    EXPECT_EQ(reading.warnings.size(), 1U);
}

TEST(LimitNormaliser, callsOnlyARefusalPartial)
{
    config::RateLimitDefinition rules;
    rules.partial = rule("true");
    rules.reason = rule("'batch'");
    EXPECT_FALSE(read(rules, R"({"status":200,"headers":{},"now":0})").partial);
    const auto limited = read(rules, R"({"status":429,"headers":{},"now":0})");
    EXPECT_TRUE(limited.partial);
    EXPECT_EQ(limited.reason, "batch");
}

} // namespace
} // namespace gatehouse::limits
