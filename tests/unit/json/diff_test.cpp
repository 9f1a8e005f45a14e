// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/diff.h"
#include "core/json/document.h"
#include "core/json/hash.h"
#include "core/json/parse.h"
#include "core/json/write.h"

#include <gtest/gtest.h>

#include <string>

namespace gatehouse::json {
namespace {

std::string describe(const char* before, const char* after)
{
    const auto a = parse(before);
    const auto b = parse(after);
    std::string out;
    for (const Change& change : diff(a->root(), b->root())) {
        const char* sign = change.kind == ChangeKind::Added     ? "+"
                           : change.kind == ChangeKind::Removed ? "-"
                                                                : "~";
        out += sign + change.pointer + " ";
    }
    return out;
}

TEST(JsonDiff, equalValuesHaveNone)
{
    EXPECT_EQ(describe(R"({"a":[1,{"b":2}],"c":1.0})", R"({"c":1,"a":[1,{"b":2}]})"), "");
}

TEST(JsonDiff, namesMembersThatCameWentOrChanged)
{
    EXPECT_EQ(describe(R"({"a":1,"b":{"c":2,"d/e":3},"f":1})", R"({"a":2,"b":{"c":2,"x":0},"f":"1"})"),
              "~/a -/b/d~1e +/b/x ~/f ");
}

TEST(JsonDiff, oneInsertedElementIsOneChange)
{
    EXPECT_EQ(describe("[1,2,3,4]", "[1,9,2,3,4]"), "+/1 ");
    EXPECT_EQ(describe("[1,9,2,3,4]", "[1,2,3,4]"), "-/1 ");
    EXPECT_EQ(describe("[1,2,3,4,5,6]", "[0,1,3,4,7,6]"), "+/0 -/1 ~/4 ");
    EXPECT_EQ(describe("[]", "[[]]"), "+/0 ");
}

TEST(JsonDiff, aChangedElementIsLookedInto)
{
    EXPECT_EQ(describe(R"([{"id":1,"n":"a"},{"id":2,"n":"b"}])", R"([{"id":1,"n":"a"},{"id":2,"n":"c"}])"),
              "~/1/n ");
}

TEST(JsonDiff, comparesByIndexPastTheBound)
{
    Arena arena;
    std::vector<Value> before;
    std::vector<Value> after;
    for (int i = 0; i < 5000; ++i) {
        before.push_back(Value::integer(i));
        after.push_back(Value::integer(i * 2 + 1));
    }
    EXPECT_EQ(diff(arena.array(before), arena.array(after)).size(), 5000U);
}

TEST(JsonDiff, survivesAnyDepth)
{
    Arena arena;
    Value before = Value::integer(1);
    Value after = Value::integer(2);
    for (int i = 0; i < 100000; ++i) {
        before = arena.array({before});
        after = arena.array({after});
    }
    EXPECT_EQ(diff(before, after).size(), 1U);
}

TEST(JsonHash, equalValuesShareIt)
{
    const auto a = parse(R"({"a":1,"b":[true,null,"x"]})");
    const auto b = parse(R"({"b":[true,null,"x"],"a":1.0})");
    EXPECT_EQ(hashValue(a->root()), hashValue(b->root()));
    EXPECT_NE(hashValue(a->root()), hashValue(a->root()["b"]));
    EXPECT_NE(hashValue(parse("[1,2]")->root()), hashValue(parse("[2,1]")->root()));
}

} // namespace
} // namespace gatehouse::json
