// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/text/utf16.h"

#include <gtest/gtest.h>

namespace gatehouse::jsonata::text {
namespace {

TEST(JsonataUtf16, comparesByUnit)
{
    EXPECT_LT(compareUtf16("\U0001F600", "\uFFFD"), 0);
    EXPECT_GT(compareUtf16("\uE000", "\U0001F600"), 0);
    EXPECT_LT(compareUtf16("\uD7FF", "\U0001F600"), 0);
    EXPECT_LT(compareUtf16("a", "b"), 0);
    EXPECT_LT(compareUtf16("a", "aa"), 0);
    EXPECT_GT(compareUtf16("aa", "a"), 0);
    EXPECT_EQ(compareUtf16("\u00E9", "\u00E9"), 0);
    EXPECT_LT(compareUtf16("Z", "\u00E9"), 0);
    EXPECT_EQ(compareUtf16("", ""), 0);
}

TEST(JsonataUtf16, convertsIndexes)
{
    const std::string_view text = "a\u00E9\U0001F600z";
    EXPECT_EQ(utf16Length(text), 5U);
    EXPECT_EQ(utf16ToByte(text, 0), 0U);
    EXPECT_EQ(utf16ToByte(text, 2), 3U);
    EXPECT_EQ(utf16ToByte(text, 3), 3U);
    EXPECT_EQ(utf16ToByte(text, 4), 7U);
    EXPECT_EQ(utf16ToByte(text, 99), 8U);
    Utf16Cursor cursor(text);
    EXPECT_EQ(cursor.indexOf(0), 0U);
    EXPECT_EQ(cursor.indexOf(3), 2U);
    EXPECT_EQ(cursor.indexOf(7), 4U);
    EXPECT_EQ(cursor.indexOf(99), 5U);
}

} // namespace
} // namespace gatehouse::jsonata::text
