// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/pattern.h"

#include <gtest/gtest.h>

namespace gatehouse::schema {
namespace {

TEST(Pattern, isNotAnchoredByItself)
{
    const auto pattern = Pattern::compile("b+");
    ASSERT_TRUE(pattern);
    EXPECT_TRUE((*pattern)->found("abbc"));
    EXPECT_FALSE((*pattern)->found("ac"));
}

TEST(Pattern, countsCharactersNotBytes)
{
    const auto pattern = Pattern::compile("^.{2}$");
    EXPECT_TRUE((*pattern)->found("åß"));
}

TEST(Pattern, saysWhereItDoesNotCompile)
{
    const auto pattern = Pattern::compile("a(b");
    ASSERT_FALSE(pattern);
    EXPECT_EQ(pattern.error().code, Errc::ConfigError);
    EXPECT_NE(pattern.error().message.find("offset 3"), std::string::npos) << pattern.error().message;
}

TEST(Pattern, givesUpOnCatastrophicBacktracking)
{
    const auto pattern = Pattern::compile("^(a+)+$");
    EXPECT_FALSE((*pattern)->found(std::string(200, 'a') + "b"));
}

TEST(Pattern, doesNotFindAnythingInBrokenUtf8ThatIsNotThere)
{
    const auto pattern = Pattern::compile("^x$");
    EXPECT_FALSE((*pattern)->found("\xff\xfe"));
}

} // namespace
} // namespace gatehouse::schema
