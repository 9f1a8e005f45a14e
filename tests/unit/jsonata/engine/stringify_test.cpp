// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/stringify.h"
#include "tests/unit/jsonata/evaluated.h"

#include <gtest/gtest.h>

namespace gatehouse::jsonata {
namespace {

TEST(Stringify, printsFifteenDigitsAndWholeIntegers)
{
    EXPECT_EQ(test::evaluated("$string([0.1+0.2, 1e21, 1e-7, 123456789.123456789])"),
              "\"[0.3,1e+21,1e-7,123456789.123457]\"");
    EXPECT_EQ(test::evaluated("$string($)", "12345678901234567891"), "\"12345678901234567891\"");
}

TEST(Stringify, indentsByTwo)
{
    EXPECT_EQ(test::evaluated(R"($string({"a":[1,{}],"b":[]}, true))"),
              R"("{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": []\n}")");
}

TEST(Stringify, refusesInfinityAndTooMuch)
{
    EXPECT_EQ(test::evaluated("$string({\"inf\": 1/0})"), "!D1001");
    std::string out;
    const auto document = json::parse("[\"aaaaaaaaaaaaaaaa\",1,2,3]").value();
    EXPECT_EQ(stringify(out, document.root(), false, 8), StringifyOutcome::TooLong);
}

} // namespace
} // namespace gatehouse::jsonata
