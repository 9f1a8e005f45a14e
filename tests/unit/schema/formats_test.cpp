// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/text_rules.h"

#include <gtest/gtest.h>

namespace gatehouse::schema {
namespace {

TEST(Formats, knowDatesAndTimes)
{
    EXPECT_TRUE(hasFormat("date", "2024-02-29"));
    EXPECT_FALSE(hasFormat("date", "2023-02-29"));
    EXPECT_FALSE(hasFormat("date", "2024-2-9"));
    EXPECT_TRUE(hasFormat("date-time", "2025-10-09T01:53:20-07:00"));
    EXPECT_FALSE(hasFormat("date-time", "2025-10-09 01:53"));
    EXPECT_TRUE(hasFormat("time", "23:59:59Z"));
    EXPECT_FALSE(hasFormat("time", "25:00:00Z"));
}

TEST(Formats, acceptAddressesAsVendorsHoldThem)
{
    EXPECT_TRUE(hasFormat("email", "jo@example"));
    EXPECT_FALSE(hasFormat("email", "jo @example.com"));
    EXPECT_FALSE(hasFormat("email", "jo@a@b"));
    EXPECT_FALSE(hasFormat("email", "@b"));
}

TEST(Formats, knowUrisAndUuids)
{
    EXPECT_TRUE(hasFormat("uri", "https://example.com/x?y#z"));
    EXPECT_FALSE(hasFormat("uri", "example.com"));
    EXPECT_FALSE(hasFormat("uri", "ht tp://x"));
    EXPECT_TRUE(hasFormat("uuid", "c033cdaa-2c40-4a64-ae48-b4cec88dad24"));
    EXPECT_FALSE(hasFormat("uuid", "c033cdaa2c404a64ae48b4cec88dad24"));
    EXPECT_FALSE(hasFormat("uuid", "c033cdaa-2c40-4a64-ae48-b4cec88dad2g"));
}

TEST(Formats, letUnknownOnesPass)
{
    EXPECT_TRUE(hasFormat("iban", "whatever"));
}

} // namespace
} // namespace gatehouse::schema
