// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/status_guard.h"

#include <gtest/gtest.h>

namespace gatehouse::config {
namespace {

std::optional<int> guardOf(std::string_view text)
{
    return onlyStatus(jsonata::Expression::compile(text).value());
}

TEST(StatusGuard, isTheStatusThatARuleBeginsWith)
{
    EXPECT_EQ(guardOf("status = 207 and body.numErrors > 0"), 207);
    EXPECT_EQ(guardOf("status = 429"), 429);
    EXPECT_EQ(guardOf("429 = status"), 429);
    EXPECT_EQ(guardOf("(status = 403 and $exists(body)) and body[0].errorCode = 'X'"), 403);
    EXPECT_EQ(guardOf("status = 429 ? $number(headers.wait)"), 429);
}

TEST(StatusGuard, isNothingWhereTheRuleCouldHoldAtAnotherStatus)
{
    EXPECT_EQ(guardOf("status = 429 or body.throttled"), std::nullopt);
    EXPECT_EQ(guardOf("status = 429 ? true : body.throttled"), std::nullopt);
    EXPECT_EQ(guardOf("body.status = 429"), std::nullopt);
    EXPECT_EQ(guardOf("status != 429"), std::nullopt);
    EXPECT_EQ(guardOf("status = limit"), std::nullopt);
    EXPECT_EQ(guardOf("body.ok = false"), std::nullopt);
    EXPECT_EQ(onlyStatus(std::nullopt), std::nullopt);
}

} // namespace
} // namespace gatehouse::config
