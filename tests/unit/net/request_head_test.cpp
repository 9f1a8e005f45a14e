// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/request_head.h"
#include "core/net/response_head.h"

#include <gtest/gtest.h>

namespace gatehouse::net {
namespace {

ClientRequest request(const std::string& method, const std::string& url)
{
    ClientRequest out;
    out.method = method;
    out.url = *Url::parse(url);
    return out;
}

std::string head(const ClientRequest& wanted, bool absolute = false, const std::string& authorization = {})
{
    std::string out;
    appendRequestHead(out, wanted, requestFraming(wanted), absolute, authorization);
    return out;
}

TEST(RequestHead, isInOriginFormOrForAProxyInAbsoluteForm)
{
    const auto wanted = request("GET", "http://api.example:8080/a/b?c=%20d");
    EXPECT_EQ(head(wanted), "GET /a/b?c=%20d HTTP/1.1\r\nHost: api.example:8080\r\n\r\n");
    EXPECT_EQ(head(wanted, true, "Basic eA=="),
              "GET http://api.example:8080/a/b?c=%20d HTTP/1.1\r\nHost: api.example:8080\r\n"
              "Proxy-Authorization: Basic eA==\r\n\r\n");
    EXPECT_EQ(head(request("GET", "http://[2606:4700::1111]/")),
              "GET / HTTP/1.1\r\nHost: [2606:4700::1111]\r\n\r\n");
}

TEST(RequestHead, saysTheLengthOfABodyAndOfAnEmptyOneWhereOneIsExpected)
{
    EXPECT_EQ(head(request("POST", "http://a/")), "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
    EXPECT_EQ(head(request("DELETE", "http://a/")), "DELETE / HTTP/1.1\r\nHost: a\r\n\r\n");
    auto wanted = request("DELETE", "http://a/");
    wanted.body = "x";
    EXPECT_EQ(head(wanted), "DELETE / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n");
}

TEST(RequestHead, knowsWhatMayBeSentTwice)
{
    EXPECT_TRUE(isReplayable(request("GET", "http://a/")));
    EXPECT_TRUE(isReplayable(request("PUT", "http://a/")));
    EXPECT_TRUE(isReplayable(request("DELETE", "http://a/")));
    EXPECT_FALSE(isReplayable(request("POST", "http://a/")));
    EXPECT_FALSE(isReplayable(request("PATCH", "http://a/")));
    auto keyed = request("POST", "http://a/");
    keyed.headers.add("idempotency-key", "1");
    EXPECT_TRUE(isReplayable(keyed));
}

TEST(ResponseHead, rendersTheDateOnceASecond)
{
    DateLine date;
    EXPECT_EQ(date.at(fromMillis(784'111'777'000)), "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n");
    const auto* line = date.at(fromMillis(784'111'777'999)).data();
    EXPECT_EQ(date.at(fromMillis(784'111'777'000)).data(), line);
    EXPECT_EQ(date.at(fromMillis(784'111'778'000)), "Date: Sun, 06 Nov 1994 08:49:38 GMT\r\n");
}

TEST(ResponseHead, writesChunksThatNeverEndTheBodyByChance)
{
    std::string out;
    appendChunk(out, "");
    EXPECT_EQ(out, "");
    appendChunk(out, std::string(26, 'x'));
    EXPECT_EQ(out, "1a\r\n" + std::string(26, 'x') + "\r\n");
}

} // namespace
} // namespace gatehouse::net
