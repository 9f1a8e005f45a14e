// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/pictures/date_picture.h"
#include "tests/unit/jsonata/pictures/vectors.h"

#include <ctime>

namespace gatehouse::jsonata::pictures {
namespace {

/// The clock that the outcomes were taken with: 2020-05-15T16:17:18.190Z.
constexpr std::int64_t kNow = 1589559438190;

TEST(JsonataFromMillis, givesWhatTheReferenceGives)
{
    forEachVector("from_millis.json", [](const json::Value& vector) {
        expectText(vector, formatDateTime(vector["args"][std::size_t{0}].asDouble(), textArgument(vector, 1),
                                          textArgument(vector, 2)));
    });
}

TEST(JsonataToMillis, givesWhatTheReferenceGives)
{
    forEachVector("to_millis.json", [](const json::Value& vector) {
        expectNumber(vector, parseDateTime(*textArgument(vector, 0), textArgument(vector, 1), kNow));
    });
}

TEST(JsonataFromMillis, zonesWestOfGreenwichKeepTheirHalfHours)
{
    EXPECT_EQ(*formatDateTime(1521801216617, "[H01]:[m01] [Z]", "-0330"), "07:03 -03:30");
    EXPECT_EQ(*formatDateTime(1521801216617, "[H01]:[m01] [Z0]", "-0330"), "07:03 -3:30");
    EXPECT_EQ(*formatDateTime(1521801216617, "[z0000]", "-0330"), "GMT-0330");
}

TEST(JsonataToMillis, zonesWestOfGreenwichKeepTheirHalfHours)
{
    constexpr double kHalfPastFive = 1514784600000.0; // 2018-01-01T05:30:00Z; the reference says 04:30
    EXPECT_EQ(*parseDateTime("2018-01-01 -05:30", "[Y]-[M]-[D] [Z]", kNow), kHalfPastFive);
    EXPECT_EQ(*parseDateTime("2018-01-01 -0530", "[Y]-[M]-[D] [Z0001]", kNow), kHalfPastFive);
    EXPECT_EQ(*parseDateTime("2018-01-01 GMT-05:30", "[Y]-[M]-[D] [z]", kNow), kHalfPastFive);
}

TEST(JsonataToMillis, readsTheDigitsOfThePicturesFamily)
{
    EXPECT_EQ(*parseDateTime("\u0662\u0660\u0661\u0668", "[Y\u0660]", kNow), 1514764800000.0);
}

TEST(JsonataToMillis, longPicturesTakeNoTime)
{
    std::string picture;
    std::string text;
    for (int i = 0; i < 40; ++i) {
        picture += "[Yw]";
        text += "one hundred and ";
    }
    const auto begin = std::clock(); // the processor's time: others may have the machine meanwhile
    static_cast<void>(parseDateTime(text + "!", picture, kNow));
    picture.clear();
    for (int i = 0; i < 40; ++i) {
        picture += "[MA]";
    }
    static_cast<void>(parseDateTime(std::string(5000, 'a') + "!", picture, kNow));
    EXPECT_LT(std::clock() - begin, 2 * CLOCKS_PER_SEC);
    EXPECT_EQ(parseDateTime("a", std::string(5000, 'x'), kNow).error().code, "D1013");
    EXPECT_EQ(formatDateTime(0, "[Y,99999999]").error().code, "D1013");
}

} // namespace
} // namespace gatehouse::jsonata::pictures
