// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/regex.h"

#include <gtest/gtest.h>

#include <string>

namespace gatehouse::ui {
namespace {

TEST(Regex, findsWithoutCase)
{
    const auto regex = Regex::compile("inv-\\d+");
    ASSERT_TRUE(regex);
    EXPECT_TRUE(regex->foundIn("paid INV-204 today"));
    EXPECT_FALSE(regex->foundIn("inv-"));
}

TEST(Regex, saysWhatIsWrongWithAPattern)
{
    const auto regex = Regex::compile("(a");
    ASSERT_FALSE(regex);
    EXPECT_EQ(regex.error().code, Errc::ParseError);
    EXPECT_NE(regex.error().message.find("parenthes"), std::string::npos);
}

TEST(Regex, givesUpOnAPatternThatWouldRunForever)
{
    const auto regex = Regex::compile("^(a+)+$");
    ASSERT_TRUE(regex);
    EXPECT_FALSE(regex->foundIn(std::string(64, 'a') + "b"));
}

TEST(Regex, findsNothingWhenEmpty)
{
    EXPECT_FALSE(Regex().foundIn("a"));
}

} // namespace
} // namespace gatehouse::ui
