// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/http.h"

#include <gtest/gtest.h>

namespace gatehouse::net {
namespace {

TEST(Headers, looksFieldsUpWithoutRegardToCase)
{
    const Headers headers{{"Set-Cookie", "a"}, {"X-One", "1"}, {"set-cookie", "b"}};
    EXPECT_EQ(headers.get("SET-COOKIE"), "a");
    EXPECT_EQ(headers.joined("Set-Cookie"), "a, b");
    EXPECT_FALSE(headers.has("X-On"));
    EXPECT_EQ(headers.joined("missing"), "");
}

TEST(Headers, setsOneInThePlaceOfAllOfItsName)
{
    Headers headers{{"A", "1"}, {"b", "2"}, {"a", "3"}};
    headers.set("a", "4");
    headers.set("C", "5");
    ASSERT_EQ(headers.fields().size(), 3U);
    EXPECT_EQ(headers.fields()[0].name, "a");
    EXPECT_EQ(headers.fields()[0].value, "4");
    EXPECT_EQ(headers.get("c"), "5");
    headers.remove("B");
    EXPECT_FALSE(headers.has("b"));
}

TEST(HeaderSyntax, allowsWhatMayGoOnTheWireOnly)
{
    EXPECT_TRUE(isValidHeader("X-A_1.~", "any text, \t and \xc3\xa9"));
    EXPECT_TRUE(isValidHeader("a", ""));
    for (const auto* name : {"", "a b", "a:", "a\n", "(a)", "\xc3\xa9"}) {
        EXPECT_FALSE(isValidHeader(name, "v")) << name;
    }
    for (const auto& value :
         {std::string("a\r\nb"), std::string("a\nb"), std::string("a\0b", 3), std::string("\x7f")}) {
        EXPECT_FALSE(isValidHeader("a", value));
    }
}

TEST(ReasonPhrase, knowsTheRegisteredStatuses)
{
    EXPECT_EQ(reasonPhrase(200), "OK");
    EXPECT_EQ(reasonPhrase(429), "Too Many Requests");
    EXPECT_EQ(reasonPhrase(503), "Service Unavailable");
    EXPECT_EQ(reasonPhrase(299), "");
    EXPECT_EQ(reasonPhrase(599), "");
}

} // namespace
} // namespace gatehouse::net
