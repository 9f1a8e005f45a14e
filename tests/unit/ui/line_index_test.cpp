// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/line_index.h"

#include <gtest/gtest.h>

#include <string>

namespace gatehouse::ui {
namespace {

TEST(LineIndex, countsLinesAsAnEditorDoes)
{
    EXPECT_EQ(LineIndex("").rows(), 1U);
    EXPECT_EQ(LineIndex("a").rows(), 1U);
    EXPECT_EQ(LineIndex("a\n").rows(), 2U);
    EXPECT_EQ(LineIndex("a\nb").rows(), 2U);
}

TEST(LineIndex, givesRowsWithoutTheirLineEnds)
{
    const std::string text = "one\r\ntwo\n\nfour";
    const LineIndex index(text);
    ASSERT_EQ(index.rows(), 4U);
    EXPECT_EQ(index.row(text, 0), "one");
    EXPECT_EQ(index.row(text, 1), "two");
    EXPECT_EQ(index.row(text, 2), "");
    EXPECT_EQ(index.row(text, 3), "four");
    EXPECT_EQ(index.start(3), 10U);
    EXPECT_EQ(index.start(4), text.size());
}

TEST(LineIndex, findsTheRowOfAByte)
{
    const LineIndex index("ab\ncd\n");
    EXPECT_EQ(index.rowAt(0), 0U);
    EXPECT_EQ(index.rowAt(2), 0U);
    EXPECT_EQ(index.rowAt(3), 1U);
    EXPECT_EQ(index.rowAt(6), 2U);
}

TEST(LineIndex, cutsLongLinesBetweenCharactersAndLosesNothing)
{
    std::string text;
    while (text.size() < 5 * LineIndex::kMaxRow) {
        text += "aé€😀";
    }
    text += "\nlast";
    const LineIndex index(text);
    EXPECT_EQ(index.lines(), 2U);
    EXPECT_GT(index.rows(), 5U);
    std::string joined;
    for (std::size_t row = 0; row + 1 < index.rows(); ++row) {
        const auto part = index.row(text, row);
        EXPECT_LE(part.size(), LineIndex::kMaxRow);
        EXPECT_NE(static_cast<unsigned char>(part.front()) & 0xc0U, 0x80U) << "a character was cut";
        EXPECT_EQ(index.lineNumber(row), 1U);
        EXPECT_EQ(index.continues(row), row > 0);
        joined += part;
    }
    EXPECT_EQ(joined + "\nlast", text);
    EXPECT_EQ(index.lineNumber(index.rows() - 1), 2U);
}

TEST(LineIndex, survivesBytesThatAreNotUtf8)
{
    const std::string text(10'000, '\x80');
    const LineIndex index(text);
    EXPECT_GT(index.rows(), 10U);
}

} // namespace
} // namespace gatehouse::ui
