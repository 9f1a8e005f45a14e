// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/vault/system_random.h"

#include <gtest/gtest.h>

#include <array>
#include <set>

namespace gatehouse::vault {
namespace {

TEST(SystemRandom, fillsWithDifferentBytesEachTime)
{
    SystemRandom random;
    std::set<std::array<std::byte, 16>> seen;
    for (int i = 0; i < 100; ++i) {
        std::array<std::byte, 16> bytes{};
        random.fill(bytes);
        EXPECT_TRUE(seen.insert(bytes).second);
    }
}

TEST(SystemRandom, staysBelowTheBoundAndReachesAllOfIt)
{
    SystemRandom random;
    std::set<std::uint64_t> seen;
    for (int i = 0; i < 1000; ++i) {
        const auto number = random.below(5);
        ASSERT_LT(number, 5U);
        seen.insert(number);
    }
    EXPECT_EQ(seen.size(), 5U);
    EXPECT_EQ(random.below(1), 0U);
}

} // namespace
} // namespace gatehouse::vault
