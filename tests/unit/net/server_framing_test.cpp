// SPDX-License-Identifier: GPL-3.0-or-later
// What a hostile or broken client sends, and the one right answer to each (RFC 9110, RFC 9112).
#include "tests/unit/net/raw_client.h"
#include "tests/unit/net/test_server.h"

#include <gtest/gtest.h>

namespace gatehouse::net {
namespace {

using test::RawClient;
using test::TestServer;

struct Attack
{
    std::string name;
    std::string bytes;
    std::string status;
};

std::string get(const std::string& fields)
{
    return "GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
}

std::string post(const std::string& fields, const std::string& body = {})
{
    return "POST / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n" + body;
}

class ServerFraming : public testing::TestWithParam<Attack>
{};

TEST_P(ServerFraming, answersWithTheRightStatusThenClosesAndNeverAsksTheHandler)
{
    TestServer server(TestServer::echo);
    RawClient client(server.port());
    const auto answer = client.exchange(GetParam().bytes);
    EXPECT_EQ(answer.substr(0, 13), "HTTP/1.1 " + GetParam().status + " ") << answer;
    EXPECT_NE(answer.find("\r\nConnection: close\r\n"), std::string::npos) << answer;
    EXPECT_EQ(server.handled, 0);
    EXPECT_TRUE(test::lookUntil([&] { return server.server().connectionCount() == 0; }));
}

INSTANTIATE_TEST_SUITE_P(
    Attacks, ServerFraming,
    testing::Values(
        Attack{"twoEqualContentLengths", post("Content-Length: 2\r\nContent-Length: 2\r\n", "ab"), "400"},
        Attack{"twoContentLengths", post("Content-Length: 2\r\nContent-Length: 3\r\n", "abc"), "400"},
        Attack{"contentLengthList", post("Content-Length: 2, 2\r\n", "ab"), "400"},
        Attack{"negativeContentLength", post("Content-Length: -1\r\n"), "400"},
        Attack{"signedContentLength", post("Content-Length: +2\r\n", "ab"), "400"},
        Attack{"hugeContentLength", post("Content-Length: 99999999999999999999999\r\n"), "400"},
        Attack{"hexContentLength", post("Content-Length: 0x10\r\n"), "400"},
        Attack{"emptyContentLength", post("Content-Length:\r\n"), "400"},
        Attack{"lengthAndChunked", post("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
               "400"},
        Attack{"chunkedAndLength", post("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", "0\r\n\r\n"),
               "400"},
        Attack{"chunkedTwice", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), "400"},
        Attack{"identityThenChunked",
               post("Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), "501"},
        Attack{"unknownCoding", post("Transfer-Encoding: gzip, chunked\r\n"), "501"},
        Attack{"chunkedNotLast", post("Transfer-Encoding: chunked, gzip\r\n"), "501"},
        Attack{"disguisedChunked", post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), "501"},
        Attack{"chunkedInHttp10", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"},
        Attack{"spaceBeforeColon", post("Transfer-Encoding : chunked\r\n", "0\r\n\r\n"), "400"},
        Attack{"badChunkSize", post("Transfer-Encoding: chunked\r\n", "xyz\r\n"), "400"},
        Attack{"negativeChunkSize", post("Transfer-Encoding: chunked\r\n", "-1\r\n"), "400"},
        Attack{"prefixedChunkSize", post("Transfer-Encoding: chunked\r\n", "0x1\r\na\r\n0\r\n\r\n"), "400"},
        Attack{"hugeChunkSize", post("Transfer-Encoding: chunked\r\n", "FFFFFFFFFFFFFFFFFF\r\n"), "400"},
        Attack{"chunkLongerThanItsSize", post("Transfer-Encoding: chunked\r\n", "1\r\nab\r\n0\r\n\r\n"),
               "400"},
        Attack{"endlessChunkExtension",
               post("Transfer-Encoding: chunked\r\n", "1;" + std::string(40'000, 'x')), "400"},
        Attack{"foldedField", get("X-A: one\r\n two\r\n"), "400"},
        Attack{"fieldFoldedAtOnce", get("X-A:\r\n two\r\n"), "400"},
        Attack{"badFieldName", get("X A: b\r\n"), "400"}, Attack{"emptyFieldName", get(": b\r\n"), "400"},
        Attack{"fieldWithoutColon", get("nonsense\r\n"), "400"},
        Attack{"nulInValue", get(std::string("X-A: a\0b\r\n", 10)), "400"},
        Attack{"bareLineFeeds", "GET / HTTP/1.1\nHost: a\n\n", "400"},
        Attack{"missingHost", "GET / HTTP/1.1\r\n\r\n", "400"}, Attack{"twoHosts", get("Host: b\r\n"), "400"},
        Attack{"garbage", "\x16\x03\x01\x02 what is this\r\n\r\n", "400"},
        Attack{"noVersion", "GET /\r\n\r\n", "400"},
        Attack{"lowerCaseVersion", "GET / http/1.1\r\nHost: a\r\n\r\n", "400"},
        Attack{"spaceInTarget", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
        Attack{"relativeTarget", "GET index.html HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
        Attack{"http2Preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505"},
        Attack{"http12", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", "505"},
        Attack{"tunnel", "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n", "501"},
        Attack{"unknownExpectation", post("Expect: miracles\r\nContent-Length: 1\r\n", "a"), "417"},
        Attack{"longTarget", "GET /" + std::string(20'000, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n", "431"},
        Attack{"longTargetWithoutEnd", "GET /" + std::string(20'000, 'a'), "431"},
        Attack{"longField", get("X-A: " + std::string(20'000, 'a') + "\r\n"), "431"},
        Attack{"longFieldWithoutEnd", "GET / HTTP/1.1\r\nHost: a\r\nX-A: " + std::string(17'000, 'a'), "431"},
        Attack{"manyFields",
               [] {
                   std::string fields;
                   for (int i = 0; i < 2'000; ++i) {
                       fields += "X-" + std::to_string(i) + ": 1\r\n";
                   }
                   return get(fields);
               }(),
               "431"},
        Attack{"announcedTooLarge", post("Content-Length: 104857600\r\n"), "413"},
        Attack{"announcedTooLargeAndExpects", post("Content-Length: 104857600\r\nExpect: 100-continue\r\n"),
               "413"},
        Attack{"chunkTooLarge", post("Transfer-Encoding: chunked\r\n", "6400000\r\n"), "413"}),
    [](const auto& test) { return test.param.name; });

TEST(ServerFramingPieces, acceptsARequestThatArrivesByteByByte)
{
    TestServer server(TestServer::echo);
    RawClient client(server.port());
    const std::string request = "\r\nPOST /x?y HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                                "3\r\nabc\r\n4;ext=\"1\"\r\ndefg\r\n0\r\nX-Trailer: t\r\n\r\n";
    for (const char c : request) {
        client.send({&c, 1});
        QCoreApplication::processEvents();
    }
    EXPECT_TRUE(client.until("POST /x?y abcdefg").ends_with("POST /x?y abcdefg")) << client.received();
    EXPECT_EQ(server.handled, 1);
}

TEST(ServerFramingPieces, refusesWithAProblemDocument)
{
    TestServer server(TestServer::echo);
    const std::string answer =
        RawClient(server.port()).exchange("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n");

    EXPECT_NE(answer.find("Content-Type: application/problem+json\r\n"), std::string::npos) << answer;
    EXPECT_NE(answer.find("Connection: close\r\n"), std::string::npos) << answer;
    EXPECT_TRUE(answer.ends_with(R"({"type":"about:blank","title":"Not Implemented","status":501,)"
                                 R"("detail":"the only transfer coding understood is \"chunked\""})"))
        << answer;
}

TEST(ServerFramingPieces, allowsAHeadOfExactlyTheLimitAndRefusesOneByteMore)
{
    ServerOptions options;
    options.maxHeadBytes = 256;
    TestServer server(TestServer::echo, options);
    const auto request = [](std::size_t size) {
        const std::string rest = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX: \r\n\r\n";
        std::string out = rest;
        out.insert(rest.size() - 4, size - rest.size(), 'x');
        return out;
    };
    EXPECT_TRUE(RawClient(server.port()).exchange(request(256)).starts_with("HTTP/1.1 200 "));
    EXPECT_TRUE(RawClient(server.port()).exchange(request(257)).starts_with("HTTP/1.1 431 "));
}

} // namespace
} // namespace gatehouse::net
