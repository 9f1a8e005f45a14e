// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/parse.h"
#include "core/json/pointer.h"
#include "core/json/write.h"

#include <gtest/gtest.h>

namespace gatehouse::json {
namespace {

TEST(JsonPointer, followsTheExamplesOfRfc6901)
{
    const auto document = parse(R"({"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"m~n":8," ":7})");
    const auto text = [&](std::string_view pointer) { return write(*at(document->root(), pointer)); };
    EXPECT_EQ(text("/foo"), R"(["bar","baz"])");
    EXPECT_EQ(text("/foo/0"), R"("bar")");
    EXPECT_EQ(text("/"), "0");
    EXPECT_EQ(text("/a~1b"), "1");
    EXPECT_EQ(text("/c%d"), "2");
    EXPECT_EQ(text("/m~0n"), "8");
    EXPECT_EQ(text("/ "), "7");
    EXPECT_TRUE(*at(document->root(), "") == document->root());
}

TEST(JsonPointer, missingIsUndefined)
{
    const auto document = parse(R"({"foo":["bar"]})");
    for (const char* pointer : {"/x", "/foo/1", "/foo/-", "/foo/00", "/foo/0x", "/foo/bar", "/foo/0/a"}) {
        EXPECT_TRUE(at(document->root(), pointer)->isUndefined()) << pointer;
    }
}

TEST(JsonPointer, refusesMalformedOnes)
{
    for (const char* pointer : {"a", "/~", "/~2", "/a~"}) {
        const auto found = at(Value(), pointer);
        ASSERT_FALSE(found) << pointer;
        EXPECT_EQ(found.error().code, Errc::ParseError);
    }
}

TEST(JsonPointer, appendEscapesWhatSplitUnescapes)
{
    const std::string pointer = appendToken(appendToken("", "a/b~c"), "");
    EXPECT_EQ(pointer, "/a~1b~0c/");
    EXPECT_EQ(*splitPointer(pointer), (std::vector<std::string>{"a/b~c", ""}));
}

} // namespace
} // namespace gatehouse::json
