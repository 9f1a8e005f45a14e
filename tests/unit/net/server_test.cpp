// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/net/raw_client.h"
#include "tests/unit/net/test_server.h"

#include <gtest/gtest.h>

namespace gatehouse::net {
namespace {

using namespace std::chrono_literals;
using test::RawClient;
using test::TestServer;

std::string request(const std::string& line, const std::string& fields = {}, const std::string& body = {})
{
    return line + " HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n" + body;
}

TEST(HttpServer, answersWithItsOwnFramingAndKeepsTheConnection)
{
    TestServer server([](ServerRequest, std::shared_ptr<Responder> responder) {
        ServerResponse response;
        response.status = 201;
        response.headers = {{"X-Mine", "yes"},
                            {"Content-Length", "999"},
                            {"Transfer-Encoding", "chunked"},
                            {"X-Split", "a\r\nSet-Cookie: stolen"}};
        response.body = "made";
        responder->respond(std::move(response));
    });
    RawClient client(server.port());
    client.send(request("GET /"));
    const auto answer = client.until("made");
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 201 Created\r\nX-Mine: yes\r\nDate: ")) << answer;
    EXPECT_TRUE(answer.ends_with(" GMT\r\nContent-Length: 4\r\n\r\nmade")) << answer;
    EXPECT_EQ(answer.find("stolen"), std::string::npos);
    client.forget();
    client.send(request("GET /"));
    EXPECT_TRUE(client.until("made").starts_with("HTTP/1.1 201"));
    EXPECT_EQ(server.server().connectionCount(), 1U);
}

TEST(HttpServer, givesTheHandlerTheRequestAsItWasSent)
{
    ServerRequest seen;
    TestServer server([&seen](ServerRequest got, const std::shared_ptr<Responder>& responder) {
        seen = std::move(got);
        responder->respond({});
    });
    RawClient client(server.port());
    client.exchange(
        request("PUT /a%2Fb?x=1&y=%20", "CoNtent-Length: 3\r\nX-A:  v \r\nConnection: close\r\n", "abc"));
    EXPECT_EQ(seen.method, "PUT");
    EXPECT_EQ(seen.target, "/a%2Fb?x=1&y=%20");
    EXPECT_EQ(seen.path, "/a%2Fb");
    EXPECT_EQ(seen.query, "x=1&y=%20");
    EXPECT_EQ(seen.headers.get("x-a"), "v");
    EXPECT_EQ(seen.body, "abc");
    EXPECT_EQ(seen.peerAddress, "127.0.0.1");
}

TEST(HttpServer, takesTheAbsoluteFormApart)
{
    TestServer server([](const ServerRequest& got, const std::shared_ptr<Responder>& responder) {
        ServerResponse response;
        response.body = got.path + "|" + got.query;
        responder->respond(std::move(response));
    });
    EXPECT_TRUE(RawClient(server.port())
                    .exchange(request("GET http://b:80/p?q", "Connection: close\r\n"))
                    .ends_with("/p|q"));
    EXPECT_TRUE(RawClient(server.port())
                    .exchange(request("GET HTTP://b?q", "Connection: close\r\n"))
                    .ends_with("/|q"));
    EXPECT_TRUE(
        RawClient(server.port()).exchange(request("OPTIONS *", "Connection: close\r\n")).ends_with("*|"));
}

TEST(HttpServer, answersPipelinedRequestsInOrderHoweverLateTheHandlerAnswers)
{
    std::deque<std::pair<std::string, std::shared_ptr<Responder>>> waiting;
    TestServer server([&](ServerRequest got, std::shared_ptr<Responder> responder) {
        waiting.emplace_back(got.target, std::move(responder));
    });
    RawClient client(server.port());
    client.send(request("GET /1") + request("POST /2", "Content-Length: 2\r\n", "ab") + request("GET /3"));
    for (int i = 1; i <= 3; ++i) {
        ASSERT_TRUE(test::runUntil([&] { return !waiting.empty(); }));
        ASSERT_EQ(waiting.size(), 1U) << "one request at a time";
        auto [target, responder] = std::move(waiting.front());
        waiting.pop_front();
        ServerResponse response;
        response.body = target;
        responder->respond(std::move(response));
    }
    const auto all = client.until("/3");
    EXPECT_LT(all.find("/1"), all.find("/2"));
    EXPECT_LT(all.find("/2"), all.find("/3"));
}

TEST(HttpServer, answersManyPipelinedRequests)
{
    TestServer server(TestServer::echo);
    RawClient client(server.port());
    std::string many;
    for (int i = 0; i < 5'000; ++i) {
        many += request("GET /" + std::to_string(i));
    }
    client.send(many);
    EXPECT_TRUE(client.until("GET /4999 ").ends_with("GET /4999 "));
    EXPECT_EQ(server.handled, 5'000);
}

TEST(HttpServer, answersHeadWithTheLengthAndWithoutTheBody)
{
    TestServer server(TestServer::echo);
    RawClient client(server.port());
    const auto answer = client.exchange(request("HEAD /abc", "Connection: close\r\n"));
    EXPECT_NE(answer.find("Content-Length: 10\r\n"), std::string::npos) << answer;
    EXPECT_TRUE(answer.ends_with("\r\n\r\n")) << answer;
}

TEST(HttpServer, sendsNoBodyAndNoLengthWith204)
{
    TestServer server([](ServerRequest, const std::shared_ptr<Responder>& responder) {
        responder->respond({204, {}, "not to be sent"});
    });
    RawClient client(server.port());
    const auto answer = client.exchange(request("GET /", "Connection: close\r\n"));
    EXPECT_EQ(answer.find("Content-Length"), std::string::npos);
    EXPECT_TRUE(answer.ends_with("\r\n\r\n")) << answer;
}

TEST(HttpServer, closesAfterAnHttp10RequestUnlessItAskedToKeepAlive)
{
    TestServer server(TestServer::echo);
    EXPECT_TRUE(RawClient(server.port()).exchange("GET /old HTTP/1.0\r\n\r\n").ends_with("GET /old "));
    RawClient keeping(server.port());
    keeping.send("GET /old HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_NE(keeping.until("GET /old ").find("\r\nConnection: keep-alive\r\n"), std::string::npos);
    EXPECT_TRUE(keeping.open());
}

TEST(HttpServer, invitesABodyThatWaitsForIt)
{
    TestServer server(TestServer::echo);
    RawClient client(server.port());
    client.send(request("POST /", "Content-Length: 3\r\nExpect: 100-continue\r\n"));
    EXPECT_EQ(client.until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("abc");
    EXPECT_TRUE(client.until("abc").ends_with("POST / abc"));
}

TEST(HttpServer, says500WhenTheHandlerDropsTheRequest)
{
    TestServer server([](ServerRequest, const std::shared_ptr<Responder>&) {});
    RawClient client(server.port());
    client.send(request("GET /"));
    EXPECT_TRUE(client.until("answered.\n").starts_with("HTTP/1.1 500 "));
}

TEST(HttpServer, tellsTheHandlerThatTheClientWentAway)
{
    std::shared_ptr<Responder> kept;
    bool aborted = false;
    TestServer server([&](ServerRequest, std::shared_ptr<Responder> responder) {
        kept = std::move(responder);
        kept->onAborted([&aborted] { aborted = true; });
    });
    RawClient client(server.port());
    client.send(request("GET /"));
    ASSERT_TRUE(test::runUntil([&] { return kept != nullptr; }));
    client.close();
    EXPECT_TRUE(test::runUntil([&] { return aborted; }));
    kept->respond({});
    EXPECT_TRUE(test::lookUntil([&] { return server.server().connectionCount() == 0; }));
}

TEST(HttpServer, survivesItsOwnDestructionWhileAnAnswerIsAwaited)
{
    std::shared_ptr<Responder> kept;
    bool aborted = false;
    TestServer server([&](ServerRequest, std::shared_ptr<Responder> responder) {
        kept = std::move(responder);
        kept->onAborted([&aborted] { aborted = true; });
    });
    RawClient client(server.port());
    client.send(request("GET /"));
    ASSERT_TRUE(test::runUntil([&] { return kept != nullptr; }));
    server.destroyServer();
    EXPECT_TRUE(aborted);
    kept->respond({});
    EXPECT_EQ(client.untilClosed(), "");
}

} // namespace
} // namespace gatehouse::net
