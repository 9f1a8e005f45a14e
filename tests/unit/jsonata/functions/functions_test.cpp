// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/jsonata/evaluated.h"

#include <gtest/gtest.h>

#include <string_view>

namespace gatehouse::jsonata {
namespace {

using test::evaluated;

struct Example
{
    std::string_view text;
    std::string_view result;
};

void check(std::initializer_list<Example> examples)
{
    for (const Example& example : examples) {
        EXPECT_EQ(evaluated(example.text), example.result) << example.text;
    }
}

TEST(AggregateFunctions, takeArraysOrOneNumber)
{
    check({{"$sum([1,2,3])", "6"},
           {"$sum(1)", "1"},
           {"$sum([])", "0"},
           {"$sum(nothing)", "undefined"},
           {"$sum([1,\"a\"])", "!T0412"},
           {"$max([1,3,2])", "3"},
           {"$min([1,3,2])", "1"},
           {"$max([])", "undefined"},
           {"$average([1,2,3])", "2"},
           {"$average([])", "undefined"},
           {"$count([1,nothing,2])", "2"},
           {"$count(nothing)", "0"},
           {"$count([[1,2]])", "1"}});
}

TEST(StringFunctions, countInCodePoints)
{
    check({{"$length(\"\\ud83d\\ude00a\")", "2"},
           {"$substring(\"\\ud83d\\ude00a\", 1)", "\"a\""},
           {"$substring(\"hello\", -3, 2)", "\"ll\""},
           {"$substring(\"hello\", 1, -1)", "\"\""},
           {"$substringBefore(\"hello\", \"l\")", "\"he\""},
           {"$substringAfter(\"hello\", \"l\")", "\"lo\""},
           {"$substringAfter(\"hello\", \"z\")", "\"hello\""},
           {"$uppercase(\"stra\\u00dfe\")", "\"STRASSE\""},
           {"$lowercase(\"ABC\")", "\"abc\""},
           {"$trim(\"  a \\t b\\n \")", "\"a b\""},
           {"$trim(\"a b\")", "\"a b\""},
           {"$pad(\"foo\", -5, \"#\")", "\"##foo\""},
           {"$join([\"a\",\"b\"], \"-\")", "\"a-b\""},
           {"$join([1])", "!T0412"},
           {"$string(null)", "\"null\""},
           {"$string($sum)", "\"\""}});
}

TEST(NumberFunctions, castAndRoundAsTheReference)
{
    check({{"$number(\"0x1F\")", "31"},
           {"$number(true)", "1"},
           {"$number(\" 1\")", "!D3030"},
           {"$round(2.5)", "2"},
           {"$round(2.675, 2)", "2.68"},
           {"$floor(-1.5)", "-2"},
           {"$ceil(1.2)", "2"},
           {"$abs(-3)", "3"},
           {"$sqrt(16)", "4"},
           {"$sqrt(-1)", "!D3060"},
           {"$power(2, 10)", "1024"},
           {"$power(10, 400)", "!D3061"}});
}

TEST(BooleanFunctions, judgeByContent)
{
    check({{"$boolean([0])", "false"},
           {"$boolean([0,1])", "true"},
           {"$boolean([[]])", "false"},
           {"$boolean({})", "false"},
           {"$boolean($sum)", "false"},
           {"$not(nothing)", "undefined"},
           {"$exists(null)", "true"},
           {"$type([])", "\"array\""},
           {"$type(nothing)", "undefined"},
           {"$error(\"boom\")", "!D3137"},
           {"$assert(false)", "!D3141"},
           {"$assert(true)", "undefined"}});
}

TEST(ArrayFunctions, joinTurnSortAndSiftItems)
{
    check({{"$append(1,2)", "[1,2]"},
           {"$append([],[])", "[]"},
           {"$reverse([1,2,3])", "[3,2,1]"},
           {"$distinct([1,1,\"1\",[1],[1],{\"a\":1},{\"a\":1}])", "[1,\"1\",[1],{\"a\":1}]"},
           {"$zip([1,2],[3,4,5])", "[[1,3],[2,4]]"},
           {"$sort([3,1,2])", "[1,2,3]"},
           {"$sort([\"b\",\"a\",\"B\"])", "[\"B\",\"a\",\"b\"]"},
           {"$sort([1,\"a\"])", "!D3070"},
           {"$sort([{\"a\":2},{\"a\":1}], function($l,$r){$l.a > $r.a}).a", "[1,2]"},
           {"$sort([3,1,2], function($a,$b){true})", "[2,1,3]"}});
}

TEST(ObjectFunctions, listAndMakeFields)
{
    check({{"$keys([{\"a\":1},{\"b\":2,\"a\":3}])", "[\"a\",\"b\"]"},
           {"$keys({})", "undefined"},
           {"$lookup([{\"a\":1},{\"a\":2}], \"a\")", "[1,2]"},
           {"$spread([{\"a\":1},{\"b\":2}])", "[{\"a\":1},{\"b\":2}]"},
           {"$spread(\"x\")", "\"x\""},
           {"$merge([{\"a\":1},{\"b\":2,\"a\":3}])", "{\"a\":3,\"b\":2}"},
           {"$each({\"a\":1,\"b\":2}, function($v,$k){$k & $v})", "[\"a1\",\"b2\"]"},
           {"$sift({\"a\":1,\"b\":2}, function($v){$v > 1})", "{\"b\":2}"},
           {"$sift({\"a\":1}, function($v){$v > 1})", "undefined"}});
}

TEST(HigherOrderFunctions, callWithItemIndexAndArray)
{
    check({{"$map([1,2], function($v,$i){$v * $i})", "[0,2]"},
           {"$map([1,2], function($v,$i,$a){$count($a)})", "[2,2]"},
           {"$filter([1,2,3], function($v){$v > 1})", "[2,3]"},
           {"$filter([1..5], function($v){$v % 2 = 0})", "[2,4]"},
           {"$single([1,2,3], function($v){$v = 2})", "2"},
           {"$single([1,2])", "!D3138"},
           {"$single([])", "!D3139"},
           {"$reduce([1,2,3], function($a,$b,$i){$a + $b * $i}, 10)", "18"},
           {"$reduce([], function($a,$b){$a})", "undefined"},
           {"$reduce([1,2], function($a){$a})", "!D3050"}});
}

TEST(PatternFunctions, matchSplitAndReplace)
{
    check({{"$match(\"ababb\", /a(b+)/).groups", "[\"b\",\"bb\"]"},
           {"$match(\"\\ud83d\\ude00b\", /b/).index", "2"},
           {"$match(\"ab\", /x?/)", "!D1004"},
           {"$split(\"a1b22c\", /[0-9]+/)", "[\"a\",\"b\",\"c\"]"},
           {"$split(\"abc\", \"\")", "[\"a\",\"b\",\"c\"]"},
           {"$split(\"a,b\", \",\", -1)", "!D3020"},
           {"$replace(\"abc\", /(b)/, \"[$1$0$$]\")", "\"a[bb$]c\""},
           {"$replace(\"abc\", /b/, \"$2\")", "\"ac\""},
           {"$replace(\"abab\", \"a\", \"x\", 1)", "\"xbab\""},
           {"$replace(\"abc\", /b/, function($m){$uppercase($m.match)})", "\"aBc\""},
           {"$replace(\"abc\", /b/, function($m){1})", "!D3012"},
           {"$replace(\"abc\", \"\", \"x\")", "!D3010"}});
}

TEST(PatternFunctions, takeAUsersMatcher)
{
    constexpr auto kMatcher = "($m := function($s){{\"match\":\"b\",\"start\":1,\"end\":2,\"groups\":[],"
                              "\"next\":function(){nothing}}}; $replace(\"abc\", $m, \"X\"))";
    EXPECT_EQ(evaluated(kMatcher), "\"aXc\"");
    EXPECT_EQ(evaluated("$contains(\"abc\", function($s){{\"x\":1}})"), "!T1010");
}

TEST(EncodingFunctions, refuseMalformedUrls)
{
    check({{"$encodeUrlComponent(\"a b&c\")", "\"a%20b%26c\""},
           {"$decodeUrl(\"a%20b\")", "\"a b\""},
           {"$decodeUrl(\"%zz\")", "!D3140"},
           {"$base64encode(\"h\\u00e9llo\")", "\"aOlsbG8=\""},
           {"$base64decode(\"YQ==\")", "\"a\""}});
}

TEST(PictureFunctions, formatAndParse)
{
    check({{"$formatNumber(12345.6, \"#,###.00\")", "\"12,345.60\""},
           {"$formatNumber(1234.5, \"#.##0,00\", {\"decimal-separator\":\",\",\"grouping-separator\":\".\"})",
            "\"1.234,50\""},
           {"$formatBase(10, 2)", "\"1010\""},
           {"$formatBase(10, 99)", "!D3100"},
           {"$formatInteger(21, \"w;o\")", "\"twenty-first\""},
           {"$parseInteger(\"MCMXCIX\", \"I\")", "1999"},
           {"$fromMillis(0, \"[Y]\")", "\"1970\""},
           {"$toMillis(\"1970-01-01\")", "0"},
           {"$toMillis(\"foo\")", "!D3110"},
           {"$now()", "\"1970-01-01T00:00:00.000Z\""},
           {"$millis()", "0"}});
}

} // namespace
} // namespace gatehouse::jsonata
