// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/lexer.h"
#include "tests/unit/jsonata/evaluated.h"

#include <gtest/gtest.h>

namespace gatehouse::jsonata {
namespace {

using test::evaluated;
using test::failureOf;

TEST(Lexer, readsASlashAsARegularExpressionOnlyWhereAnOperandMayStand)
{
    EXPECT_EQ(evaluated("a /2/ 1", R"({"a":4})"), "2");
    EXPECT_EQ(evaluated(R"($contains("abc", /b/))"), "true");
    EXPECT_EQ(evaluated(R"(($r := /a[/]b/; $contains("xa/b", $r)))"), "true");
}

TEST(Lexer, decodesEscapesAndSurrogatePairs)
{
    EXPECT_EQ(evaluated(R"("tab\tnl\n\/ \u00e9 \ud83d\ude00")"), "\"tab\\tnl\\n/ \u00e9 \U0001F600\"");
}

TEST(Lexer, keepsALoneSurrogateForTheFunctionsThatRefuseIt)
{
    EXPECT_EQ(evaluated(R"($encodeUrl("\ud800"))"), "!D3140");
}

TEST(Lexer, takesWordOperatorsAsNamesWhereAnOperandMayStand)
{
    EXPECT_EQ(evaluated("and and and", R"({"and":true})"), "true");
    EXPECT_EQ(evaluated("in in [in]", R"({"in":3})"), "true");
}

TEST(Lexer, skipsCommentsAndKeepsTheirPlaces)
{
    const auto ast = parseExpression("/* one */ a /* two */");
    ASSERT_EQ(ast->comments().size(), 2U);
    EXPECT_EQ(ast->comments()[1].start, 12U);
    EXPECT_EQ(ast->comments()[1].end, 21U);
}

struct Broken
{
    const char* text;
    const char* code;
    int position;
};

class LexerErrors : public testing::TestWithParam<Broken>
{};

TEST_P(LexerErrors, haveTheReferencesCodeAndPosition)
{
    const JsonataError error = failureOf(GetParam().text);
    EXPECT_EQ(error.code, GetParam().code);
    EXPECT_EQ(error.position, GetParam().position);
}

INSTANTIATE_TEST_SUITE_P(All, LexerErrors,
                         testing::Values(Broken{"\"x", "S0101", 2}, Broken{"1e400", "S0102", 0},
                                         Broken{R"("\q")", "S0103", 2}, Broken{R"("\u12")", "S0104", 2},
                                         Broken{"`x", "S0105", 2}, Broken{"/* c", "S0106", 0},
                                         Broken{"a!b", "S0204", 2}, Broken{"//", "S0301", 1},
                                         Broken{"/ab", "S0302", 3}));

} // namespace
} // namespace gatehouse::jsonata
