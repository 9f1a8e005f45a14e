// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/parse.h"
#include "core/schema/quick_check.h"
#include "core/schema/schema.h"

#include <gtest/gtest.h>

#include <array>

namespace gatehouse::schema {
namespace {

struct Case
{
    const char* schema;
    const char* good;
    const char* bad;
};

constexpr std::array<Case, 16> kCases{{
    {R"({"type":["integer","null"]})", "3", "3.5"},
    {R"({"type":"number"})", "1.50", "\"1\""},
    {R"({"type":"integer"})", "2.0", "true"},
    {R"({"enum":["a",null]})", "null", "\"b\""},
    {R"({"minLength":2,"maxLength":2})", "\"åß\"", "\"abc\""},
    {R"({"minimum":0,"maximum":9})", "9", "-1"},
    {R"({"type":"array","minItems":1,"maxItems":2,"items":{"type":"string"}})", "[\"a\"]", "[\"a\",1]"},
    {R"({"maxItems":1})", "[1]", "[1,2]"},
    {R"({"required":["a"],"properties":{"a":{"type":"string"}}})", R"({"a":"x","b":1})", R"({"b":1})"},
    {R"({"additionalProperties":false,"properties":{"a":{}}})", R"({"a":1})", R"({"b":1})"},
    {R"({"additionalProperties":{"type":"boolean"}})", R"({"x":true})", R"({"x":1})"},
    {R"({"oneOf":[{"type":"null"},{"type":"object","required":["id"]}]})", R"({"id":1})", R"({})"},
    {R"({"anyOf":[{"$ref":"#/definitions/d"},{"type":"null"}],"definitions":{"d":{"type":"string"}}})",
     "null", "4"},
    {R"({"allOf":[{"type":"string"},{"maxLength":1}]})", "\"x\"", "\"xy\""},
    {R"({"$ref":"#/definitions/n","definitions":{"n":{"properties":{"next":{"$ref":"#/definitions/n"},"v":{"type":"integer"}}}}})",
     R"({"next":{"next":{"v":1}}})", R"({"next":{"next":{"v":"1"}}})"},
    {R"({"type":"object","title":"t","description":"d","readOnly":true})", "{}", "[]"},
}};

TEST(QuickCheck, agreesWithTheWholeSchema)
{
    for (const auto& item : kCases) {
        const auto schema = json::parse(item.schema);
        const auto good = json::parse(item.good);
        const auto bad = json::parse(item.bad);
        const QuickCheck quick(schema->root());
        EXPECT_TRUE(quick.surelyValid(good->root())) << item.schema << " " << item.good;
        EXPECT_FALSE(quick.surelyValid(bad->root())) << item.schema << " " << item.bad;
        const auto whole = Schema::compile(schema->root());
        EXPECT_TRUE(whole->accepts(good->root())) << item.schema << " " << item.good;
        EXPECT_FALSE(whole->accepts(bad->root())) << item.schema << " " << item.bad;
    }
}

TEST(QuickCheck, isNeverSureOfKeywordsThatItDoesNotKnow)
{
    for (const auto* text :
         {R"({"not":{"type":"string"}})", R"({"uniqueItems":true})", R"({"const":1})", R"({"multipleOf":2})",
          R"({"oneOf":[{"type":"string"},{"type":"integer"}]})", R"({"enum":[1,2]})", R"({"items":[{}]})",
          R"({"if":{},"then":{}})", R"({"$ref":"other.json"})", R"({"exclusiveMinimum":0})", "true"}) {
        const auto schema = json::parse(text);
        EXPECT_FALSE(QuickCheck(schema->root()).surelyValid(json::Value::integer(2))) << text;
    }
}

TEST(QuickCheck, endsOnAReferenceToItself)
{
    const auto schema = json::parse(R"({"$ref":"#"})");
    EXPECT_FALSE(QuickCheck(schema->root()).surelyValid(json::Value::null()));
}

TEST(QuickCheck, emptyKnowsNothing)
{
    EXPECT_FALSE(QuickCheck().surelyValid(json::Value::null()));
}

} // namespace
} // namespace gatehouse::schema
