// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/text/case_mapping.h"
#include "core/jsonata/text/special_casing.h"

#include <gtest/gtest.h>

namespace gatehouse::jsonata::text {
namespace {

TEST(JsonataCaseMapping, upperExpands)
{
    EXPECT_EQ(toUpper("stra\u00DFe"), "STRASSE");
    EXPECT_EQ(toUpper("\uFB01ne caf\u00E9"), "FINE CAF\u00C9");
    EXPECT_EQ(toUpper("\u0149 \u1F80"), "\u02BCN \u1F08\u0399");
    EXPECT_EQ(toUpper("abc\U00010428"), "ABC\U00010400");
    EXPECT_EQ(toUpper("z\xED\xA0\x80z"), "Z\xED\xA0\x80Z");
}

TEST(JsonataCaseMapping, lowerKnowsTheFinalSigma)
{
    EXPECT_EQ(toLower("\u039F\u0394\u039F\u03A3"), "\u03BF\u03B4\u03BF\u03C2");
    EXPECT_EQ(toLower("\u03A3\u039F\u03A3 \u03A3"), "\u03C3\u03BF\u03C2 \u03C3");
    EXPECT_EQ(toLower("A\u03A3"), "a\u03C2");
    EXPECT_EQ(toLower("A.\u03A3.B"), "a.\u03C3.b");
    EXPECT_EQ(toLower("\u0130X"), "i\u0307x");
    EXPECT_EQ(toLower("HELLO \u00C9"), "hello \u00E9");
    EXPECT_EQ(toLower(""), "");
}

TEST(JsonataCaseMapping, tableHoldsOnlyExpansions)
{
    EXPECT_EQ(specialUpper(0xDF), U"SS");
    EXPECT_EQ(specialUpper(U'a'), U"");
    EXPECT_EQ(specialUpper(0x10FFFF), U"");
}

} // namespace
} // namespace gatehouse::jsonata::text
