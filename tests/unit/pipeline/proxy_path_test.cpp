// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/proxy_path.h"

#include <gtest/gtest.h>

namespace gatehouse::pipeline {
namespace {

Url base()
{
    Url url = *Url::parse("https://api.acme.test/v2/x");
    return url;
}

TEST(ProxyUrl, keepsPathAndQueryAsTheyWereWritten)
{
    const auto url = proxyUrl(base(), "/people/a%2Fb;v=1", "q=a%20b&c");

    ASSERT_TRUE(url);
    EXPECT_EQ(url->str(), "https://api.acme.test/v2/x/people/a%2Fb;v=1?q=a%20b&c");
}

TEST(ProxyUrl, neverLeavesTheBaseUrl)
{
    for (const char* path : {"/../admin", "/people/../../admin", "/%2e%2e/admin", "/.%2e/x", "/%252e%252e/x",
                             "/a/./b", "//evil.test/x", "/..%2fadmin", "/x%2f..%2f..%2fy", "/..%5cadmin",
                             "/..", "/a\\..\\b", "/a b", "/a#b", "/a\r\nHost: x"}) {
        const auto url = proxyUrl(base(), path, "");
        ASSERT_FALSE(url) << path << " gave " << url->str();
        EXPECT_EQ(url.error().code, Errc::InvalidArgument);
    }
}

TEST(ProxyUrl, keepsTheHostWhateverThePathLooksLike)
{
    for (const char* path : {"/https://evil.test/", "/@evil.test", "/:80", "/...", "/..a"}) {
        const auto url = proxyUrl(base(), path, "");
        ASSERT_TRUE(url) << path;
        EXPECT_TRUE(url->sameOrigin(base())) << path;
        EXPECT_TRUE(url->path.starts_with("/v2/x/")) << path;
    }
}

TEST(ForwardedHeaders, dropWhatIsForThisHopOrForTheGateway)
{
    const net::Headers sent = forwardedRequestHeaders({{"Authorization", "Bearer of-the-caller"},
                                                       {"Cookie", "a=b"},
                                                       {"Host", "gatehouse"},
                                                       {"Connection", "keep-alive, X-Mine"},
                                                       {"X-Mine", "1"},
                                                       {"Transfer-Encoding", "chunked"},
                                                       {"Gatehouse-Account", "acc_1"},
                                                       {"Content-Type", "text/plain"},
                                                       {"If-Match", "\"1\""}});

    ASSERT_EQ(sent.fields().size(), 2U);
    EXPECT_EQ(sent.fields()[0].name, "Content-Type");
    EXPECT_EQ(sent.fields()[1].name, "If-Match");
}

TEST(ForwardedHeaders, dropTheProvidersCookiesAndItsLimitHeadersOfTheSameName)
{
    const net::Headers back = forwardedResponseHeaders({{"Set-Cookie", "s=1"},
                                                        {"RateLimit-Remaining", "7"},
                                                        {"Retry-After", "9"},
                                                        {"Keep-Alive", "timeout=5"},
                                                        {"ETag", "\"1\""},
                                                        {"X-RateLimit-Left", "7"}});

    ASSERT_EQ(back.fields().size(), 2U);
    EXPECT_EQ(back.fields()[0].name, "ETag");
    EXPECT_EQ(back.fields()[1].name, "X-RateLimit-Left");
}

} // namespace
} // namespace gatehouse::pipeline
