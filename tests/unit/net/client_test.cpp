// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/client.h"
#include "tests/support/growing_timeout.h"
#include "tests/support/run_task.h"
#include "tests/unit/net/test_server.h"

#include <QTcpServer>
#include <QTcpSocket>

#include <gtest/gtest.h>

#include <thread>

namespace gatehouse::net {
namespace {

using namespace std::chrono_literals;
using test::runTask;
using test::TestServer;

ClientRequest request(const std::string& url, const std::string& method = "GET")
{
    ClientRequest out;
    out.method = method;
    out.url = *Url::parse(url);
    out.allowPrivateTargets = true;
    return out;
}

Result<ClientResponse> send(HttpClient& client, ClientRequest wanted)
{
    auto result = runTask(client.send(std::move(wanted)));
    EXPECT_TRUE(result) << "no answer in time";
    return result ? std::move(*result) : Result<ClientResponse>(fail(Errc::Timeout, "test deadline"));
}

/// A server that says exactly the given bytes to each request head it sees, then closes if told to.
class ScriptedServer
{
public:
    explicit ScriptedServer(std::vector<std::string> answers, bool closeAfter = false)
        : m_answers(std::move(answers))
    {
        m_server.listen(QHostAddress(QHostAddress::LocalHost));
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this, closeAfter] {
            auto* socket = m_server.nextPendingConnection();
            ++connections;
            QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket, closeAfter] {
                received += socket->readAll().toStdString();
                if (!received.ends_with("\r\n\r\n") && !received.ends_with("!")) {
                    return;
                }
                const auto& answer = m_answers[std::min(answered++, m_answers.size() - 1)];
                socket->write(answer.data(), static_cast<qint64>(answer.size()));
                if (closeAfter || answer.empty()) {
                    socket->disconnectFromHost();
                }
            });
        });
    }

    [[nodiscard]] std::string url() const
    {
        return "http://127.0.0.1:" + std::to_string(m_server.serverPort()) + "/";
    }

    std::string received;
    int connections = 0;
    std::size_t answered = 0;

private:
    std::vector<std::string> m_answers;
    QTcpServer m_server;
};

TEST(HttpClient, sendsARequestAndReadsTheAnswer)
{
    ServerRequest seen;
    TestServer server([&seen](ServerRequest got, const std::shared_ptr<Responder>& responder) {
        seen = std::move(got);
        responder->respond({201, {{"X-Answer", "yes"}}, "made"});
    });
    const auto client = makeHttpClient();
    auto wanted = request(server.url("/a%20b?c=d"), "POST");
    wanted.headers = {{"X-Mine", "1"}, {"Host", "forged"}, {"Content-Length", "77"}, {"Connection", "close"}};
    wanted.body = "{}";
    const auto answer = send(*client, std::move(wanted));
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->status, 201);
    EXPECT_EQ(answer->reason, "Created");
    EXPECT_EQ(answer->headers.get("x-answer"), "yes");
    EXPECT_EQ(answer->body, "made");
    EXPECT_FALSE(answer->timings.reused);
    EXPECT_EQ(seen.target, "/a%20b?c=d");
    EXPECT_EQ(seen.body, "{}");
    EXPECT_EQ(seen.headers.joined("content-length"), "2");
    EXPECT_EQ(seen.headers.joined("host"), "127.0.0.1:" + std::to_string(server.port()));
    EXPECT_FALSE(seen.headers.has("connection"));
}

TEST(HttpClient, reusesAConnection)
{
    TestServer server(TestServer::echo);
    const auto client = makeHttpClient();
    for (int i = 0; i < 5; ++i) {
        const auto answer = send(*client, request(server.url("/")));
        ASSERT_TRUE(answer) << answer.error().message;
        EXPECT_EQ(answer->timings.reused, i > 0);
    }
    EXPECT_EQ(server.server().connectionCount(), 1U);
}

TEST(HttpClient, keepsRequestsThatMayNotShareAConnectionApart)
{
    TestServer server(TestServer::echo);
    const auto client = makeHttpClient();
    ASSERT_TRUE(send(*client, request(server.url("/"))));
    auto guarded = request(server.url("/"));
    guarded.allowPrivateTargets = false;
    const auto answer = send(*client, std::move(guarded));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Errc::Forbidden);
}

TEST(HttpClient, opensNoMoreConnectionsThanAllowedAndServesAllThatWait)
{
    std::vector<std::shared_ptr<Responder>> waiting;
    std::size_t most = 0;
    TestServer server([&](ServerRequest, std::shared_ptr<Responder> responder) {
        waiting.push_back(std::move(responder));
        most = std::max(most, waiting.size());
    });
    ClientOptions options;
    options.maxConnectionsPerOrigin = 3;
    const auto client = makeHttpClient(options);
    int answered = 0;
    for (int i = 0; i < 10; ++i) {
        client->send(request(server.url("/"))).then([&](const Result<ClientResponse>& answer) {
            answered += answer ? 1 : 0;
        });
    }
    while (answered < 10) {
        ASSERT_TRUE(test::runUntil([&] { return !waiting.empty() || answered == 10; }));
        for (auto& responder : std::exchange(waiting, {})) {
            responder->respond({});
        }
    }
    EXPECT_EQ(most, 3U);
    EXPECT_EQ(server.server().connectionCount(), 3U);
}

TEST(HttpClient, refusesWhatWouldBreakTheFramingOfItsRequest)
{
    const auto client = makeHttpClient();
    for (const auto& [name, value] : {Header{"X-A", "a\r\nX-B: b"}, Header{"X A", "b"}, Header{"", "b"},
                                      Header{"X-A", std::string("a\0b", 3)}}) {
        auto wanted = request("http://127.0.0.1:1/");
        wanted.headers.add(name, value);
        EXPECT_EQ(send(*client, std::move(wanted)).error().code, Errc::InvalidArgument) << name;
    }
    auto method = request("http://127.0.0.1:1/", "GET / HTTP/1.1\r\n");
    EXPECT_EQ(send(*client, std::move(method)).error().code, Errc::InvalidArgument);
    auto target = request("http://127.0.0.1:1/");
    target.url.path = "/ HTTP/1.1\r\nX: y";
    EXPECT_EQ(send(*client, std::move(target)).error().code, Errc::InvalidArgument);
}

TEST(HttpClient, skipsInterimResponses)
{
    ScriptedServer server({"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
                           "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"});
    const auto client = makeHttpClient();
    const auto answer = send(*client, request(server.url()));
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body, "ok");
    EXPECT_FALSE(answer->headers.has("Link"));
}

TEST(HttpClient, readsBodiesOfEveryFraming)
{
    const auto client = makeHttpClient();
    ScriptedServer chunked(
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\n"
         "X-Trailer: no\r\n\r\n"});
    const auto one = send(*client, request(chunked.url()));
    ASSERT_TRUE(one) << one.error().message;
    EXPECT_EQ(one->body, "abcde");
    EXPECT_FALSE(one->headers.has("X-Trailer"));

    ScriptedServer untilClosed({"HTTP/1.1 200 OK\r\n\r\nto the end"}, true);
    EXPECT_EQ(send(*client, request(untilClosed.url()))->body, "to the end");
    ScriptedServer old({"HTTP/1.0 200 OK\r\n\r\nold"}, true);
    EXPECT_EQ(send(*client, request(old.url()))->body, "old");

    ScriptedServer none({"HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n",
                         "HTTP/1.1 304 Not Modified\r\n\r\n",
                         "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n"});
    EXPECT_EQ(send(*client, request(none.url()))->status, 204);
    EXPECT_EQ(send(*client, request(none.url()))->status, 304);
    const auto head = send(*client, request(none.url(), "HEAD"));
    ASSERT_TRUE(head) << head.error().message;
    EXPECT_EQ(head->headers.get("Content-Length"), "500");
    EXPECT_EQ(none.connections, 1);
}

struct Broken
{
    std::string name;
    std::string answer;
    Errc code;
};

class BrokenAnswers : public testing::TestWithParam<Broken>
{};

TEST_P(BrokenAnswers, areErrorsAndTheConnectionIsNotReused)
{
    ScriptedServer server({GetParam().answer}, true);
    const auto client = makeHttpClient();
    auto wanted = request(server.url(), "POST");
    wanted.maxBodyBytes = 1000;
    const auto answer = send(*client, std::move(wanted));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, GetParam().code) << answer.error().message;
    EXPECT_EQ(server.connections, 1);
}

INSTANTIATE_TEST_SUITE_P(
    Answers, BrokenAnswers,
    testing::Values(
        Broken{"notHttp", "SSH-2.0-OpenSSH_9.2\r\n\r\n", Errc::ParseError},
        Broken{"nothing", "", Errc::Unavailable},
        Broken{"halfAHead", "HTTP/1.1 200 OK\r\nConte", Errc::Unavailable},
        Broken{"halfABody", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", Errc::Unavailable},
        Broken{"halfAChunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc",
               Errc::Unavailable},
        Broken{"twoLengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
               Errc::ParseError},
        Broken{"lengthAndChunked",
               "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n",
               Errc::ParseError},
        Broken{"unknownCoding", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nab", Errc::ParseError},
        Broken{"switchesProtocols", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
               Errc::ParseError},
        Broken{"announcesTooMuch", "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n", Errc::LimitExceeded},
        Broken{"sendsTooMuch", "HTTP/1.1 200 OK\r\n\r\n" + std::string(1001, 'x'), Errc::LimitExceeded},
        Broken{"chunksTooMuch",
               "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n" + std::string(1001, 'x'),
               Errc::LimitExceeded},
        Broken{"endlessHead", "HTTP/1.1 200 OK\r\nX: " + std::string(70'000, 'x'), Errc::LimitExceeded}),
    [](const auto& test) { return test.param.name; });

TEST(HttpClient, givesTheHeadOfAnAnswerWhoseBodyBreaksOffWhenAskedTo)
{
    for (const std::string body : {"Content-Length: 9\r\n\r\nabc", "Content-Length: 1001\r\n\r\n",
                                   "Transfer-Encoding: chunked\r\n\r\nzz\r\n"}) {
        ScriptedServer server({"HTTP/1.1 201 Created\r\nLocation: /7\r\n" + body}, true);
        const auto client = makeHttpClient();
        auto wanted = request(server.url(), "POST");
        wanted.maxBodyBytes = 1000;
        wanted.keepBrokenAnswer = true;

        const auto answer = send(*client, std::move(wanted));

        ASSERT_TRUE(answer) << body;
        EXPECT_EQ(answer->status, 201);
        EXPECT_EQ(answer->headers.get("Location"), "/7");
        EXPECT_TRUE(answer->bodyError) << body;
        EXPECT_EQ(server.connections, 1);
    }
    ScriptedServer silent({"HTTP/1.1 200 OK\r\nConte"}, true);
    const auto client = makeHttpClient();
    auto wanted = request(silent.url(), "POST");
    wanted.keepBrokenAnswer = true;
    EXPECT_FALSE(send(*client, std::move(wanted)));
}

TEST(HttpClient, sendsOnceMoreWhenAKeptConnectionWasDead)
{
    // The second request on the first connection gets nothing but a close.
    ScriptedServer server({"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1", "",
                           "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n2"});
    const auto client = makeHttpClient();
    ASSERT_TRUE(send(*client, request(server.url())));
    const auto answer = send(*client, request(server.url()));
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->body, "2");
    EXPECT_FALSE(answer->timings.reused);
    EXPECT_EQ(server.connections, 2);
}

TEST(HttpClient, neverSendsTwiceWhatMayHaveHadAnEffect)
{
    ScriptedServer server({"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1", ""});
    const auto client = makeHttpClient();
    ASSERT_TRUE(send(*client, request(server.url())));
    const auto answer = send(*client, request(server.url(), "POST"));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Errc::Unavailable);
    EXPECT_EQ(server.answered, 2U);
}

TEST(HttpClient, sendsAPostTwiceWhenItHasAnIdempotencyKey)
{
    ScriptedServer server({"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1", "",
                           "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n2"});
    const auto client = makeHttpClient();
    ASSERT_TRUE(send(*client, request(server.url())));
    auto wanted = request(server.url(), "POST");
    wanted.headers.add("Idempotency-Key", "k1");
    EXPECT_EQ(send(*client, std::move(wanted))->body, "2");
}

TEST(HttpClient, gaveUpAfterOneResend)
{
    ScriptedServer server({"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1", "", ""});
    const auto client = makeHttpClient();
    ASSERT_TRUE(send(*client, request(server.url())));
    EXPECT_EQ(send(*client, request(server.url())).error().code, Errc::Unavailable);
    EXPECT_EQ(server.answered, 3U);
}

TEST(HttpClient, timesOut)
{
    std::vector<std::shared_ptr<Responder>> kept;
    TestServer server(
        [&](ServerRequest, std::shared_ptr<Responder> responder) { kept.push_back(std::move(responder)); });
    const auto client = makeHttpClient();
    std::string message;
    EXPECT_TRUE(test::withGrowingTimeout(60ms, [&](auto timeout) {
        auto wanted = request(server.url("/"));
        wanted.timeout = timeout;
        const auto answer = send(*client, std::move(wanted));
        if (answer) {
            message = "an answer";
            return false;
        }
        EXPECT_EQ(answer.error().code, Errc::Timeout);
        message = answer.error().message;
        return message.find("waiting for the answer") != std::string::npos; // and not "connecting"
    })) << message;
    EXPECT_TRUE(test::runUntil([&] { return server.server().connectionCount() == 0; })) << "not reused";
}

TEST(HttpClient, timesOutInTheMiddleOfABody)
{
    ScriptedServer server({"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"});
    const auto client = makeHttpClient();
    auto wanted = request(server.url());
    wanted.timeout = 60ms;
    const auto answer = send(*client, std::move(wanted));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Errc::Timeout);
}

TEST(HttpClient, timesOutWhileWaitingForAConnection)
{
    std::vector<std::shared_ptr<Responder>> kept;
    TestServer server(
        [&](ServerRequest, std::shared_ptr<Responder> responder) { kept.push_back(std::move(responder)); });
    ClientOptions options;
    options.maxConnectionsPerOrigin = 1;
    const auto client = makeHttpClient(options);
    std::optional<Result<ClientResponse>> first;
    client->send(request(server.url("/"))).then([&](Result<ClientResponse> answer) {
        first = std::move(answer);
    });
    ASSERT_TRUE(test::runUntil([&] { return kept.size() == 1; }));
    auto wanted = request(server.url("/"));
    wanted.timeout = 60ms;
    const auto answer = send(*client, std::move(wanted));
    ASSERT_FALSE(answer);
    EXPECT_NE(answer.error().message.find("waiting for a free connection"), std::string::npos)
        << answer.error().message;
    ASSERT_EQ(kept.size(), 1U);
    kept.front()->respond({});
    EXPECT_TRUE(test::runUntil([&] { return first.has_value(); }));
    EXPECT_TRUE(*first);
}

TEST(HttpClient, saysWhyItCannotConnect)
{
    QTcpServer closed;
    closed.listen(QHostAddress(QHostAddress::LocalHost));
    const auto url = "http://127.0.0.1:" + std::to_string(closed.serverPort()) + "/";
    closed.close();
    const auto client = makeHttpClient();
    const auto answer = send(*client, request(url));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Errc::Unavailable);
    EXPECT_NE(answer.error().message.find("refused"), std::string::npos) << answer.error().message;
}

TEST(HttpClient, canBeCancelledFromAnotherThread)
{
    std::vector<std::shared_ptr<Responder>> kept;
    TestServer server(
        [&](ServerRequest, std::shared_ptr<Responder> responder) { kept.push_back(std::move(responder)); });
    const auto client = makeHttpClient();
    std::stop_source stop;
    auto wanted = request(server.url("/"));
    wanted.stop = stop.get_token();
    std::optional<Result<ClientResponse>> answer;
    client->send(std::move(wanted)).then([&](Result<ClientResponse> got) { answer = std::move(got); });
    ASSERT_TRUE(test::runUntil([&] { return !kept.empty(); }));
    std::jthread([&stop] { stop.request_stop(); }).join();
    ASSERT_TRUE(test::runUntil([&] { return answer.has_value(); }));
    EXPECT_EQ(answer->error().code, Errc::Cancelled);
    EXPECT_TRUE(test::runUntil([&] { return server.server().connectionCount() == 0; })) << "not reused";
}

TEST(HttpClient, endsItsRequestsWhenItIsDestroyed)
{
    std::vector<std::shared_ptr<Responder>> kept;
    TestServer server(
        [&](ServerRequest, std::shared_ptr<Responder> responder) { kept.push_back(std::move(responder)); });
    auto client = makeHttpClient();
    std::optional<Result<ClientResponse>> answer;
    client->send(request(server.url("/"))).then([&](Result<ClientResponse> got) { answer = std::move(got); });
    ASSERT_TRUE(test::runUntil([&] { return !kept.empty(); }));
    client.reset();
    ASSERT_TRUE(answer.has_value());
    EXPECT_EQ(answer->error().code, Errc::Cancelled);
}

TEST(HttpClient, dropsIdleConnectionsAfterTheirTime)
{
    std::size_t during = 0;
    TestServer server([&](const ServerRequest& got, const std::shared_ptr<Responder>& responder) {
        during = server.server().connectionCount();
        TestServer::echo(got, responder);
    });
    ClientOptions options;
    options.idleTimeout = 40ms;
    const auto client = makeHttpClient(options);
    ASSERT_TRUE(send(*client, request(server.url("/"))));
    EXPECT_EQ(during, 1U);
    EXPECT_TRUE(test::runUntil([&] { return server.server().connectionCount() == 0; }));
}

} // namespace
} // namespace gatehouse::net
