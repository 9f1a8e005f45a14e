// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/parse.h"
#include "ui/text/json_search.h"

#include <gtest/gtest.h>

namespace gatehouse::ui {
namespace {

json::Document sampleTree()
{
    auto parsed = json::parse(std::string_view(
        R"({"id":151,"person":{"first name":"Jo","tags":["vip","Jo's list"]},"a/b":{"~x":null}})"));
    EXPECT_TRUE(parsed);
    return *parsed;
}

TEST(JsonSearch, findsNamesAndValuesInTheOrderOfTheDocument)
{
    const auto document = sampleTree();
    const auto hits = findInJson(document.root(), "jo", false);
    ASSERT_EQ(hits.paths.size(), 2U);
    EXPECT_EQ(hits.paths[0], (JsonPath{1, 0}));
    EXPECT_EQ(hits.paths[1], (JsonPath{1, 1, 1}));
    EXPECT_EQ(findInJson(document.root(), "jo", true).paths.size(), 0U);
    EXPECT_EQ(findInJson(document.root(), "151", true).paths, (std::vector<JsonPath>{{0}}));
    EXPECT_EQ(findInJson(document.root(), "tags", true).paths, (std::vector<JsonPath>{{1, 1}}));
    EXPECT_TRUE(findInJson(document.root(), "", true).paths.empty());
}

TEST(JsonSearch, givesUpCountingAtItsBoundAndSaysSo)
{
    std::string text = "[";
    for (std::size_t i = 0; i < kMaxJsonHits + 5; ++i) {
        text += i == 0 ? "7" : ",7";
    }
    const auto document = json::parse(text + "]");
    ASSERT_TRUE(document);
    const auto hits = findInJson(document->root(), "7", true);
    EXPECT_EQ(hits.paths.size(), kMaxJsonHits);
    EXPECT_TRUE(hits.more);
}

TEST(JsonSearch, namesAPlaceAsAPointerAndAsAJsonataPath)
{
    const auto document = sampleTree();
    EXPECT_EQ(jsonPointerOf(document.root(), {1, 1, 0}), "/person/tags/0");
    EXPECT_EQ(jsonPointerOf(document.root(), {2, 0}), "/a~1b/~0x");
    EXPECT_EQ(jsonataPathOf(document.root(), {1, 1, 0}), "person.tags[0]");
    EXPECT_EQ(jsonataPathOf(document.root(), {1, 0}), "person.`first name`");
    EXPECT_EQ(jsonataPathOf(document.root(), {}), "$");
}

} // namespace
} // namespace gatehouse::ui
