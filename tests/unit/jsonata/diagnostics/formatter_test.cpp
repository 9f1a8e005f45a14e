// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/parse.h"
#include "core/jsonata/ast.h"
#include "core/jsonata/diagnostics/formatter.h"
#include "tests/support/shared_data.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace gatehouse::jsonata {
namespace {

/// Formats, and checks that a second time changes nothing.
std::string formatted(std::string_view text, std::size_t width = 100)
{
    const std::string once = formatExpression(text, width);
    EXPECT_EQ(formatExpression(once, width), once) << text;
    return once;
}

TEST(JsonataFormatter, putsBlanksWhereTheyBelong)
{
    EXPECT_EQ(formatted("a.b[c=1 and d>2].{'x':-e+1,\"y\":f?g:h}"),
              "a.b[c = 1 and d > 2].{'x': -e + 1, \"y\": f ? g : h}");
    EXPECT_EQ(formatted("$f ( 1 ,2 )~>$sum"), "$f(1, 2) ~> $sum");
    EXPECT_EQ(formatted("function( $x ,$y )< n-n : n >{ $x*$y }"), "function($x, $y)< n-n : n > {$x * $y}");
    EXPECT_EQ(formatted("[ 1 .. 5 ][ 0 ]"), "[1..5][0]");
    EXPECT_EQ(formatted("a ^ ( >b , <c ) . d @ $v # $i"), "a^(>b, <c).d@$v#$i");
    EXPECT_EQ(formatted("*.** . %"), "*.**.%");
    EXPECT_EQ(formatted("a*b%c/d - -1"), "a * b % c / d - -1");
    EXPECT_EQ(formatted("$replace(x,/a b/i,'')"), "$replace(x, /a b/i, '')");
    EXPECT_EQ(formatted("$f(?,1)"), "$f(?, 1)");
    EXPECT_EQ(formatted("$ ~> | a.b | {'c':1} , ['d'] |"), "$ ~> |a.b|{'c': 1}, ['d']|");
    EXPECT_EQ(formatted("a??b?:c"), "a ?? b ?: c");
    EXPECT_EQ(formatted("`a b`{c:d}"), "`a b`{c: d}");
    EXPECT_EQ(formatted("and . or and in"), "and.or and in");
}

TEST(JsonataFormatter, breaksWhatDoesNotFit)
{
    EXPECT_EQ(
        formatted("{'first_name':properties.firstname,'last_name':properties.lastname,'emails':[a,b]}", 40),
        "{\n  'first_name': properties.firstname,\n  'last_name': properties.lastname,\n  'emails': [a, "
        "b]\n}");
    EXPECT_EQ(formatted("($x:=1;$y:=2;$x+$y)"), "(\n  $x := 1;\n  $y := 2;\n  $x + $y\n)");
    EXPECT_EQ(formatted("status = 'open' ? 'is open' : status = 'closed' ? 'is closed' : 'unknown'", 40),
              "status = 'open'\n  ? 'is open'\n  : status = 'closed'\n  ? 'is closed'\n  : 'unknown'");
    EXPECT_EQ(formatted("$f({'a':1,'b':2})", 12), "$f(\n  {\n    'a': 1,\n    'b': 2\n  }\n)");
}

TEST(JsonataFormatter, keepsComments)
{
    EXPECT_EQ(formatted("/* top */ a+/* mid */b /* end */"), "/* top */ a + /* mid */ b /* end */");
    EXPECT_EQ(formatted("{\n/* the id */\n'a':1, /* why */ 'b':2}"),
              "{\n  /* the id */\n  'a': 1,\n  /* why */ 'b': 2\n}");
    EXPECT_EQ(formatted("a /* two\n lines */ + b").substr(0, 22), "a /* two\n lines */ + b");
}

TEST(JsonataFormatter, leavesBrokenTextAlone)
{
    for (const char* text : {"a +", "{'a':", "'x", "", "a ]"}) {
        EXPECT_EQ(formatExpression(text), text);
    }
}

/// Byte offsets apart, the same tree.
bool sameTree(const AstNode& a, const AstNode& b)
{
    if (a.kind != b.kind || a.op != b.op || a.text != b.text || a.number != b.number
        || a.descending != b.descending || a.children.size() != b.children.size()) {
        return false;
    }
    for (std::size_t i = 0; i < a.children.size(); ++i) {
        if (!sameTree(*a.children[i], *b.children[i])) {
            return false;
        }
    }
    return true;
}

TEST(JsonataFormatter, changesNoExpressionOfTheSuite)
{
    const auto groups = test::sharedDir() / "jsonata-suite" / "groups";
    if (!std::filesystem::is_directory(groups)) {
        GTEST_SKIP() << "no " << groups;
    }
    int checked = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(groups)) {
        if (entry.path().extension() != ".json") {
            continue;
        }
        const auto document = json::parse(test::readFile(entry.path().string()));
        const std::string text(document ? document->root()["expr"].asString() : "");
        const auto before = parseExpression(text);
        if (text.empty() || !before->errors().empty() || before->root()->height > 200) {
            continue;
        }
        for (const std::size_t width : {30U, 100U}) {
            const auto after = parseExpression(formatted(text, width));
            ASSERT_TRUE(after->errors().empty()) << text;
            EXPECT_TRUE(sameTree(*before->root(), *after->root())) << text;
        }
        ++checked;
    }
    EXPECT_GT(checked, 0);
}

} // namespace
} // namespace gatehouse::jsonata
