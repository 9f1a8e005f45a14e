// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/document.h"
#include "core/json/parse.h"
#include "core/json/write.h"

#include <gtest/gtest.h>

#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>

namespace gatehouse::json {
namespace {

TEST(JsonWrite, printsDoublesAsJavaScriptDoes)
{
    EXPECT_EQ(formatNumber(0), "0");
    EXPECT_EQ(formatNumber(-0.0), "0");
    EXPECT_EQ(formatNumber(1e21), "1e+21");
    EXPECT_EQ(formatNumber(1e20), "100000000000000000000");
    EXPECT_EQ(formatNumber(123456789012345680000.0), "123456789012345680000");
    EXPECT_EQ(formatNumber(1e-7), "1e-7");
    EXPECT_EQ(formatNumber(0.000001), "0.000001");
    EXPECT_EQ(formatNumber(1.5e-10), "1.5e-10");
    EXPECT_EQ(formatNumber(-1.25e25), "-1.25e+25");
    EXPECT_EQ(formatNumber(0.1 + 0.2), "0.30000000000000004");
    EXPECT_EQ(formatNumber(9007199254740993.0), "9007199254740992");
    EXPECT_EQ(formatNumber(5e-324), "5e-324");
    EXPECT_EQ(formatNumber(std::numeric_limits<double>::max()), "1.7976931348623157e+308");
    EXPECT_EQ(formatNumber(std::nan("")), "NaN");
    EXPECT_EQ(formatNumber(-std::numeric_limits<double>::infinity()), "-Infinity");
}

TEST(JsonWrite, fewDecimalsAreTheShortestTextThatGivesTheNumberBack)
{
    std::array<char, 64> shortest{};
    for (int i = 1; i < 200'000; i += 7) {
        for (const double power : {10.0, 100.0, 1000.0, 10000.0, 100000.0}) {
            const double d = (i % 2 == 0 ? -i : i * 12345.0) / power;
            if (std::trunc(d) == d || std::fabs(d) < 1e-3) {
                continue;
            }
            const auto end = std::to_chars(shortest.data(), shortest.data() + shortest.size(), d,
                                           std::chars_format::fixed);
            ASSERT_EQ(formatNumber(d), std::string(shortest.data(), end.ptr));
        }
    }
    EXPECT_EQ(formatNumber(0.30000000000000004), "0.30000000000000004");
    EXPECT_EQ(formatNumber(std::nextafter(0.5, 1)), "0.5000000000000001");
    EXPECT_EQ(formatNumber(99999999999.99999), "99999999999.99998");
}

TEST(JsonWrite, writesNullForWhatJsonCannotSay)
{
    Arena arena;
    EXPECT_EQ(write(arena.array({Value(), Value::number(std::nan("")), Value::number(HUGE_VAL)})),
              "[null,null,null]");
}

TEST(JsonWrite, escapesOnlyWhatMustBeEscaped)
{
    EXPECT_EQ(write(Value::string("a\"b\\c\x01/\x7F\xED\x9F\xBF")),
              "\"a\\\"b\\\\c\\u0001/\x7F\xED\x9F\xBF\"");
    EXPECT_EQ(write(Value::string("\xED\xA0\x80")), "\"\\ud800\"");
}

TEST(JsonWrite, escapesAtEveryPlaceOfShortTexts)
{
    for (std::size_t size = 1; size < 40; ++size) {
        const std::string plain(size, 'a');
        ASSERT_EQ(write(Value::string(plain)), '"' + plain + '"');
        for (std::size_t at = 0; at < size; ++at) {
            std::string text = plain;
            text[at] = '"';
            const std::string rest(size - at - 1, 'a');
            ASSERT_EQ(write(Value::string(text)), '"' + std::string(at, 'a') + "\\\"" + rest + '"');
            text[at] = '\x1f';
            ASSERT_EQ(write(Value::string(text)), '"' + std::string(at, 'a') + "\\u001f" + rest + '"');
        }
    }
}

TEST(JsonWrite, longTextsPassTheBuffer)
{
    const std::string longText(5000, 'x');
    EXPECT_EQ(write(Value::string(longText)), '"' + longText + '"');
    std::string numbers = "[1";
    for (int i = 0; i < 5000; ++i) {
        numbers += ",1234.5678";
    }
    numbers += ']';
    EXPECT_EQ(write(parse(numbers)->root()), numbers);
}

TEST(JsonWrite, textsOfEveryLengthAroundTheBuffersPassItWhole)
{
    for (std::size_t length = 900; length < 2200; ++length) {
        const std::string text(length, 'x');
        const std::string quotes(length, '"');
        const std::array items{Value::string(text), Value::string(quotes), Value::integer(1),
                               Value::string(text)};
        const std::string written = write(Value::array(items));
        std::string expected = "[\"" + text + "\",\"";
        for (std::size_t i = 0; i < length; ++i) {
            expected += "\\\"";
        }
        ASSERT_EQ(written, expected + "\",1,\"" + text + "\"]") << length;
    }
}

TEST(JsonWrite, prettyIndentsByTwo)
{
    EXPECT_EQ(writePretty(parse(R"({"a":[1,{"b":[]}],"c":{}})")->root()),
              "{\n  \"a\": [\n    1,\n    {\n      \"b\": []\n    }\n  ],\n  \"c\": {}\n}");
}

TEST(JsonWrite, depthCostsNoStack)
{
    Arena arena;
    Value value = Value::integer(1);
    for (int i = 0; i < 300000; ++i) {
        value = arena.array({value});
    }
    EXPECT_EQ(write(value).size(), 600001U);
    EXPECT_TRUE(arena.clone(value) == value);
}

} // namespace
} // namespace gatehouse::json
