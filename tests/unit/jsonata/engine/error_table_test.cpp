// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/error_table.h"

#include <gtest/gtest.h>

#include <array>

namespace gatehouse::jsonata {
namespace {

TEST(ErrorTable, fillsInValuesAsJsonOrAsPlainText)
{
    const std::array fields = {MessageField{"token", json::Value::string("x")},
                               MessageField{"message", json::Value::string("boom")}};
    EXPECT_EQ(formatMessage("S0103", fields), "Unsupported escape sequence: \\\"x\"");
    EXPECT_EQ(formatMessage("D3137", fields), "boom");
    EXPECT_EQ(formatMessage("T1005", fields), "Attempted to invoke a non-function. Did you mean $x?");
    EXPECT_EQ(formatMessage("D1001", fields), "Number out of range: undefined");
    EXPECT_EQ(formatMessage("X9999", fields), "X9999");
}

TEST(ErrorTable, suggestsOnlyNamesThatAreNear)
{
    constexpr std::array<std::string_view, 3> kNames = {"lowercase", "uppercase", "sum"};
    EXPECT_EQ(nearestName("lowerCase", kNames), "lowercase");
    EXPECT_EQ(nearestName("upprcase", kNames), "uppercase");
    EXPECT_EQ(nearestName("somethingElse", kNames), "");
    EXPECT_EQ(nearestName("", kNames), "");
}

} // namespace
} // namespace gatehouse::jsonata
