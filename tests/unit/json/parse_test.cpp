// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/parse.h"
#include "core/json/write.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <string>
#include <utility>

namespace gatehouse::json {
namespace {

std::string roundTrip(std::string_view text)
{
    const auto document = parse(text);
    return document ? write(document->root()) : document.error().message;
}

std::string failure(std::string_view text, const ParseLimits& limits = {})
{
    const auto document = parse(text, limits);
    return document ? "parsed" : document.error().message;
}

TEST(JsonParse, readsListsOfLikeObjectsAsIfEachWereTheFirst)
{
    const auto page = parse(std::string_view(R"([
        {"id": 1, "name" : "a", "tags": ["x"], "none": null},
        {"id": 2, "name": "b" , "tags": [], "none": true},
        {"id": 3, "id": 4, "tags": {"id": 5}, "none": -0.5},
        {"name": "c", "id": 6, "tags": "\u00e9\\", "none": "\"", "last": "y"},
        {"id": 7, "name": "d", "tags": 1e2, "name": "e"},
        {"i\u0064": 8, "name": "f", "tags": "", "none": 12345678901234567890},
        {"id":9,"name":"g","tags":"t","none":1.50}])"));
    ASSERT_TRUE(page) << page.error().describe();
    EXPECT_EQ(write(page->root()), R"([{"id":1,"name":"a","tags":["x"],"none":null},)"
                                   R"({"id":2,"name":"b","tags":[],"none":true},)"
                                   R"({"id":4,"tags":{"id":5},"none":-0.5},)"
                                   R"({"name":"c","id":6,"tags":"é\\","none":"\"","last":"y"},)"
                                   R"({"id":7,"name":"e","tags":1e2},)"
                                   R"({"id":8,"name":"f","tags":"","none":12345678901234567890},)"
                                   R"({"id":9,"name":"g","tags":"t","none":1.50}])");
}

TEST(JsonParse, refusesBrokenMembersWhereverTheyStand)
{
    for (const std::string_view broken :
         {R"({"a":1,"b"})", R"({"a":1,})", R"({"a":"x" "b":1})", R"({"a":1 2})", R"({"a":1.})", R"({"a":01})",
          R"({"a":"x",1:2})", R"({"a":"x","b":})", R"({"a":"x","b":tru})", R"({"a":"x","b":"\q"})",
          R"({"a":"x","\q":1})", R"({"a":1)", R"({"a":"x",)", R"({"a":"x","b":)", R"({"a":-})",
          R"({"a":1]})"}) {
        EXPECT_FALSE(parse(broken)) << broken;
    }
}

TEST(JsonParse, givesBackCompactTextUnchanged)
{
    for (const char* text : {"null", "true", "false", "0", "-1", "\"\"", "[]", "{}", "[[],{}]",
                             R"({"b":1,"a":[1,2,{"c":null}]})", R"("tab\tquote\"back\\slash\u0001")",
                             "\"h\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\"", "[1,[2,[3,[4]]]]"}) {
        EXPECT_EQ(roundTrip(text), text);
    }
}

TEST(JsonParse, skipsBlanksOfEveryKind)
{
    EXPECT_EQ(roundTrip(" \t\r\n{ \"a\" : [ 1 , \"x\" ] \n} "), R"({"a":[1,"x"]})");
}

TEST(JsonParse, keepsIntegersExactUpToUnsigned64)
{
    for (const char* text : {"9007199254740993", "9223372036854775807", "-9223372036854775808",
                             "9223372036854775808", "18446744073709551615"}) {
        EXPECT_EQ(roundTrip(text), text);
    }
    EXPECT_EQ(parse("9223372036854775807")->root().type(), Type::Int);
    EXPECT_EQ(parse("9223372036854775808")->root().type(), Type::UInt);
    EXPECT_EQ(parse("18446744073709551616")->root().type(), Type::Decimal);
}

TEST(JsonParse, keepsTheTextOfNumbersThatADoubleCannotGiveBack)
{
    for (const char* text : {"1.50", "1.0", "1e400", "-1e400", "12345678901234567890123", "-0", "1E5", "0.10",
                             "0.1000000000000000055511151231257827", "-9223372036854775809", "1e-400"}) {
        const auto document = parse(text);
        ASSERT_TRUE(document) << text;
        EXPECT_EQ(document->root().type(), Type::Decimal) << text;
        EXPECT_EQ(write(document->root()), text);
    }
    EXPECT_EQ(parse("1.50")->root().asDouble(), 1.5);
    EXPECT_TRUE(std::signbit(parse("-0")->root().asDouble()));
}

TEST(JsonParse, readsOtherNumbersAsDoubles)
{
    for (const char* text : {"1.5", "-0.25", "0.1", "1e+21", "1e-7", "0.000001", "123456.789", "5e-324",
                             "1.7976931348623157e+308", "0.30000000000000004"}) {
        const auto document = parse(text);
        ASSERT_TRUE(document) << text;
        EXPECT_EQ(document->root().type(), Type::Double) << text;
        EXPECT_EQ(write(document->root()), text);
        EXPECT_EQ(document->root().asDouble(), std::strtod(text, nullptr));
    }
}

TEST(JsonParse, resolvesEscapesAndKeepsUnpairedSurrogates)
{
    EXPECT_EQ(parse(R"("\u0041\/\b\f\n\r\t\u00e9\u20ac\ud83d\ude00")")->root().asString(),
              "A/\b\f\n\r\t\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80");
    EXPECT_EQ(roundTrip(R"("x\ud800y\udc00")"), R"("x\ud800y\udc00")");
    EXPECT_EQ(roundTrip(R"({"\u0061":1})"), R"({"a":1})");
}

TEST(JsonParse, lastOfDuplicateNamesWinsInTheFirstPlace)
{
    EXPECT_EQ(roundTrip(R"({"a":1,"b":2,"a":3})"), R"({"a":3,"b":2})");
    std::string large = "{";
    for (int i = 0; i < 100; ++i) {
        large += "\"k" + std::to_string(i % 50) + "\":" + std::to_string(i) + ",";
    }
    large.back() = '}';
    const auto document = parse(large);
    ASSERT_TRUE(document);
    EXPECT_EQ(document->root().size(), 50U);
    EXPECT_EQ(document->root().members().front().name, "k0");
    EXPECT_EQ(document->root()["k0"].asInt(), 50);
}

TEST(JsonParse, refusesWhatIsNotJson)
{
    for (const char* text : {"",
                             " ",
                             "{",
                             "[",
                             "[1",
                             "[1,",
                             "[1,]",
                             "{\"a\"",
                             "{\"a\":",
                             "{\"a\":1,}",
                             "{a:1}",
                             "tru",
                             "truex",
                             "nul",
                             "01",
                             "-",
                             "1.",
                             ".5",
                             "+1",
                             "1e",
                             "1e+",
                             "0x10",
                             "1 2",
                             "[1 2]",
                             "\"a\"b",
                             "{\"a\" 1}",
                             "]",
                             "[}",
                             "\"\\x\"",
                             "\"\\u12\"",
                             "\"\\u12g4\"",
                             "\"abc",
                             "\"a\nb\"",
                             "\xFF",
                             "[1]]",
                             "NaN",
                             "'a'",
                             "1\"a\"",
                             "{1:2}",
                             "//",
                             "\xEF\xBB\xBF{}"}) {
        EXPECT_FALSE(parse(text)) << text;
    }
    EXPECT_FALSE(parse(std::string_view("1\0", 2)));
    EXPECT_FALSE(parse(std::string_view("[1,\0]", 5)));
}

TEST(JsonParse, errorsSayWhereAndWhatToDo)
{
    EXPECT_EQ(
        failure("{\n  \"\xC3\xA9\": [1, 2,]\n}"),
        "expected a value, found ']' at line 2, column 14 (byte 16); is there a comma too many before it?");
    EXPECT_EQ(
        failure("{'a':1}"),
        "expected a name in double quotes, found ''a'' at line 1, column 2 (byte 1); JSON strings stand in "
        "double quotes");
    EXPECT_EQ(
        failure("[1, 2"),
        "expected ',' or ']', found the end of the text at line 1, column 6 (byte 5); the text is cut off");
    EXPECT_EQ(failure("  "), "the JSON text is empty at line 1, column 3 (byte 2); a value is expected");
    EXPECT_EQ(failure("[\"ab\xFF\"]"),
              "byte 0xff is not valid UTF-8 at line 1, column 5 (byte 4); JSON must be "
              "UTF-8; convert the text first");
    EXPECT_EQ(failure("[\"abc"),
              "this string never ends at line 1, column 2 (byte 1); add the closing quote");
    const auto broken = parse("[true,\nfalsy]");
    ASSERT_FALSE(broken);
    EXPECT_EQ(broken.error().code, Errc::ParseError);
    EXPECT_EQ(broken.error().at.line, 2U);
    EXPECT_EQ(broken.error().at.column, 1U);
    EXPECT_EQ(broken.error().at.byteOffset, 7U);
}

TEST(JsonParse, holdsItsLimits)
{
    const std::string deep(512, '[');
    EXPECT_TRUE(parse(deep + std::string(512, ']')));
    const auto tooDeep = parse("[" + deep + std::string(513, ']'));
    ASSERT_FALSE(tooDeep);
    EXPECT_EQ(tooDeep.error().code, Errc::LimitExceeded);
    EXPECT_EQ(failure("[1,2,3]", {.maxBytes = 6, .maxDepth = 10}),
              "the JSON text has 7 bytes; the limit is 6");
    EXPECT_FALSE(parse(std::string(1000000, '[')));
}

TEST(JsonParse, viewsPointIntoTheTextThatWasTakenOver)
{
    std::string text = R"({"name":"a string that is long enough not to be stored inside the object"})";
    const char* begin = text.data();
    const char* end = begin + text.size();
    const auto document = parse(std::move(text));
    ASSERT_TRUE(document);
    const auto name = document->root()["name"].asString();
    EXPECT_TRUE(name.data() > begin && name.data() < end);
}

} // namespace
} // namespace gatehouse::json
