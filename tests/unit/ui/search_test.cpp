// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/search.h"

#include <gtest/gtest.h>

#include <string>

namespace gatehouse::ui {
namespace {

TEST(FindAll, findsEveryHitWithoutOverlap)
{
    EXPECT_EQ(findAll("aaaa", "aa", true).offsets, (std::vector<std::uint32_t>{0, 2}));
    EXPECT_EQ(findAll("xAbxabxAB", "ab", false).offsets, (std::vector<std::uint32_t>{1, 4, 7}));
    EXPECT_EQ(findAll("xAbxabxAB", "ab", true).offsets, (std::vector<std::uint32_t>{4}));
    EXPECT_TRUE(findAll("abc", "", false).offsets.empty());
    EXPECT_TRUE(findAll("abc", "abcd", false).offsets.empty());
    EXPECT_EQ(findAll("abc", "c", false).offsets, (std::vector<std::uint32_t>{2}));
}

TEST(FindAll, findsHitsThatCrossTheEdgeOfASlice)
{
    constexpr std::size_t kSlice = 1U << 20U;
    std::string text(3 * kSlice, '.');
    text.replace(kSlice - 2, 4, "Edge");
    text.replace(2 * kSlice - 4, 4, "edge");
    text.replace(2 * kSlice, 4, "EDGE");
    EXPECT_EQ(findAll(text, "edge", false).offsets,
              (std::vector<std::uint32_t>{kSlice - 2, 2 * kSlice - 4, 2 * kSlice}));
}

TEST(FindAll, saysWhenThereAreMoreThanItKeeps)
{
    const auto places = findAll(std::string(kMaxPlaces + 5, 'a'), "a", true);
    EXPECT_TRUE(places.more);
    EXPECT_EQ(places.offsets.size(), kMaxPlaces);
}

TEST(FindAll, stopsWhenAsked)
{
    const std::atomic<bool> stop{true};
    std::string text(4U << 20U, '.');
    text += "end";
    EXPECT_TRUE(findAll(text, "end", false, &stop).offsets.empty());
}

} // namespace
} // namespace gatehouse::ui
