// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/pagination.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

namespace gatehouse::api {
namespace {

using testing::ElementsAre;

constexpr auto kSame = [](const std::string& text) { return text; };

Page<std::string> page(std::vector<std::string> all, const std::string& query)
{
    return pageOf(std::move(all), *PageRequest::read(QueryParameters(query)), kSame);
}

TEST(Pagination, walksAllItemsOnceInOrder)
{
    const std::vector<std::string> all{"d", "b", "a", "e", "c"};
    const auto first = page(all, "limit=2");
    EXPECT_THAT(first.items, ElementsAre("a", "b"));
    const auto second = page(all, "limit=2&cursor=" + first.nextCursor.value_or(""));
    EXPECT_THAT(second.items, ElementsAre("c", "d"));
    const auto third = page(all, "limit=2&cursor=" + second.nextCursor.value_or(""));
    EXPECT_THAT(third.items, ElementsAre("e"));
    EXPECT_EQ(third.nextCursor, std::nullopt);
}

TEST(Pagination, endsExactlyAtTheLastItem)
{
    EXPECT_EQ(page({"a", "b"}, "limit=2").nextCursor, std::nullopt);
    EXPECT_TRUE(page({}, "").items.empty());
}

TEST(Pagination, goesOnWhenTheItemOfTheCursorIsGone)
{
    const auto first = page({"a", "b", "c"}, "limit=2");
    EXPECT_THAT(page({"a", "c", "d"}, "cursor=" + *first.nextCursor).items, ElementsAre("c", "d"));
}

TEST(Pagination, refusesBadLimitsAndForeignCursors)
{
    for (const auto* query : {"limit=0", "limit=1001", "limit=x", "cursor=%21%21", "cursor=a", "cursor=abc",
                              "cursor=1e3", "cursor=-1", "cursor=YWZ0ZXI6"}) {
        EXPECT_FALSE(PageRequest::read(QueryParameters(query))) << query;
    }
    EXPECT_EQ(PageRequest::read(QueryParameters("cursor="))->after, "");
}

TEST(Pagination, keepsTheOrderOfAListThatHasItsOwn)
{
    const std::vector<std::string> newestFirst{"c", "a", "b"};
    const auto asked = [](const std::string& query) { return *PageRequest::read(QueryParameters(query)); };
    const auto first = pageInOrder(newestFirst, asked("limit=2"), kSame);
    EXPECT_THAT(first.items, ElementsAre("c", "a"));
    const std::vector<std::string> meanwhile{"d", "c", "a", "b"};
    const auto second = pageInOrder(meanwhile, asked("limit=2&cursor=" + *first.nextCursor), kSame);
    EXPECT_THAT(second.items, ElementsAre("b"));
    EXPECT_EQ(second.nextCursor, std::nullopt);
    const std::vector<std::string> shorter{"d", "c"};
    EXPECT_TRUE(pageInOrder(shorter, asked("cursor=" + *first.nextCursor), kSame).items.empty());
}

TEST(Pagination, cursorsCarryAnySortKey)
{
    const std::string key = std::string("Änne\0env_1", 12) + "/+";
    EXPECT_EQ(readCursor(makeCursor(key)), key);
    EXPECT_EQ(makeCursor(key).find_first_of("+/="), std::string::npos);
}

} // namespace
} // namespace gatehouse::api
