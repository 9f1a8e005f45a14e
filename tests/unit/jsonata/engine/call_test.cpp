// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/jsonata/evaluated.h"

#include <gtest/gtest.h>

namespace gatehouse::jsonata {
namespace {

using test::evaluated;
using test::failureOf;

TEST(Calls, captureVariablesLexically)
{
    EXPECT_EQ(evaluated("($x := 1; $f := function(){$x}; $x := 2; $f())"), "2");
    EXPECT_EQ(evaluated("($f := function(){$y}; $y := 3; $f())"), "3");
    EXPECT_EQ(evaluated("($x := 1; ($z := $x; $x := 2; $z))"), "1");
    EXPECT_EQ(evaluated("($f := function($x){function($y){$x+$y}}; [$f(1)(2), $f(10)(2)])"), "[3,12]");
}

TEST(Calls, giveEveryRoundOfABlockItsOwnVariables)
{
    EXPECT_EQ(evaluated("([1,2,3].($x := $; function(){$x})).($())"), "[1,2,3]");
}

TEST(Calls, runTailCallsWithoutGrowing)
{
    EXPECT_EQ(evaluated("($f := function($n){$n > 0 ? $f($n-1) : \"done\"}; $f(100000))"), "\"done\"");
    EXPECT_EQ(evaluated("($e := function($n){$n=0 ? true : $o($n-1)};"
                        " $o := function($n){$n=0 ? false : $e($n-1)}; $e(10001))"),
              "false");
}

TEST(Calls, applyPartially)
{
    EXPECT_EQ(evaluated("($f := $substring(?,0,2); $f(\"hello\"))"), "\"he\"");
    EXPECT_EQ(evaluated("($f := function($a,$b){$a-$b}; $g := $f(?,1); $g(5))"), "4");
    EXPECT_EQ(evaluated("substring(?, 0)"), "!T1007");
}

TEST(Calls, composeFunctionsWithTheChainOperator)
{
    EXPECT_EQ(evaluated("($h := $trim ~> $uppercase; $h(\" a \"))"), "\"A\"");
    EXPECT_EQ(evaluated("[1,2,3] ~> $map(function($x){$x*2}) ~> $sum"), "12");
    EXPECT_EQ(evaluated("1 ~> 2"), "!T2006");
}

TEST(Calls, passAsManyArgumentsAsTheFunctionTakes)
{
    EXPECT_EQ(evaluated("$map([1,2], function(){1})"), "[1,1]");
    EXPECT_EQ(evaluated("$map([1.55,2.55,3.55], $round)"), "[2,2.6,3.55]");
    EXPECT_EQ(evaluated("$map([1,2], $string)"), R"(["1","2"])");
}

TEST(Calls, suggestTheFunctionThatWasMeant)
{
    const JsonataError field = failureOf("not(1)");
    EXPECT_EQ(field.code, "T1005");
    EXPECT_EQ(field.message, "Attempted to invoke a non-function. Did you mean $not?");
    const JsonataError typo = failureOf("$lowercsae(\"A\")");
    EXPECT_EQ(typo.code, "T1006");
    EXPECT_EQ(typo.hint, "did you mean $lowercase?");
}

TEST(Calls, placeAnErrorAtTheInnermostCallOfARecursion)
{
    const JsonataError error = failureOf("($f := function($n){$n=0 ? 1+\"a\" : 1+$f($n-1)}; $f(3))");
    EXPECT_EQ(error.code, "T2002");
    EXPECT_EQ(error.position, 40);
}

TEST(Calls, placeAnErrorOfATailCallBehindTheCallee)
{
    const JsonataError error = failureOf("($f := function($x){$sqrt($x)}; $f(-1))");
    EXPECT_EQ(error.position, 25);
    EXPECT_EQ(error.token, "sqrt");
}

TEST(Calls, letABindingShadowABuiltIn)
{
    EXPECT_EQ(evaluated("$sum", "null", {}, {{"sum", json::Value::integer(5)}}), "5");
    EXPECT_EQ(evaluated("$sum([1])", "null", {}, {{"sum", json::Value::integer(5)}}), "!T1006");
}

TEST(Calls, evaluateTextInTheScopeAroundIt)
{
    EXPECT_EQ(evaluated("($x:=5; $eval(\"$x+1\"))"), "6");
    EXPECT_EQ(evaluated("($eval(\"$x:=5\"); $x)"), "5");
    EXPECT_EQ(evaluated("($y := 1; $eval(\"$y:=5\"); $y)"), "5");
    EXPECT_EQ(evaluated("$eval(\"[1,2\")"), "!D3120");
    EXPECT_EQ(evaluated("$eval(\"1+'a'\")"), "!D3121");
    EXPECT_EQ(evaluated("$eval(\"{\\\"a\\\": \\\"text\\\"}\")"), R"({"a":"text"})");
}

} // namespace
} // namespace gatehouse::jsonata
