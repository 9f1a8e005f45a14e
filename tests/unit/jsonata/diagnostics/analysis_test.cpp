// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/diagnostics/analysis.h"

#include <gtest/gtest.h>

#include <string>

namespace gatehouse::jsonata {
namespace {

/// "path path ?condition" and "$name" of what an expression uses.
std::string reads(std::string_view text)
{
    const auto ast = parseExpression(text, ParseMode::Recover);
    std::string out;
    for (const SourcePath& path : analyse(*ast).paths) {
        out += (out.empty() ? "" : " ") + std::string(path.isCondition ? "?" : "") + path.text();
    }
    return out;
}

std::string names(std::string_view text)
{
    const auto ast = parseExpression(text);
    std::string out;
    for (const OuterName& name : analyse(*ast).names) {
        out += (out.empty() ? "" : " ") + name.name + (name.called ? "()" : "");
    }
    return out;
}

TEST(JsonataAnalysis, findsThePathsThatAreCopied)
{
    EXPECT_EQ(reads("a.b.c"), "a.b.c");
    EXPECT_EQ(reads("{'x': a.b, 'y': $uppercase(c)}"), "a.b c");
    EXPECT_EQ(reads("a.(b & c)"), "a.b a.c");
    EXPECT_EQ(reads("[a, b.c]"), "a b.c");
    EXPECT_EQ(reads("a.`b c`.*.**"), "a.`b c`.*.**");
    EXPECT_EQ(reads("$.a + $$.b"), "a b");
    EXPECT_EQ(reads("a.b.%.c"), "a.c");
    EXPECT_EQ(reads("$lookup(a, 'b')"), "a.b");
    EXPECT_EQ(reads("1 + 2"), "");
}

TEST(JsonataAnalysis, tellsConditionsFromValues)
{
    EXPECT_EQ(reads("a[b = 1].c"), "?a.b a.c");
    EXPECT_EQ(reads("a = 'x' ? b : c"), "?a b c");
    EXPECT_EQ(reads("$exists(a) and b > 1 ? c"), "?a ?b c");
    EXPECT_EQ(reads("a^(b).c"), "?a.b a.c");
    EXPECT_EQ(reads("a ?: b"), "a b");
    EXPECT_EQ(reads("a{b: c}"), "a.b a.c");
}

TEST(JsonataAnalysis, followsVariablesAndFunctions)
{
    EXPECT_EQ(reads("($x := a.b; $x.c)"), "a.b.c");
    EXPECT_EQ(reads("($f := function($v) { $v.name }; $f(a))"), "a.name");
    EXPECT_EQ(reads("$map(items, function($i) { $i.id })"), "items.id");
    EXPECT_EQ(reads("items ~> $map(function($i) { $i.id })"), "items.id");
    EXPECT_EQ(reads("$filter(items, function($i) { $i.ok }).id"), "?items.ok items.id");
    EXPECT_EQ(reads("$reduce(items, function($a, $i) { $a + $i.n })"), "items.n");
    EXPECT_EQ(reads("a@$x.b[id = $x.id].c"), "?b.id ?a.id b.c");
    EXPECT_EQ(reads("($f := function($n) { $n = 0 ? a : $f($n - 1) }; $f(3))").substr(0, 1), "a");
    EXPECT_EQ(reads("name.$uppercase()"), "name");
}

TEST(JsonataAnalysis, namesBindingsAndFunctions)
{
    EXPECT_EQ(names("$lowercase(response.x) & $context.y"), "lowercase() context");
    EXPECT_EQ(reads("$context.region"), "$context.region");
    EXPECT_EQ(names("($x := 1; $x + $y)"), "y");
    EXPECT_EQ(names("$map([1], $string)"), "string map()");
}

TEST(JsonataAnalysis, survivesBrokenAndHugeTexts)
{
    EXPECT_EQ(reads("a.b +"), "a.b");
    EXPECT_NO_FATAL_FAILURE(reads("{'a': b.c, 'd':"));
    EXPECT_NO_FATAL_FAILURE(reads(""));
    EXPECT_NO_FATAL_FAILURE(reads("]]]"));
    EXPECT_NO_FATAL_FAILURE(reads(std::string(5000, '(')));
    std::string chain = "a";
    for (int i = 0; i < 3000; ++i) {
        chain += "+a";
    }
    const auto ast = parseExpression(chain);
    EXPECT_FALSE(analyse(*ast).complete);
}

TEST(JsonataAnalysis, tellsTheShapeWhereItCan)
{
    const auto shape = [](std::string_view text) { return shapeOf(*parseExpression(text)); };
    EXPECT_EQ(shape("'a' & b").kinds, ResultShape::String);
    EXPECT_EQ(shape("a > 1 ? 1 : 'x'").kinds, ResultShape::Number | ResultShape::String);
    EXPECT_EQ(shape("a ? 1").kinds, ResultShape::Number | ResultShape::Missing);
    EXPECT_EQ(shape("$count(a)").kinds, ResultShape::Number | ResultShape::Missing);
    EXPECT_EQ(shape("[1]").kinds, ResultShape::Array);
    EXPECT_EQ(shape("function($x){1}").kinds, ResultShape::Function);
    EXPECT_EQ(shape("a.b").kinds & ResultShape::Unknown, ResultShape::Unknown);
    const ResultShape object = shape("({'id': 1, 'name': {'first': 'x'}})");
    EXPECT_EQ(object.kinds, ResultShape::Object);
    ASSERT_EQ(object.members.size(), 2U);
    EXPECT_EQ(object.members[1].shape.members[0].name, "first");
}

} // namespace
} // namespace gatehouse::jsonata
