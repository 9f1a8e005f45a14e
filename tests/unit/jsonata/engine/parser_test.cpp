// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/parser.h"
#include "tests/unit/jsonata/evaluated.h"

#include <gtest/gtest.h>

namespace gatehouse::jsonata {
namespace {

using test::evaluated;
using test::failureOf;

TEST(Parser, givesEveryNodeItsPlaceInTheText)
{
    const auto ast = parseExpression("a.b[0] + 1");
    ASSERT_TRUE(ast->errors().empty());
    const AstNode& sum = *ast->root();
    EXPECT_EQ(sum.kind, AstKind::Binary);
    EXPECT_EQ(sum.start, 0U);
    EXPECT_EQ(sum.end, 10U);
    const AstNode& path = *sum.children[0];
    EXPECT_EQ(path.kind, AstKind::Path);
    EXPECT_EQ(path.end, 6U);
    EXPECT_EQ(path.children[1]->kind, AstKind::Predicate);
    EXPECT_EQ(path.children[1]->start, 2U);
}

TEST(Parser, bindsOperatorsByTheirPower)
{
    EXPECT_EQ(evaluated("1 + 2 * 3 - 4 / 2 % 3"), "5");
    EXPECT_EQ(evaluated("1 = 1 = true"), "true");
    EXPECT_EQ(evaluated("true ? false ? 1 : 2 : 3"), "2");
    EXPECT_EQ(evaluated("nothing ?? 2 = 2"), "true");
}

TEST(Parser, namesWhatItExpectedAndWhatCame)
{
    const JsonataError error = failureOf("{\"a\" 1}");
    EXPECT_EQ(error.code, "S0202");
    EXPECT_EQ(error.message, "Expected \":\", got 1");
    EXPECT_EQ(error.hint, "expected :");
    EXPECT_EQ(error.position, 6);
    EXPECT_EQ(error.span.byteOffset, 5U);
    EXPECT_EQ(error.span.column, 6U);
}

TEST(Parser, countsPositionsInUtf16UnitsAndColumnsInCodePoints)
{
    const JsonataError error = failureOf("\"\U0001F600\" &\n 1 1");
    EXPECT_EQ(error.code, "S0201");
    EXPECT_EQ(error.position, 11);
    EXPECT_EQ(error.span.line, 2U);
    EXPECT_EQ(error.span.column, 4U);
}

TEST(Parser, prefersAMissingBracketToAMissingOperand)
{
    EXPECT_EQ(failureOf("a[").code, "S0203");
    EXPECT_EQ(failureOf("1+").code, "S0207");
}

TEST(Parser, recoversToATreeAndAllErrors)
{
    const auto ast = parseExpression("(a ! b; c.); {\"x\": ]}", ParseMode::Recover);
    ASSERT_NE(ast->root(), nullptr);
    EXPECT_GE(ast->errors().size(), 3U);
}

TEST(Parser, recoversFromAnyPrefixOfAnExpression)
{
    const std::string_view text =
        "($f := function($x)<n:n>{ $x ? [1..2].{\"a\": b} : c^(>d)[0]{e: f} }; |a|{},\"b\"|)";
    for (std::size_t length = 0; length <= text.size(); ++length) {
        const auto ast = parseExpression(text.substr(0, length), ParseMode::Recover);
        EXPECT_NE(ast->root(), nullptr) << length;
        EXPECT_EQ(ast->errors().empty(), length == text.size()) << length;
    }
}

TEST(Parser, refusesTextThatIsNestedBeyondTheStack)
{
    const std::string deep(2'000'000, '(');
    const auto ast = parseExpression(deep);
    ASSERT_FALSE(ast->errors().empty());
    EXPECT_EQ(ast->errors().front().code, "D1011");
}

TEST(Parser, survivesALongChainOfOperators)
{
    std::string chain = "1";
    for (int i = 0; i < 200'000; ++i) {
        chain += "+1";
    }
    const std::string result = evaluated(chain);
    EXPECT_TRUE(result == "200001" || result == "!D1011") << result;
}

} // namespace
} // namespace gatehouse::jsonata
