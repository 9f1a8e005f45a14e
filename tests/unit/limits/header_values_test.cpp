// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/limits/header_values.h"

#include <gtest/gtest.h>

namespace gatehouse::limits {
namespace {

constexpr double kNow = 1'760'000'000; // Thu, 09 Oct 2025 08:53:20 GMT

TEST(HeaderValues, readDelaysInEveryFormThatProvidersUse)
{
    EXPECT_EQ(delaySeconds(" 3 ", kNow), 3.0);
    EXPECT_EQ(delaySeconds("2.5", kNow), 2.5);
    EXPECT_EQ(delaySeconds("Thu, 09 Oct 2025 08:53:50 GMT", kNow), 30.0);
    EXPECT_EQ(delaySeconds("2025-10-09T08:54:20Z", kNow), 60.0);
    EXPECT_EQ(delaySeconds(json::Value::integer(7), kNow), 7.0);
}

TEST(HeaderValues, neverGiveANegativeDelay)
{
    EXPECT_EQ(delaySeconds("-5", kNow), 0.0);
    EXPECT_EQ(delaySeconds("Thu, 09 Oct 2025 08:52:50 GMT", kNow), 0.0);
    EXPECT_EQ(delaySeconds(json::Value::number(-1.5), kNow), 0.0);
}

TEST(HeaderValues, takeNonsenseForNothing)
{
    for (const auto* text : {"", "soon", "3 s", "1e999", "Thu, 99 Oct 2025 08:53:50 GMT", "NaN", "0x10"}) {
        EXPECT_FALSE(delaySeconds(text, kNow)) << text;
    }
    EXPECT_FALSE(delaySeconds(json::Value::boolean(true), kNow));
}

TEST(HeaderValues, readAllThreeFormsOfHttpDates)
{
    EXPECT_EQ(parseHttpDate("Sun, 06 Nov 1994 08:49:37 GMT"), 784111777.0);
    EXPECT_EQ(parseHttpDate("Sunday, 06-Nov-94 08:49:37 GMT"), 784111777.0);
    EXPECT_EQ(parseHttpDate("Sun Nov  6 08:49:37 1994"), 784111777.0);
    EXPECT_FALSE(parseHttpDate("Sun, 06 Nov 1994 25:49:37 GMT"));
    EXPECT_FALSE(parseHttpDate("Sun, 31 Feb 1994 08:49:37 GMT"));
}

TEST(HeaderValues, readNumbersWithThousandsSeparators)
{
    EXPECT_EQ(decimalNumber("1,197.75"), 1197.75);
    EXPECT_EQ(wholeNumber(json::Value::string("5,000")), 5000);
    EXPECT_EQ(wholeNumber(json::Value::number(12.9)), 12);
    EXPECT_FALSE(wholeNumber(json::Value::number(1e300)));
    EXPECT_FALSE(wholeNumber(json::Value::null()));
}

TEST(HeaderValues, readStructuredPolicies)
{
    const auto items = parsePolicyItems(R"("burst";q=100;w=10, "a,\"b;c";q=5 , default;r=3;t=x, ,)");
    ASSERT_EQ(items.size(), 3U);
    EXPECT_EQ(items[0].name, "burst");
    EXPECT_EQ(items[0].parameter("w"), 10.0);
    EXPECT_EQ(items[1].name, "a,\"b;c");
    EXPECT_EQ(items[2].parameter("r"), 3.0);
    EXPECT_FALSE(items[2].parameter("t"));
}

} // namespace
} // namespace gatehouse::limits
