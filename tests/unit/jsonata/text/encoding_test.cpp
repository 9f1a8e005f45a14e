// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/text/latin1_base64.h"
#include "core/jsonata/text/trim.h"
#include "core/jsonata/text/url_encoding.h"

#include <gtest/gtest.h>

namespace gatehouse::jsonata::text {
namespace {

TEST(JsonataTrim, collapsesAsciiBlanksOnly)
{
    EXPECT_EQ(trim("  a \t b\n "), "a b");
    EXPECT_EQ(trim("\u00A0a\u00A0"), "\u00A0a\u00A0");
    EXPECT_EQ(trim("\v a\f "), "\v a\f");
    EXPECT_EQ(trim(" \r\n"), "");
}

TEST(JsonataUrl, encodesAsEcmaScript)
{
    EXPECT_EQ(encodeUriComponent("a b&c/\u00E9-_.!~*'()"), "a%20b%26c%2F%C3%A9-_.!~*'()");
    EXPECT_EQ(encodeUri("https://x.y/a b?q=\u00E9&z=1#f"), "https://x.y/a%20b?q=%C3%A9&z=1#f");
    EXPECT_EQ(encodeUri("\U0001F600[]"), "%F0%9F%98%80%5B%5D");
    EXPECT_EQ(encodeUri("\xED\xA0\x80"), std::nullopt);
    EXPECT_EQ(encodeUriComponent("a\xED\xBF\xBF"), std::nullopt);
}

TEST(JsonataUrl, decodesOrRefuses)
{
    EXPECT_EQ(decodeUri("%3B%2F%23x%41"), "%3B%2F%23xA");
    EXPECT_EQ(decodeUriComponent("%3B%2F%23x%41"), ";/#xA");
    EXPECT_EQ(decodeUri("%2f%E2%82%AC"), "%2f\u20AC");
    for (const char* text : {"%", "%4", "%zz", "%E0%A4%A", "%ED%A0%80", "%C0%80", "%E2%82", "%E2x%82%AC",
                             "%80", "%F5%80%80%80", "%E0%80%80", "%F4%90%80%80"}) {
        EXPECT_EQ(decodeUri(text), std::nullopt) << text;
        EXPECT_EQ(decodeUriComponent(text), std::nullopt) << text;
    }
}

TEST(JsonataBase64, takesTextForBytes)
{
    EXPECT_EQ(base64Encode("h\u00E9llo"), "aOlsbG8=");
    EXPECT_EQ(base64Encode("a"), "YQ==");
    EXPECT_EQ(base64Encode("\u20AC"), "rA==");
    EXPECT_EQ(base64Encode("\U0001F600"), "PQA=");
    EXPECT_EQ(base64Encode(""), "");
}

TEST(JsonataBase64, decodesLeniently)
{
    EXPECT_EQ(base64Decode("aOlsbG8="), "h\u00E9llo");
    EXPECT_EQ(base64Decode("aGVsbG8"), "hello");
    EXPECT_EQ(base64Decode("aGVs*bG8="), "hello");
    EXPECT_EQ(base64Decode("aGV=sbG8="), "he");
    EXPECT_EQ(base64Decode("_-8"), "\u00FF\u00EF");
    EXPECT_EQ(base64Decode("!!"), "");
    EXPECT_EQ(base64Decode("a"), "");
}

} // namespace
} // namespace gatehouse::jsonata::text
