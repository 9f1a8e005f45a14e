// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/ids.h"
#include "tests/support/seeded_random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>

namespace gatehouse {
namespace {

TEST(Ids, areAPrefixAndTwentyTwoAlphanumerics)
{
    test::SeededRandom random;
    const auto a = makeId("acc_", random);
    const auto b = makeId("acc_", random);
    EXPECT_TRUE(a.starts_with("acc_"));
    EXPECT_EQ(a.size(), 26U);
    EXPECT_NE(a, b);
    EXPECT_TRUE(std::all_of(a.begin() + 4, a.end(), [](unsigned char c) { return std::isalnum(c) != 0; }));
}

} // namespace
} // namespace gatehouse
