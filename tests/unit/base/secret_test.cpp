// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/secret.h"

#include <gtest/gtest.h>

#include <type_traits>

namespace gatehouse {
namespace {

static_assert(!std::is_copy_constructible_v<Secret>);
static_assert(!std::is_copy_assignable_v<Secret>);

TEST(Secret, wipesTheStringItTakesOver)
{
    std::string token = "a-long-enough-secret-to-live-on-the-heap";
    const char* bytes = token.data();
    const Secret secret(std::move(token));
    EXPECT_EQ(secret.reveal(), "a-long-enough-secret-to-live-on-the-heap");
    EXPECT_EQ(bytes[0], '\0');
}

TEST(Secret, leavesNothingBehindWhenItMoves)
{
    Secret a(std::string_view("short"));
    const Secret b = std::move(a);
    EXPECT_TRUE(
        a.empty()); // NOLINT(bugprone-use-after-move): emptiness after a move is the promise under test
    EXPECT_EQ(b.reveal(), "short");
}

TEST(Secret, showsOnlyTheLastFourOfALongOne)
{
    EXPECT_EQ(Secret(std::string_view("0123456789abcdef")).masked(), "••••cdef");
    EXPECT_EQ(Secret(std::string_view("short")).masked(), "••••");
}

TEST(Secret, comparesWholeValues)
{
    EXPECT_TRUE(constantTimeEquals("abc", "abc"));
    EXPECT_FALSE(constantTimeEquals("abc", "abd"));
    EXPECT_FALSE(constantTimeEquals("abc", "abcd"));
}

} // namespace
} // namespace gatehouse
