// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"

#include <gtest/gtest.h>

namespace gatehouse {
namespace {

Result<int> half(int n)
{
    if (n % 2 != 0) {
        return fail(Errc::InvalidArgument, "odd");
    }
    return n / 2;
}

Result<int> quarter(int n)
{
    GH_ASSIGN(const int h, half(n));
    return half(h);
}

TEST(Error, describesFileLineAndPointer)
{
    const Error e{Errc::ConfigError, "slug is missing", "a/provider.json", "/slug", {3, 5, 0, 0}};
    EXPECT_EQ(e.describe(), "a/provider.json:3:5: slug is missing (at /slug)");
    EXPECT_EQ((Error{Errc::Internal, "x", {}, {}, {}}).describe(), "x");
}

TEST(Error, isPassedUpByTheMacros)
{
    EXPECT_EQ(quarter(8).value(), 2);
    EXPECT_EQ(quarter(6).error().message, "odd");
}

TEST(Error, hasAStableNameForEachCode)
{
    EXPECT_EQ(errcName(Errc::InvalidArgument), "invalid_argument");
    EXPECT_EQ(errcName(Errc::Internal), "internal");
}

} // namespace
} // namespace gatehouse
