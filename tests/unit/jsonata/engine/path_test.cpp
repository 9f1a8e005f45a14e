// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/jsonata/evaluated.h"

#include <gtest/gtest.h>

namespace gatehouse::jsonata {
namespace {

using test::evaluated;

constexpr auto kInput = R"({"one":[7],"empty":[],"nest":[[1,2],[3]],"arr":[1,2,3],
    "items":[{"k":"x","v":1,"t":["p"]},{"k":"y","v":2,"t":["p","q"]},{"k":"x","v":3}],
    "deep":{"o":[{"id":1,"p":[{"q":1},{"q":2}]},{"id":2,"p":[{"q":3}]}]}})";

std::string on(std::string_view text)
{
    return evaluated(text, kInput);
}

TEST(Path, keepsAnInputArrayOfOneAndUnwrapsASequenceOfOne)
{
    EXPECT_EQ(on("one"), "[7]");
    EXPECT_EQ(on("$map(one, function($v){$v})"), "7");
    EXPECT_EQ(on("items[0].k[]"), R"(["x"])");
}

TEST(Path, flattensOneLevelAStep)
{
    EXPECT_EQ(on("nest.$"), "[1,2,3]");
    EXPECT_EQ(on("items.t"), R"(["p","p","q"])");
    EXPECT_EQ(on("items.[v,k]"), R"([[1,"x"],[2,"y"],[3,"x"]])");
}

TEST(Path, bindsAPredicateToItsStep)
{
    EXPECT_EQ(on("deep.o.p[0].q"), "[1,3]");
    EXPECT_EQ(on("(deep.o.p)[0].q"), "1");
    EXPECT_EQ(on("arr[-1]"), "3");
    EXPECT_EQ(on("arr[[2,0]]"), "[1,3]");
    EXPECT_EQ(on("items[k=\"x\"][1].v"), "3");
}

TEST(Path, tellsAnEmptyArrayFromNothing)
{
    EXPECT_EQ(on("empty"), "[]");
    EXPECT_EQ(on("empty.x"), "undefined");
    EXPECT_EQ(on("[].x"), "[]");
    EXPECT_EQ(on("nothing.x"), "undefined");
}

TEST(Path, takesAnArrayInputAsOneItem)
{
    EXPECT_EQ(evaluated("$", "[1,2]"), "[1,2]");
    EXPECT_EQ(evaluated("x", R"([{"x":1},{"x":2}])"), "[1,2]");
    EXPECT_EQ(evaluated("$[0]", "[4,5]"), "4");
    EXPECT_EQ(evaluated(R"({"a":$})", "[1,2]"), R"({"a":[1,2]})");
}

TEST(Path, wildcardsFlattenAndDescendantsComeInDocumentOrder)
{
    EXPECT_EQ(on("items[1].*"), R"(["y",2,"p","q"])");
    EXPECT_EQ(on("deep.**.q"), "[1,2,3]");
}

TEST(Path, groupsValuesByKey)
{
    EXPECT_EQ(on("items{k:v}"), R"({"x":[1,3],"y":2})");
    EXPECT_EQ(on("items{k:v[]}"), R"({"x":[1,3],"y":[2]})");
    EXPECT_EQ(on("items{v:k}"), "!T1003");
    EXPECT_EQ(on("items{\"a\":k,\"a\":v}"), "!D1009");
}

TEST(Path, sortsStablyWithMissingKeysLast)
{
    EXPECT_EQ(on("items^(k).v"), "[1,3,2]");
    EXPECT_EQ(on("items^(>k, >v).v"), "[2,3,1]");
    EXPECT_EQ(on("items^(>t[0]).v"), "[1,2,3]");
    EXPECT_EQ(on("[3,\"a\"]^($)"), "!T2007");
    EXPECT_EQ(on("[true,1]^($)"), "!T2008");
}

TEST(Path, numbersAndJoinsStreams)
{
    EXPECT_EQ(on("items#$i[k=\"x\"].{\"i\":$i,\"v\":v}"), R"([{"i":0,"v":1},{"i":2,"v":3}])");
    EXPECT_EQ(on("items[k=\"x\"]#$i.$i"), "[0,1]");
    EXPECT_EQ(on("arr@$a.arr@$b[$a<$b].($a*10+$b)"), "[12,13,23]");
    EXPECT_EQ(on("items@$a{$a.k: $sum($a.v)}"), R"({"x":4,"y":2})");
}

TEST(Path, findsTheParentOfAStepWhereverItIsAskedFor)
{
    EXPECT_EQ(on("deep.o.p.(%.id)"), "[1,1,2]");
    EXPECT_EQ(on("deep.o.p[%.id=2].q"), "3");
    EXPECT_EQ(on("deep.o.p^(>%.id,>q).q"), "[3,2,1]");
    EXPECT_EQ(on("(deep.o).%.o.id"), "[1,2,1,2]");
    EXPECT_EQ(on("arr.%.%"), "!S0217");
}

TEST(Path, givesFieldsOfConstructedObjects)
{
    EXPECT_EQ(on("($o := {\"x\": items[0].k[]}; $o.x)"), "\"x\"");
    EXPECT_EQ(on("($o := {\"x\": items[0].k[]}; $o)"), R"({"x":["x"]})");
}

} // namespace
} // namespace gatehouse::jsonata
