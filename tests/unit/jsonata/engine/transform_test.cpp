// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/jsonata/evaluated.h"

#include <gtest/gtest.h>

namespace gatehouse::jsonata {
namespace {

using test::evaluated;

constexpr auto kInput = R"({"a":{"b":[{"c":1},{"c":2,"d":{"c":3}}]},"e":{}})";

TEST(Transform, editsMatchedObjectsInACopy)
{
    EXPECT_EQ(evaluated("$ ~> |a.b|{\"c\":c*10}|", kInput),
              R"({"a":{"b":[{"c":10},{"c":20,"d":{"c":3}}]},"e":{}})");
    EXPECT_EQ(evaluated("($x := $ ~> |a.b|{\"c\":0}|; a.b.c)", kInput), "[1,2]");
}

TEST(Transform, reachesNestedMatchesAtAnyDepth)
{
    EXPECT_EQ(evaluated("$ ~> |**[$exists(c)]|{\"n\":c}|", kInput),
              R"({"a":{"b":[{"c":1,"n":1},{"c":2,"d":{"c":3,"n":3},"n":2}]},"e":{}})");
}

TEST(Transform, deletesAfterUpdating)
{
    EXPECT_EQ(evaluated("$ ~> |a.b|{\"x\":c},[\"c\",\"d\"]|", kInput),
              R"({"a":{"b":[{"x":1},{"x":2}]},"e":{}})");
}

TEST(Transform, tellsEmptyObjectsApart)
{
    EXPECT_EQ(evaluated("{\"p\":{},\"q\":{}} ~> |p|{\"z\":1}|"), R"({"p":{"z":1},"q":{}})");
}

TEST(Transform, separatesWhatWasTheSameObject)
{
    EXPECT_EQ(evaluated("($o := {\"a\":1}; [$o,$o] ~> |$[0]|{\"b\":2}|)"), R"([{"a":1,"b":2},{"a":1}])");
}

TEST(Transform, refusesUpdatesAndDeletionsOfTheWrongType)
{
    EXPECT_EQ(evaluated("$ ~> |a|5|", kInput), "!T2011");
    EXPECT_EQ(evaluated("$ ~> |a|{},5|", kInput), "!T2012");
    EXPECT_EQ(evaluated("\"x\" ~> |a|{}|", kInput), "!T0410");
}

} // namespace
} // namespace gatehouse::jsonata
