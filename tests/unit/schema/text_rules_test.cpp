// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/parse.h"
#include "core/json/write.h"
#include "core/schema/text_rules.h"

#include <gtest/gtest.h>

namespace gatehouse::schema {
namespace {

struct Extracted
{
    json::Arena arena;
    TextRules rules;
    json::Value left;
};

std::unique_ptr<Extracted> extract(const json::Document& schema)
{
    auto out = std::make_unique<Extracted>();
    auto left = TextRules::extract(schema.root(), out->arena, out->rules);
    EXPECT_TRUE(left);
    out->left = left ? *left : json::Value();
    return out;
}

TEST(TextRules, takeOutKeywordsButNotPropertiesOfThatName)
{
    const auto schema =
        json::parse(R"({"format":"date","properties":{"pattern":{"type":"string","pattern":"^a"}}})");
    EXPECT_EQ(json::write(extract(*schema)->left), R"({"properties":{"pattern":{"type":"string"}}})");
}

TEST(TextRules, leaveRealChoicesAlone)
{
    const auto text = R"({"anyOf":[{"pattern":"^a"},{"pattern":"^b"}],"not":{"format":"date"}})";
    const auto schema = json::parse(text);
    EXPECT_EQ(json::write(extract(*schema)->left), text);
}

TEST(TextRules, followARecursiveSchemaDownTheData)
{
    const auto schema = json::parse(R"({"$ref":"#/definitions/n","definitions":{"n":{"properties":{
        "v":{"pattern":"^ok$"},"next":{"$ref":"#/definitions/n"}}}}})");
    const auto extracted = extract(*schema);
    const auto value = json::parse(R"({"v":"ok","next":{"v":"ok","next":{"v":"no"}}})");
    std::vector<Violation> violations;
    extracted->rules.check(value->root(), violations, 10);
    ASSERT_EQ(violations.size(), 1U);
    EXPECT_EQ(violations[0].pointer, "/next/next/v");
}

TEST(TextRules, doNotRunForEverOnAReferenceToItself)
{
    const auto schema = json::parse(
        R"({"$ref":"#/definitions/a","definitions":{"a":{"allOf":[{"$ref":"#/definitions/a"}],"pattern":"x"}}})");
    const auto extracted = extract(*schema);
    std::vector<Violation> violations;
    extracted->rules.check(json::parse("\"y\"")->root(), violations, 5);
    EXPECT_FALSE(violations.empty());
}

} // namespace
} // namespace gatehouse::schema
