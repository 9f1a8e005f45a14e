// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/pictures/decimal_picture.h"
#include "tests/unit/jsonata/pictures/vectors.h"

#include <limits>

namespace gatehouse::jsonata::pictures {
namespace {

TEST(JsonataFormatNumber, givesWhatTheReferenceGives)
{
    forEachVector("format_number.json", [](const json::Value& vector) {
        DecimalFormat format;
        for (const json::Member& option : vector["args"][std::size_t{2}].members()) {
            format.set(option.name, option.value.asString());
        }
        expectText(vector,
                   formatNumber(vector["args"][std::size_t{0}].asDouble(), *textArgument(vector, 1), format));
    });
}

TEST(JsonataFormatNumber, groupsByTheStandardWhereTheReferenceStumbles)
{
    EXPECT_EQ(*formatNumber(5, "#,##,##0.00"), "5.00");
    EXPECT_EQ(*formatNumber(123, "#,##,##0"), "123");
    EXPECT_EQ(*formatNumber(0.123456789, "0.000,000,0"), "0.123,456,8");
}

TEST(JsonataFormatNumber, printsWhatIsNotFinite)
{
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    EXPECT_EQ(*formatNumber(kInfinity, "#0"), "Infinity");
    EXPECT_EQ(*formatNumber(-kInfinity, "#0"), "-Infinity");
    EXPECT_EQ(*formatNumber(-kInfinity, "#0;(0)"), "(Infinity)");
    EXPECT_EQ(*formatNumber(kInfinity, "0e0"), "Infinity");
    EXPECT_EQ(*formatNumber(std::nan(""), "a0"), "aNaN");
}

TEST(JsonataFormatNumber, boundsItsWork)
{
    EXPECT_EQ(formatNumber(1, std::string(100000, '0')).error().code, "D1013");
    EXPECT_EQ(formatNumber(1, "0." + std::string(200, '0')).error().code, "D1013");
}

TEST(JsonataFormatBase, givesWhatTheReferenceGives)
{
    forEachVector("format_base.json", [](const json::Value& vector) {
        const json::Value radix = vector["args"][std::size_t{1}];
        expectText(vector, formatBase(vector["args"][std::size_t{0}].asDouble(),
                                      radix.isNumber() ? radix.asDouble() : 10));
    });
}

} // namespace
} // namespace gatehouse::jsonata::pictures
