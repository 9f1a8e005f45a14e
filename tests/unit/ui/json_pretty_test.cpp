// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/json_pretty.h"

#include <gtest/gtest.h>

namespace gatehouse::ui {
namespace {

TEST(PrettyJson, indentsByTwoAndKeepsEveryText)
{
    EXPECT_EQ(
        prettyJson(R"({"a":[1.50,{"b":"x,\"{y"},[],{}],"a":null})").value(),
        "{\n  \"a\": [\n    1.50,\n    {\n      \"b\": \"x,\\\"{y\"\n    },\n    [],\n    {}\n  ],\n  \"a\": "
        "null\n}");
}

TEST(PrettyJson, givesTheSameForTextThatIsAlreadyPretty)
{
    const auto once = prettyJson(R"({"a":[1,2,{"b":[]}]})").value();
    EXPECT_EQ(prettyJson(once).value(), once);
}

TEST(PrettyJson, putsDocumentsThatFollowEachOtherOnTheirOwnLines)
{
    EXPECT_EQ(prettyJson("{} {}").value(), "{}\n{}");
    EXPECT_EQ(prettyJson("{\"a\":1}\n{\"a\":2}").value(), "{\n  \"a\": 1\n}\n{\n  \"a\": 2\n}");
}

TEST(PrettyJson, refusesWhatIsNotJson)
{
    for (const auto* text : {"{", "[1,2", "{\"a\":1]", "]", "\"open", "{\"a", "hello", "<xml/>"}) {
        EXPECT_FALSE(prettyJson(text)) << text;
    }
    EXPECT_EQ(prettyJson(std::string(600, '[') + "1").error().code, Errc::LimitExceeded);
}

TEST(PrettyJson, stopsWhenAsked)
{
    const std::atomic<bool> stop{true};
    std::string big = "[";
    for (int i = 0; i < 500'000; ++i) {
        big += "12345,";
    }
    big += "0]";
    EXPECT_EQ(prettyJson(big, &stop).error().code, Errc::Cancelled);
}

TEST(PrettyJson, tellsJsonByItsFirstCharacter)
{
    EXPECT_TRUE(looksLikeJson(" \n{"));
    EXPECT_TRUE(looksLikeJson("["));
    EXPECT_FALSE(looksLikeJson("<a/>"));
    EXPECT_FALSE(looksLikeJson(""));
}

} // namespace
} // namespace gatehouse::ui
