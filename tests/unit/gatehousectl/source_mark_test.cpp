// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehousectl/source_mark.h"

#include <gtest/gtest.h>

namespace gatehouse::ctl {
namespace {

TEST(SourceMark, underlinesTheWrongPartOfItsLine)
{
    EXPECT_EQ(markError("a.b\n$sum(x y)\nc", {"S0202: expected ')'", "expression", "", {2, 8, 11, 1}}),
              "error: S0202: expected ')'\n"
              "  --> expression:2:8\n"
              "   |\n"
              " 2 | $sum(x y)\n"
              "   |        ^\n");
}

TEST(SourceMark, countsCodePointsNotBytes)
{
    const auto marked = markError("'äöü' + foo", {"m", "e", "", {1, 9, 11, 3}});
    EXPECT_NE(marked.find("   |         ^^^\n"), std::string::npos) << marked;
}

TEST(SourceMark, showsQuestionMarksForWhatIsNoText)
{
    const auto marked = markError("a\xc2\x9b\xff\xd0z\xe4\xbd", {"m", "e", "", {1, 4, 4, 1}});
    EXPECT_NE(marked.find(" 1 | a???z?\n   |    ^\n"), std::string::npos) << marked;
}

TEST(SourceMark, keepsTabsAndShowsNoControlCharacters)
{
    EXPECT_EQ(markError("\ta\x1b + b", {"m", "e", "", {1, 6, 5, 1}, "warning"}), "warning: m\n"
                                                                                 "  --> e:1:6\n"
                                                                                 "   |\n"
                                                                                 " 1 | \ta? + b\n"
                                                                                 "   | \t    ^\n");
}

TEST(SourceMark, cutsLongLinesAroundTheMark)
{
    const std::string line = std::string(500, 'x') + "!" + std::string(500, 'y');
    const auto marked = markError(line, {"m", "e", "", {1, 501, 500, 1}});
    EXPECT_LT(marked.size(), 500U);
    EXPECT_NE(marked.find("| …xxx"), std::string::npos) << marked;
    EXPECT_NE(marked.find("…\n"), std::string::npos);
    const auto shown = marked.find("…x");
    const auto bang = marked.find('!');
    const auto caret = marked.find('^') - marked.rfind('\n', marked.find('^'));
    // The ellipsis is three bytes and one column.
    EXPECT_EQ(bang - marked.rfind('\n', shown) - 2, caret) << marked;
}

TEST(SourceMark, showsHintsAndErrorsWithoutAPlace)
{
    EXPECT_EQ(markError("", {"it cannot be read", "file.json", "", {}}),
              "error: it cannot be read\n  --> file.json\n");
    EXPECT_NE(markError("a", {"m", "e", "did you mean b?", {1, 1, 0, 1}}).find(" = did you mean b?\n"),
              std::string::npos);
}

TEST(SourceMark, staysInBoundsWherePositionsAreOff)
{
    for (const TextPosition at : {TextPosition{9, 9, 99, 99}, TextPosition{1, 99, 0, 0},
                                  TextPosition{1, 0, 0, 0}, TextPosition{1, 4, 3, 9}}) {
        EXPECT_FALSE(markError("abc", {"m", "e", "", at}).empty());
    }
}

} // namespace
} // namespace gatehouse::ctl
