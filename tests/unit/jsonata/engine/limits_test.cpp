// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_clock.h"
#include "tests/unit/jsonata/evaluated.h"

#include <gtest/gtest.h>

#include <thread>

namespace gatehouse::jsonata {
namespace {

using test::evaluated;

constexpr auto kEndless = "($f := function($n){$f($n+1)}; $f(0))";
constexpr auto kDeep = "($f := function($n){1+$f($n+1)}; $f(0))";

TEST(GuardRails, endEndlessTailRecursionByWorkWhenThereIsNoClock)
{
    EvaluationContext context;
    context.limits.time = std::chrono::milliseconds(20);
    EXPECT_EQ(evaluated(kEndless, "null", context), "!D1012");
}

/// Every look at it is a millisecond later.
class RunningClock final : public Clock
{
public:
    [[nodiscard]] UnixMillis now() const override { return {}; }

    [[nodiscard]] SteadyTime steady() const override
    {
        m_now += std::chrono::milliseconds(1);
        return m_now;
    }

private:
    mutable SteadyTime m_now;
};

TEST(GuardRails, endEndlessTailRecursionByTheClock)
{
    const RunningClock clock;
    EvaluationContext context;
    context.clock = &clock;
    EXPECT_EQ(evaluated(kEndless, "null", context), "!D1012");
}

TEST(GuardRails, countTheNestingOfEvaluationsAsTheReference)
{
    constexpr auto kFactorial = "($f := function($x){$x <= 1 ? 1 : $x * $f($x-1)}; $f(N))";
    EvaluationContext context;
    context.limits.depth = 302;
    const auto factorial = [&](std::string_view n) {
        std::string text = kFactorial;
        text.replace(text.find('N'), 1, n);
        return evaluated(text, "null", context);
    };
    EXPECT_NE(factorial("100").front(), '!');
    EXPECT_EQ(factorial("101"), "!D1011");
}

TEST(GuardRails, endDeepRecursionBeforeTheNativeStackEnds)
{
    EvaluationContext context;
    context.limits.depth = 100'000'000;
    EXPECT_EQ(evaluated(kDeep, "null", context), "!D1011");
}

TEST(GuardRails, holdOnASmallStackToo)
{
    // The default size of a secondary thread is the system's; the guard asks for the real one.
    std::string result;
    std::thread([&] {
        EvaluationContext context;
        context.limits.depth = 100'000'000;
        result = evaluated(kDeep, "null", context);
    }).join();
    EXPECT_EQ(result, "!D1011");
}

TEST(GuardRails, limitTheMemoryOfTextsAndArrays)
{
    EvaluationContext context;
    context.limits.memory = std::size_t{8} << 20U;
    EXPECT_EQ(evaluated("$reduce([1..60], function($a,$i){$a & $a}, \"ab\")", "null", context), "!D1013");
    EXPECT_EQ(evaluated("$reduce([1..60], function($a,$i){$append($a,$a)}, [1,2])", "null", context),
              "!D1013");
    EXPECT_EQ(evaluated("$pad(\"a\", 100000000)", "null", context), "!D1013");
    EXPECT_EQ(evaluated("$string($map([1..1000000], function($x){\"0123456789\"}))", "null", context),
              "!D1013");
}

TEST(GuardRails, limitTheLengthOfSequences)
{
    EvaluationContext context;
    context.limits.sequence = 1000;
    EXPECT_EQ(evaluated("[1..2000]", "null", context), "!D2015");
    EXPECT_EQ(evaluated("[1..100].([1..100])", "null", context), "!D2015");
}

TEST(GuardRails, countAHugeRangeWithoutMakingIt)
{
    EvaluationContext context;
    context.limits.memory = std::size_t{1} << 20U;
    EXPECT_EQ(evaluated("[1..10000000] ~> $count()", "null", context), "10000000");
    EXPECT_EQ(evaluated("$sum([1..10000000])", "null", context), "50000005000000");
}

TEST(GuardRails, survivePathologicalNestingOfResults)
{
    const std::string result = evaluated("$reduce([1..50000], function($a,$i){[[$a]]})");
    EXPECT_TRUE(result.front() == '[' || result.front() == '!') << result.substr(0, 40);
}

TEST(GuardRails, endARegularExpressionThatExplodes)
{
    EXPECT_EQ(evaluated("$contains($pad(\"\", 60, \"a\") & \"b\", /^(a+)+$/)"), "!D1013");
}

} // namespace
} // namespace gatehouse::jsonata
