// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/parse.h"
#include "core/schema/explain.h"

#include <gtest/gtest.h>

namespace gatehouse::schema {
namespace {

TEST(Explain, findsTheSubschemaBehindReferencesItemsAndNullableChoices)
{
    const auto schema = json::parse(
        R"({"properties":{"a":{"type":"array","items":{"oneOf":[{"type":"null"},{"$ref":"#/definitions/d"}]}}},
        "definitions":{"d":{"additionalProperties":{"type":"boolean"}}}})");
    EXPECT_EQ(subschemaAt(schema->root(), "/a/3/anything")["type"].asString(), "boolean");
    EXPECT_TRUE(subschemaAt(schema->root(), "/b").isUndefined());
}

TEST(Explain, doesNotFollowReferencesInACircleForEver)
{
    const auto schema =
        json::parse(R"({"$ref":"#/definitions/a","definitions":{"a":{"$ref":"#/definitions/a"}}})");
    (void)subschemaAt(schema->root(), "/x");
}

TEST(Explain, leavesOutWhatOnlyRepeats)
{
    EXPECT_FALSE(explain("Failed to validate item #3 in array.", {}, {}, ""));
}

TEST(Explain, cutsLongValues)
{
    const auto value = json::parse("\"" + std::string(500, 'x') + "\"");
    const auto text = explain("Failed to match against any enum values.", {}, value->root(), "");
    ASSERT_TRUE(text);
    EXPECT_LT(text->size(), 120U);
}

} // namespace
} // namespace gatehouse::schema
