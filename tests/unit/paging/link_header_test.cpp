// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/paging/paging.h"

#include <gtest/gtest.h>

namespace gatehouse::paging {
namespace {

TEST(LinkHeader, findsTheRelation)
{
    const auto* text =
        R"(<https://a/x?page=1&b=2>; rel="previous", <https://a/x?page=3>; rel="next"; title="a, <b>")";
    EXPECT_EQ(linkTarget(text, "next"), "https://a/x?page=3");
    EXPECT_EQ(linkTarget(text, "previous"), "https://a/x?page=1&b=2");
    EXPECT_EQ(linkTarget(text, "last"), "");
}

TEST(LinkHeader, knowsTheFormsOfRfc8288)
{
    EXPECT_EQ(linkTarget("</p>;REL=Next", "next"), "/p");
    EXPECT_EQ(linkTarget("</p> ; rel = \"start next\"", "next"), "/p");
    EXPECT_EQ(linkTarget("</p>;rel=prev;rel=next", "next"), "") << "only the first rel counts";
    EXPECT_EQ(linkTarget("</a>;title=\"x;rel=next\",</b>;rel=next", "next"), "/b");
    EXPECT_EQ(linkTarget("</a>, </b>; rel=next", "next"), "/b");
}

TEST(LinkHeader, endsOnBrokenOnes)
{
    for (const auto* text :
         {"", "<", "<a", ">", "<a>;rel", "<a>;rel=", "<a>;rel=\"", "<a>;;;,,,<", "<a>;rel=\"nex\\"}) {
        EXPECT_EQ(linkTarget(text, "next"), "") << text;
    }
}

} // namespace
} // namespace gatehouse::paging
