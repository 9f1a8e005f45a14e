// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/pictures/integer_picture.h"
#include "tests/unit/jsonata/pictures/vectors.h"

#include <limits>

namespace gatehouse::jsonata::pictures {
namespace {

TEST(JsonataFormatInteger, givesWhatTheReferenceGives)
{
    forEachVector("format_integer.json", [](const json::Value& vector) {
        expectText(vector,
                   formatInteger(vector["args"][std::size_t{0}].asDouble(), *textArgument(vector, 1)));
    });
}

TEST(JsonataParseInteger, givesWhatTheReferenceGives)
{
    forEachVector("parse_integer.json", [](const json::Value& vector) {
        expectNumber(vector, parseInteger(*textArgument(vector, 0), *textArgument(vector, 1)));
    });
}

TEST(JsonataFormatInteger, boundsItsWork)
{
    EXPECT_EQ(formatInteger(1e300, "I").error().code, "D1013");
    EXPECT_EQ(formatInteger(1, std::string(100000, '0')).error().code, "D1013");
    EXPECT_EQ(*formatInteger(std::numeric_limits<double>::infinity(), "w"), "");
    EXPECT_EQ(*formatInteger(std::numeric_limits<double>::infinity(), "a"), "");
    EXPECT_TRUE(std::isnan(*parseInteger(std::string(2000000, 'x'), "w")));
}

} // namespace
} // namespace gatehouse::jsonata::pictures
