// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/jsonata/evaluated.h"

#include <gtest/gtest.h>

#include <cmath>

namespace gatehouse::jsonata {
namespace {

using test::evaluated;
using test::failureOf;

TEST(Operators, calculateAsIeeeDoubles)
{
    EXPECT_EQ(evaluated("0.1+0.2"), "0.30000000000000004");
    EXPECT_EQ(evaluated("9007199254740991 + 2"), "9007199254740992");
    EXPECT_EQ(evaluated("-5 % 3"), "-2");
    EXPECT_EQ(evaluated("7 / 2"), "3.5");
}

TEST(Operators, keepTheSignOfZero)
{
    json::Arena arena;
    const auto zero = Expression::compile("0 * -1").value().evaluate({}, arena).value();
    EXPECT_EQ(zero.asDouble(), 0.0);
    EXPECT_TRUE(std::signbit(zero.asDouble()));
}

TEST(Operators, refuseInfinityOnlyWhenItIsUsed)
{
    EXPECT_EQ(evaluated("(1/0) > 5"), "true");
    EXPECT_EQ(evaluated("1/0 + 1"), "!D1001");
    EXPECT_EQ(evaluated("1/0 ? 1 : 2"), "!D1001");
}

TEST(Operators, giveNothingForNothing)
{
    EXPECT_EQ(evaluated("2 + nothing"), "undefined");
    EXPECT_EQ(evaluated("nothing < 1"), "undefined");
    EXPECT_EQ(evaluated("nothing = nothing"), "false");
    EXPECT_EQ(evaluated("nothing != 1"), "false");
    EXPECT_EQ(evaluated("\"x\" & nothing"), "\"x\"");
}

TEST(Operators, nameTheOperandThatDoesNotFit)
{
    const JsonataError error = failureOf("2-\"a\"");
    EXPECT_EQ(error.code, "T2002");
    EXPECT_EQ(error.message, "The right side of the \"-\" operator must evaluate to a number");
    EXPECT_EQ(error.position, 2);
    EXPECT_EQ(error.token, "-");
    EXPECT_EQ(error.value->asString(), "a");
}

TEST(Operators, compareTextByUtf16Unit)
{
    EXPECT_EQ(evaluated("\"\U0001F600\" < \"\uFFFD\""), "true");
    EXPECT_EQ(evaluated("1 < \"a\""), "!T2009");
    EXPECT_EQ(evaluated("null < 1"), "!T2010");
}

TEST(Operators, compareDeeplyWithoutRegardToTheOrderOfFields)
{
    EXPECT_EQ(evaluated(R"({"a":[1],"b":2} = {"b":2,"a":[1]})"), "true");
    EXPECT_EQ(evaluated("[1] = 1"), "false");
    EXPECT_EQ(evaluated("[1] in [[1]]"), "false");
}

TEST(Operators, placeErrorsOfTheRightSideAtAnd)
{
    const JsonataError error = failureOf("true and $sqrt(-1)");
    EXPECT_EQ(error.code, "D3060");
    EXPECT_EQ(error.position, 8);
    EXPECT_EQ(error.token, "and");
}

TEST(Operators, chooseByTruthOrByExistence)
{
    EXPECT_EQ(evaluated("0 ?: \"d\""), "\"d\"");
    EXPECT_EQ(evaluated("0 ?? \"d\""), "0");
    EXPECT_EQ(evaluated("[] ?? \"d\""), "[]");
    EXPECT_EQ(evaluated("[0, false, 1] ? 1 : 2"), "1");
}

TEST(Operators, makeRangesOfIntegersOnly)
{
    EXPECT_EQ(evaluated("[1..3, 5]"), "[1,2,3,5]");
    EXPECT_EQ(evaluated("[3..1]"), "[]");
    EXPECT_EQ(evaluated("[0..0]"), "[0]");
    EXPECT_EQ(evaluated("[1.5..3]"), "!T2003");
    EXPECT_EQ(evaluated("[1..20000000]"), "!D2014");
}

} // namespace
} // namespace gatehouse::jsonata
