// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/document.h"
#include "core/json/parse.h"
#include "core/json/write.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace gatehouse::json {
namespace {

TEST(JsonArena, alignsAndNeverGivesNull)
{
    Arena arena;
    EXPECT_NE(arena.allocate(0), nullptr);
    for (const std::size_t bytes : {1U, 3U, 17U, 4096U, 100000U, 3000000U}) {
        const auto at = reinterpret_cast<std::uintptr_t>(arena.allocate(bytes));
        EXPECT_EQ(at % alignof(std::max_align_t), 0U);
    }
    EXPECT_GE(arena.bytesUsed(), 3104117U);
    EXPECT_EQ(arena.copy(""), "");
}

TEST(JsonArena, resetForgetsAndKeepsOneBlock)
{
    Arena arena;
    for (int i = 0; i < 10000; ++i) {
        static_cast<void>(arena.string("some text of thirty characters"));
    }
    EXPECT_GT(arena.bytesUsed(), 300000U);
    arena.reset();
    EXPECT_EQ(arena.bytesUsed(), 0U);
    EXPECT_EQ(arena.string("again").asString(), "again");
}

TEST(JsonArena, movesWithItsContent)
{
    Arena first;
    const Value text = first.string("kept");
    Arena second = std::move(first);
    EXPECT_EQ(text.asString(), "kept");
    Arena third;
    third = std::move(second);
    EXPECT_EQ(text.asString(), "kept");
}

TEST(JsonArena, objectDropsEarlierDuplicates)
{
    Arena arena;
    EXPECT_EQ(write(arena.object({{"a", Value::integer(1)}, {"b", Value::null()}, {"a", Value::integer(2)}})),
              R"({"a":2,"b":null})");
}

TEST(JsonDocument, copyOwnsEverything)
{
    Document copy;
    std::string expected;
    {
        const auto source =
            parse(R"({"text":"\u0041bc","list":[1,1.50,{"deep":["x"]}],"big":18446744073709551615})");
        ASSERT_TRUE(source);
        expected = write(source->root());
        copy = Document::copyOf(source->root());
        EXPECT_TRUE(copy.root() == source->root());
    }
    EXPECT_EQ(write(copy.root()), expected);
}

TEST(JsonDocument, subKeepsTheMemoryAlive)
{
    Document part;
    {
        const auto whole = parse(R"({"a":["one","two"]})");
        part = whole->sub(whole->root()["a"]);
    }
    EXPECT_EQ(write(*part), R"(["one","two"])");
}

TEST(JsonDocument, builderSkipsUndefined)
{
    Arena arena;
    EXPECT_EQ(write(ObjectBuilder(arena).set("a", Value()).set("b", "text").set("c", Value::null()).build()),
              R"({"b":"text","c":null})");
}

} // namespace
} // namespace gatehouse::json
