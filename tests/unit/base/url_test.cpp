// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/url.h"

#include <gtest/gtest.h>

namespace gatehouse {
namespace {

TEST(Url, splitsAndRebuildsWhatItRead)
{
    const auto url = Url::parse("HTTPS://Api.Example.com:8443/v1/a%20b?x=1&y=%2F").value();
    EXPECT_EQ(url.scheme, "https");
    EXPECT_EQ(url.host, "api.example.com");
    EXPECT_EQ(url.port, 8443);
    EXPECT_EQ(url.target(), "/v1/a%20b?x=1&y=%2F");
    EXPECT_EQ(url.str(), "https://api.example.com:8443/v1/a%20b?x=1&y=%2F");
}

TEST(Url, leavesTheStandardPortOutOfTheAuthority)
{
    EXPECT_EQ(Url::parse("http://a:80").value().str(), "http://a/");
    EXPECT_EQ(Url::parse("https://[::1]:9/").value().authority(), "[::1]:9");
}

TEST(Url, refusesWhatItCannotSafelySend)
{
    for (const char* bad :
         {"", "a", "ftp://a/", "http://", "http://u:p@a/", "http://a/#f", "http://a b/", "http://a:0/",
          "http://a:99999/", "http://a/\r\nX: y", "http://[::1/", "http://a:8x/"}) {
        EXPECT_FALSE(Url::parse(bad)) << bad;
    }
}

// The examples of RFC 3986 §5.4.1 that http knows.
TEST(Url, resolvesReferencesAsTheRfcDoes)
{
    const auto base = Url::parse("http://a/b/c/d?q").value();
    EXPECT_EQ(base.resolve("g")->str(), "http://a/b/c/g");
    EXPECT_EQ(base.resolve("./g")->str(), "http://a/b/c/g");
    EXPECT_EQ(base.resolve("g/")->str(), "http://a/b/c/g/");
    EXPECT_EQ(base.resolve("/g")->str(), "http://a/g");
    EXPECT_EQ(base.resolve("//g")->str(), "http://g/");
    EXPECT_EQ(base.resolve("?y")->str(), "http://a/b/c/d?y");
    EXPECT_EQ(base.resolve("g?y")->str(), "http://a/b/c/g?y");
    EXPECT_EQ(base.resolve("")->str(), "http://a/b/c/d?q");
    EXPECT_EQ(base.resolve("..")->str(), "http://a/b/");
    EXPECT_EQ(base.resolve("../../g")->str(), "http://a/g");
    EXPECT_EQ(base.resolve("../../../g")->str(), "http://a/g");
    EXPECT_EQ(base.resolve("https://x/y")->str(), "https://x/y");
    EXPECT_EQ(base.resolve("?next=http://x/")->str(), "http://a/b/c/d?next=http://x/");
}

TEST(Url, encodesAndDecodesPercentEscapes)
{
    EXPECT_EQ(percentEncode("a b/ä~"), "a%20b%2F%C3%A4~");
    EXPECT_EQ(percentDecode("a%20b%2f%zz+"), "a b/%zz+");
    EXPECT_EQ(percentDecode("a+b", true), "a b");
    EXPECT_EQ(percentDecode("%2"), "%2");
}

TEST(Url, readsAndBuildsQueries)
{
    const auto pairs = parseQuery("a=1&b=x%20y&&c&d=");
    ASSERT_EQ(pairs.size(), 4U);
    EXPECT_EQ(pairs[1].second, "x y");
    EXPECT_EQ(pairs[2].first, "c");
    EXPECT_EQ(buildQuery({{"q", "a&b"}, {"z", ""}}), "q=a%26b&z=");
}

} // namespace
} // namespace gatehouse
