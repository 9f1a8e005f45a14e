// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/filter/field.h"

#include <gtest/gtest.h>

namespace gatehouse::ui {
namespace {

constexpr FieldSpec kFields[] = {
    {"status", "code", FieldKind::Status, "status returned", "status:4xx"},
    {"provider", "integration slug", FieldKind::Text, "integration", "provider:a,b"},
};

TEST(FilterField, isFoundByNameAndAliasInAnyCase)
{
    EXPECT_EQ(findField(kFields, "Status"), 0U);
    EXPECT_EQ(findField(kFields, "slug"), 1U);
    EXPECT_EQ(findField(kFields, "integration"), 1U);
    EXPECT_EQ(findField(kFields, "nothing"), kNoField);
}

TEST(FilterField, suggestsTheNameThatATypingErrorMeant)
{
    EXPECT_EQ(nearestField(kFields, "statsu"), "status");
    EXPECT_EQ(nearestField(kFields, "stat"), "status");
    EXPECT_EQ(nearestField(kFields, "providr"), "provider");
    EXPECT_EQ(nearestField(kFields, "zzzzzz"), "");
}

TEST(FilterField, countsASwapOfNeighboursAsOneEdit)
{
    EXPECT_EQ(editDistance("statsu", "status"), 1U);
    EXPECT_EQ(editDistance("", "abc"), 3U);
    EXPECT_EQ(editDistance("kitten", "sitting"), 3U);
}

TEST(FilterField, helpNamesEveryFieldItsExampleAndItsAliases)
{
    const auto help = filterHelp(kFields);
    for (const auto& field : kFields) {
        EXPECT_NE(help.find(field.example), std::string::npos);
        EXPECT_NE(help.find(field.meaning), std::string::npos);
        EXPECT_NE(help.find(field.aliases), std::string::npos);
    }
}

} // namespace
} // namespace gatehouse::ui
