// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/text/number_text.h"

#include <gtest/gtest.h>

#include <cmath>

namespace gatehouse::jsonata::text {
namespace {

TEST(JsonataNumberText, stringRoundsFractionsTo15Digits)
{
    EXPECT_EQ(numberToString(0.1 + 0.2), "0.3");
    EXPECT_EQ(numberToString(123456.7890123456789), "123456.789012346");
    EXPECT_EQ(numberToString(1.0000000000000002), "1");
    EXPECT_EQ(numberToString(0.000001234567890123456), "0.00000123456789012346");
    EXPECT_EQ(numberToString(1e-7), "1e-7");
    EXPECT_EQ(numberToString(1e21), "1e+21");
    EXPECT_EQ(numberToString(12345678901234567000.0), "12345678901234567000");
    EXPECT_EQ(numberToString(9007199254740993.0), "9007199254740992");
    EXPECT_EQ(numberToString(-0.0), "0");
}

TEST(JsonataNumberText, numberTakesJsonAndPrefixedIntegers)
{
    EXPECT_EQ(stringToNumber("00"), 0);
    EXPECT_EQ(stringToNumber("-1.5e+2"), -150);
    EXPECT_EQ(stringToNumber("0x1F"), 31);
    EXPECT_EQ(stringToNumber("0X1f"), 31);
    EXPECT_EQ(stringToNumber("0b11"), 3);
    EXPECT_EQ(stringToNumber("0o17"), 15);
    EXPECT_EQ(stringToNumber("0x1FFFFFFFFFFFFFFFFF"), 590295810358705700000.0);
    EXPECT_EQ(stringToNumber("0x20000000000001"), 9007199254740993.0);
    EXPECT_EQ(stringToNumber("1e-400"), 0);
    EXPECT_TRUE(std::signbit(*stringToNumber("-0")));
    for (const char* text : {"", " 1", "1 ", "1.", ".5", "1e", "1e+", "-", "0x", "0b12", "0o8", "0xg",
                             "-0x1F", "1e400", "Infinity", "NaN", "1_0", "+1"}) {
        EXPECT_EQ(stringToNumber(text), std::nullopt) << text;
    }
}

TEST(JsonataNumberText, roundsHalfToEvenOnTheDecimalText)
{
    EXPECT_EQ(roundHalfEven(0.5, 0), 0);
    EXPECT_EQ(roundHalfEven(1.5, 0), 2);
    EXPECT_EQ(roundHalfEven(-2.5, 0), -2);
    EXPECT_EQ(roundHalfEven(1.005, 2), 1);
    EXPECT_EQ(roundHalfEven(2.675, 2), 2.68);
    EXPECT_EQ(roundHalfEven(12450, -2), 12400);
    EXPECT_EQ(roundHalfEven(15, -1), 20);
    EXPECT_EQ(roundHalfEven(1e300, 2), 1e300);
    EXPECT_EQ(roundHalfEven(1e-10, 5), 0);
    EXPECT_FALSE(std::signbit(roundHalfEven(-0.4, 0)));
    EXPECT_TRUE(std::isnan(roundHalfEven(123.456, 400)));
    EXPECT_TRUE(std::isnan(roundHalfEven(2.5, 0.5)));
}

} // namespace
} // namespace gatehouse::jsonata::text
