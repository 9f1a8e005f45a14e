// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/time_format.h"

#include <gtest/gtest.h>

namespace gatehouse {
namespace {

TEST(TimeFormat, printsRfc3339WithMilliseconds)
{
    EXPECT_EQ(formatRfc3339(fromMillis(1'760'000'000'007)), "2025-10-09T08:53:20.007Z");
    EXPECT_EQ(formatRfc3339(fromMillis(-1)), "1969-12-31T23:59:59.999Z");
}

TEST(TimeFormat, readsOffsetsAndFractions)
{
    EXPECT_EQ(toMillis(parseRfc3339("2025-10-09T10:53:20.5+02:00").value()), 1'760'000'000'500);
    EXPECT_EQ(toMillis(parseRfc3339("2025-10-09t08:53:20z").value()), 1'760'000'000'000);
}

TEST(TimeFormat, refusesWhatIsNoTime)
{
    for (const char* bad :
         {"", "2025-13-01T00:00:00Z", "2025-02-30T00:00:00Z", "2025-10-09T08:53:20", "2025-10-09",
          "2025-10-09T24:00:00Z", "2025-10-09T08:53:20.Z", "2025-10-09T08:53:20Zx"}) {
        EXPECT_FALSE(parseRfc3339(bad)) << bad;
    }
}

TEST(TimeFormat, printsTheHttpDateOfRfc9110)
{
    EXPECT_EQ(formatHttpDate(fromMillis(784'111'777'000)), "Sun, 06 Nov 1994 08:49:37 GMT");
}

} // namespace
} // namespace gatehouse
