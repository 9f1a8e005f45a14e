// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/signature.h"
#include "tests/unit/jsonata/evaluated.h"

#include <gtest/gtest.h>

namespace gatehouse::jsonata {
namespace {

using test::evaluated;
using test::failureOf;

TEST(Signature, readsTypesMarksAndChoices)
{
    SignatureError error;
    const auto signature = Signature::parse("<s-(sf)n?a<s>+:s>", error);
    ASSERT_TRUE(signature);
    const auto& parameters = signature->parameters();
    ASSERT_EQ(parameters.size(), 4U);
    EXPECT_TRUE(parameters[0].context);
    EXPECT_EQ(parameters[1].accepts, kString | kFunction | kMissing);
    EXPECT_TRUE(parameters[2].optional);
    EXPECT_TRUE(parameters[3].repeated);
    EXPECT_EQ(parameters[3].elements, kString);
}

TEST(Signature, matchesGreedilyAndGivesBack)
{
    SignatureError error;
    const auto signature = Signature::parse("<n+s-n?:a>", error).value();
    const std::vector<std::uint16_t> types{kNumber, kNumber, kString, kNumber};
    const SignatureMatch match = signature.match(types);
    ASSERT_TRUE(match.matched);
    EXPECT_EQ(match.consumed, (std::vector<std::uint32_t>{2, 1, 1}));
}

TEST(Signature, saysWhichArgumentFitsNothing)
{
    const JsonataError error = failureOf("$sum(1,2)");
    EXPECT_EQ(error.code, "T0410");
    EXPECT_EQ(error.message, "Argument 2 of function \"sum\" does not match function signature");
    EXPECT_EQ(error.position, 5);
}

TEST(Signature, takesTheContextForADashAndChecksItsType)
{
    EXPECT_EQ(evaluated("s.$substring(1)", R"({"s":"Hello"})"), "\"ello\"");
    EXPECT_EQ(evaluated("$substring(1,2)", R"({"s":1})"), "!T0411");
}

TEST(Signature, wrapsALoneValueForAnArrayAndChecksElements)
{
    EXPECT_EQ(evaluated(R"(function($x)<a<s>:a>{$x}("a"))"), R"(["a"])");
    EXPECT_EQ(evaluated(R"(function($x)<a<n>:a>{$x}([1,"a"]))"), "!T0412");
}

TEST(Signature, isCheckedOnEveryBounceOfATailCall)
{
    EXPECT_EQ(evaluated(R"(($f := function($n)<n:n>{$n = 0 ? 0 : $f("x")}; $f(3)))"), "!T0410");
}

TEST(Signature, isCheckedWhenItIsParsed)
{
    EXPECT_EQ(failureOf("function($x)<s<n>:n>{$x}(1)").code, "S0401");
    EXPECT_EQ(failureOf("function($x)<(s<n>):n>{$x}(1)").code, "S0402");
}

} // namespace
} // namespace gatehouse::jsonata
