// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/parse.h"
#include "core/limits/standard_headers.h"

#include <gtest/gtest.h>

namespace gatehouse::limits {
namespace {

LimitReading read(const char* headers)
{
    const auto document = json::parse(headers);
    return readStandardHeaders(document->root(), 1'760'000'000);
}

TEST(StandardHeaders, joinPoliciesAndStatesByName)
{
    const auto reading = read(
        R"({"ratelimit-policy":"\"burst\";q=110;w=10,\"daily\";q=250000;w=86400","ratelimit":"\"burst\";r=42;t=7"})");
    ASSERT_EQ(reading.windows.size(), 2U);
    EXPECT_EQ(reading.windows[0].name, "burst");
    EXPECT_EQ(reading.windows[0].limit, 110);
    EXPECT_EQ(reading.windows[0].remaining, 42);
    EXPECT_EQ(reading.windows[0].resetSeconds, 7.0);
    EXPECT_EQ(reading.windows[1].windowSeconds, 86400.0);
    EXPECT_FALSE(reading.windows[1].remaining);
}

TEST(StandardHeaders, tellADelayFromAMomentByItsSize)
{
    EXPECT_EQ(read(R"({"x-ratelimit-reset":"30"})").windows.at(0).resetSeconds, 30.0);
    EXPECT_EQ(read(R"({"x-ratelimit-reset":"1760000009"})").windows.at(0).resetSeconds, 9.0);
    EXPECT_EQ(read(R"({"x-ratelimit-reset":"1760000009500"})").windows.at(0).resetSeconds, 9.5);
    EXPECT_EQ(read(R"({"x-ratelimit-reset":"2025-10-09T08:53:25Z"})").windows.at(0).resetSeconds, 5.0);
}

TEST(StandardHeaders, readTheDictionaryOfOlderDrafts)
{
    const auto reading = read(R"({"ratelimit":"limit=100, remaining=4, reset=12"})");
    ASSERT_EQ(reading.windows.size(), 1U);
    EXPECT_EQ(reading.windows[0].limit, 100);
    EXPECT_EQ(reading.windows[0].remaining, 4);
    EXPECT_EQ(reading.windows[0].resetSeconds, 12.0);
}

TEST(StandardHeaders, readMilliseconds)
{
    EXPECT_EQ(read(R"({"x-ms-retry-after-ms":"1500"})").retryAfterSeconds, 1.5);
    EXPECT_EQ(read(R"({"retry-after":"x","retry-after-ms":"20"})").retryAfterSeconds, 0.02);
}

TEST(StandardHeaders, sayNothingWhereThereIsNothing)
{
    const auto reading = read(R"({"content-type":"x","ratelimit":"garbage","x-ratelimit-limit":"-4"})");
    EXPECT_FALSE(reading.retryAfterSeconds);
    EXPECT_TRUE(reading.windows.empty());
}

} // namespace
} // namespace gatehouse::limits
