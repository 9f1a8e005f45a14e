// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/text/code_points.h"

#include <gtest/gtest.h>

#include <cmath>

namespace gatehouse::jsonata::text {
namespace {

TEST(JsonataCodePoints, lengthCountsCodePointsNotBytesOrUnits)
{
    EXPECT_EQ(length(""), 0U);
    EXPECT_EQ(length("hello"), 5U);
    EXPECT_EQ(length("h\u00E9llo\U0001F600"), 6U);
    EXPECT_EQ(length("\xED\xA0\x80"), 1U);
    EXPECT_EQ(length("\xFF\xC3"), 2U);
}

TEST(JsonataCodePoints, substringSlicesAsTheReference)
{
    EXPECT_EQ(substring("hello", 1.7, 2.2), "el");
    EXPECT_EQ(substring("hello", -2.5), "lo");
    EXPECT_EQ(substring("hello", -10, 2), "he");
    EXPECT_EQ(substring("hello", -10, 8), "hello");
    EXPECT_EQ(substring("hello", -3.7, 2), "l");
    EXPECT_EQ(substring("hello", 2, 0.5), "");
    EXPECT_EQ(substring("hello", 2.9, 0.2), "l");
    EXPECT_EQ(substring("hello", 10), "");
    EXPECT_EQ(substring("hello", HUGE_VAL), "");
    EXPECT_EQ(substring("hello", 1, -1), "");
    EXPECT_EQ(substring("h\u00E9llo\U0001F600x", -2, 1), "\U0001F600");
    EXPECT_EQ(substring("h\u00E9llo", 1, 1), "\u00E9");
    EXPECT_EQ(substring("hello", std::nan("")), "hello");
}

TEST(JsonataCodePoints, padRepeatsAndCutsThePadding)
{
    EXPECT_EQ(pad("a", 5, "xy", 100), "axyxy");
    EXPECT_EQ(pad("a", -5, "xy", 100), "xyxya");
    EXPECT_EQ(pad("a", 5, "", 100), "a    ");
    EXPECT_EQ(pad("a", 4.5, "#", 100), "a###");
    EXPECT_EQ(pad("\U0001F600", 4, "\u00E9\U0001F600", 100), "\U0001F600\u00E9\U0001F600\u00E9");
    EXPECT_EQ(pad("abc", 2, "#", 100), "abc");
    EXPECT_EQ(pad("a", 1e12, "#", 1000), std::nullopt);
    EXPECT_EQ(pad("a", HUGE_VAL, "#", 1000), std::nullopt);
    EXPECT_EQ(pad("a", std::nan(""), "#", 1000), "a");
}

TEST(JsonataCodePoints, findsUnpairedSurrogates)
{
    EXPECT_TRUE(hasUnpairedSurrogate("x\xED\xA0\x80"));
    EXPECT_FALSE(hasUnpairedSurrogate("x\xED\x9F\xBF\U0001F600"));
    EXPECT_FALSE(hasUnpairedSurrogate("x\xED"));
}

TEST(JsonataCodePoints, codePointsGoThereAndBack)
{
    for (const char32_t c : {U'a', U'\u00E9', U'\u20AC', U'\U0001F600', U'\U0010FFFF', char32_t{0xD800}}) {
        std::string text;
        appendCodePoint(text, c);
        EXPECT_EQ(codePointAt(text), c);
        EXPECT_EQ(sequenceLength(text), text.size());
    }
    EXPECT_EQ(sequenceLength("\xE2\x82"), 1U);
    EXPECT_EQ(sequenceLength(""), 0U);
}

} // namespace
} // namespace gatehouse::jsonata::text
