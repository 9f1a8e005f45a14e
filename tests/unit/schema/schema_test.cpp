// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/parse.h"
#include "core/schema/schema.h"

#include <gtest/gtest.h>

#include <thread>

namespace gatehouse::schema {
namespace {

constexpr const char* kPerson = R"({
  "type": "object", "required": ["id"], "additionalProperties": false,
  "properties": {
    "id": {"type": "string", "minLength": 1},
    "age": {"type": ["integer", "null"], "minimum": 0},
    "kind": {"enum": ["a", "b"]},
    "when": {"type": "string", "format": "date-time"},
    "emails": {"type": "array", "items": {"$ref": "#/definitions/email"}},
    "owner": {"oneOf": [{"type": "null"}, {"$ref": "#/definitions/owner"}]},
    "more": {"type": "object", "additionalProperties": {"type": "string", "pattern": "^x"}}
  },
  "definitions": {
    "email": {"type": "object", "required": ["email"], "properties": {"email": {"type": "string", "format": "email"}}},
    "owner": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string", "pattern": "^u[0-9]+$"}}}
  }
})";

Schema compiled(const char* text)
{
    const auto document = json::parse(text);
    auto schema = Schema::compile(document->root());
    EXPECT_TRUE(schema) << schema.error().message;
    return schema ? *schema : Schema();
}

std::string report(const Schema& schema, const char* text)
{
    const auto document = json::parse(text);
    std::string out;
    for (const auto& violation : schema.validate(document->root())) {
        out += violation.pointer + " " + violation.message + "\n";
    }
    EXPECT_EQ(out.empty(), schema.accepts(document->root()));
    return out;
}

TEST(Schema, acceptsWhatFits)
{
    EXPECT_EQ(report(compiled(kPerson), R"({"id":"1","age":null,"kind":"b","when":"2025-10-09T08:53:20Z",
        "emails":[{"email":"jo@example.com"}],"owner":null,"more":{"a":"xy"}})"),
              "");
}

TEST(Schema, namesThePlaceAndWhatWasExpected)
{
    EXPECT_EQ(report(compiled(kPerson), R"({"id":"1","age":"old"})"),
              "/age expected integer or null, found a string\n");
    EXPECT_EQ(report(compiled(kPerson), R"({"id":"1","kind":"c"})"),
              "/kind \"c\" is not allowed; one of a or b\n");
    EXPECT_EQ(report(compiled(kPerson), R"({"kind":"a"})"), " the member \"id\" is missing\n");
    EXPECT_EQ(report(compiled(kPerson), R"({"id":"1","surprise":1})"), " unknown member \"surprise\"\n");
}

TEST(Schema, followsReferencesIntoItems)
{
    EXPECT_EQ(report(compiled(kPerson), R"({"id":"1","emails":[{"email":"jo@example.com"},{"email":7}]})"),
              "/emails/1/email expected string, found an integer\n");
}

TEST(Schema, checksFormatsAndPatternsWhereverTheyHold)
{
    EXPECT_EQ(report(compiled(kPerson), R"({"id":"1","when":"yesterday"})"),
              "/when is not of the format date-time\n");
    EXPECT_EQ(report(compiled(kPerson), R"({"id":"1","emails":[{"email":"nobody"}]})"),
              "/emails/0/email is not of the format email\n");
    EXPECT_EQ(report(compiled(kPerson), R"({"id":"1","owner":{"id":"x"}})"),
              "/owner/id does not match the pattern ^u[0-9]+$\n");
    EXPECT_EQ(report(compiled(kPerson), R"({"id":"1","more":{"k":"y"}})"),
              "/more/k does not match the pattern ^x\n");
}

TEST(Schema, saysSomethingWhenNoFormFits)
{
    const auto schema =
        compiled(R"({"oneOf":[{"type":"object","required":["a"]},{"type":"object","required":["b"]}]})");
    EXPECT_NE(report(schema, R"({"c":1})"), "");
    EXPECT_NE(report(schema, R"({"a":1,"b":1})"), "");
}

TEST(Schema, stopsAtTheWantedNumberOfViolations)
{
    const auto schema = compiled(R"({"type":"array","items":{"type":"string"}})");
    EXPECT_EQ(schema.validate(json::parse("[1,2,3,4,5]")->root(), 2).size(), 2U);
}

TEST(Schema, refusesWhatIsNoSchema)
{
    EXPECT_FALSE(Schema::compile(json::parse("[]")->root()));
    EXPECT_FALSE(Schema::compile(json::parse(R"({"type":"thing"})")->root()));
    EXPECT_FALSE(Schema::compile(json::parse(R"({"pattern":"("})")->root()));
    EXPECT_FALSE(Schema::compile(json::parse(R"({"$ref":"#/definitions/nowhere"})")->root()));
}

TEST(Schema, survivesALongStringThatARecursiveMatcherWouldNot)
{
    const auto schema =
        compiled(R"({"type":"object","properties":{"t":{"type":"string","pattern":"^(a|b)*c$"}}})");
    const std::string text = R"({"t":")" + std::string(2'000'000, 'a') + R"("})";
    EXPECT_NE(report(schema, text.c_str()), "");
}

TEST(Schema, mayBeUsedByManyThreadsAtOnce)
{
    const auto schema = compiled(R"({"patternProperties":{"^[a-z]$":{"type":"integer"}}})");
    const auto good = json::parse(R"({"a":1,"b":2})");
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int n = 0; n < 200; ++n) {
                EXPECT_TRUE(schema.accepts(good->root()));
            }
        });
    }
}

TEST(Schema, anEmptyOneAcceptsEverything)
{
    EXPECT_TRUE(Schema().accepts(json::parse("[1,{}]")->root()));
    EXPECT_TRUE(Schema().validate(json::Value()).empty());
}

} // namespace
} // namespace gatehouse::schema
