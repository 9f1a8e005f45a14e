// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/source_position.h"

#include <gtest/gtest.h>

namespace gatehouse::config {
namespace {

constexpr std::string_view kText = R"({
  "a": [1, {"b/c": "x\u00e9\ny"}],
  "åä": true
})";

std::string at(std::string_view pointer, std::uint32_t inside = 0)
{
    const auto position = positionOf(kText, pointer, inside);
    return std::to_string(position.line) + ":" + std::to_string(position.column);
}

TEST(SourcePosition, findsValuesByPointer)
{
    EXPECT_EQ(at(""), "1:1");
    EXPECT_EQ(at("/a"), "2:8");
    EXPECT_EQ(at("/a/0"), "2:9");
    EXPECT_EQ(at("/a/1"), "2:12");
    EXPECT_EQ(at("/a/1/b~1c"), "2:20");
    EXPECT_EQ(at("/åä"), "3:9");
}

TEST(SourcePosition, countsEscapesInsideAString)
{
    EXPECT_EQ(at("/a/1/b~1c", 1), "2:22"); // before \u00e9, two bytes of content
    EXPECT_EQ(at("/a/1/b~1c", 3), "2:28");
    EXPECT_EQ(at("/a/1/b~1c", 4), "2:30");
}

TEST(SourcePosition, isNothingForWhatIsNotThere)
{
    EXPECT_EQ(at("/gone"), "0:0");
    EXPECT_EQ(at("/a/7"), "0:0");
    EXPECT_EQ(at("/a/x"), "0:0");
    EXPECT_EQ(at("/a/0/deeper"), "0:0");
}

TEST(SourcePosition, staysInsideTextsThatAreNoJson)
{
    for (const std::string_view text :
         {"", "{", "{\"a", "{\"a\"", "{\"a\":", "[", "[1", "[1,", "\"\\", "{\"a\":\"\\u"}) {
        (void)positionOf(text, "/a", 5);
        (void)positionOf(text, "/0", 5);
        (void)positionOf(text, "/3/x", 1);
    }
}

} // namespace
} // namespace gatehouse::config
