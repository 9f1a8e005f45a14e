// SPDX-License-Identifier: GPL-3.0-or-later
// Time, number and size: no client harms another.
#include "tests/unit/net/raw_client.h"
#include "tests/unit/net/test_server.h"

#include <gtest/gtest.h>

#include <sys/resource.h>
#include <unistd.h>

#include <optional>

namespace gatehouse::net {
namespace {

using namespace std::chrono_literals;
using test::RawClient;
using test::TestServer;

constexpr const char* kRequest = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

/// True when the server answers a new client now. On a machine that stands still for a moment its request may
/// be too late for a short timeout: then another client comes.
bool serves(const TestServer& server)
{
    for (int client = 0; client < 10; ++client) {
        const auto answer =
            RawClient(server.port()).exchange("GET /ok HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        if (!answer.empty() && !answer.starts_with("HTTP/1.1 408 ")) {
            return answer.ends_with("GET /ok ");
        }
    }
    return false;
}

TEST(ServerLimits, says408ToAHeadThatComesTooSlowlyAndServesOthersMeanwhile)
{
    ServerOptions options;
    options.headTimeout = 80ms;
    TestServer server(TestServer::echo, options);
    RawClient slow(server.port());
    slow.send("GET / HTTP/1.1\r\nHo");
    EXPECT_TRUE(serves(server));
    EXPECT_TRUE(slow.untilClosed().starts_with("HTTP/1.1 408 ")) << slow.received();
    EXPECT_TRUE(serves(server));
}

TEST(ServerLimits, doesNotLetAHeadThatTricklesLiveLonger)
{
    ServerOptions options;
    options.headTimeout = 80ms;
    TestServer server(TestServer::echo, options);
    RawClient slow(server.port());
    slow.send("GET / HTTP/1.1\r\nX: ");
    QTimer trickle;
    QObject::connect(&trickle, &QTimer::timeout, &trickle, [&slow] { slow.send("x"); });
    trickle.start(10ms);
    EXPECT_TRUE(slow.untilClosed().starts_with("HTTP/1.1 408 ")) << slow.received();
}

TEST(ServerLimits, says408ToABodyWithoutProgress)
{
    ServerOptions options;
    options.bodyTimeout = 80ms;
    TestServer server(TestServer::echo, options);
    RawClient slow(server.port());
    slow.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc");
    EXPECT_TRUE(slow.untilClosed().starts_with("HTTP/1.1 408 ")) << slow.received();
    EXPECT_EQ(server.handled, 0);
}

TEST(ServerLimits, closesAnIdleConnectionWithoutAWord)
{
    ServerOptions options;
    options.idleTimeout = 60ms;
    TestServer server(TestServer::echo, options);
    RawClient silent(server.port());
    RawClient kept(server.port());
    kept.send(kRequest);
    kept.until("GET / ");
    kept.forget();
    EXPECT_EQ(silent.untilClosed(), "");
    EXPECT_EQ(kept.untilClosed(), "");
}

TEST(ServerLimits, neverTimesOutWhileTheHandlerWorks)
{
    ServerOptions options;
    options.headTimeout = 40ms;
    options.bodyTimeout = 40ms;
    options.idleTimeout = 40ms;
    TestServer server(
        [](const ServerRequest&, std::shared_ptr<Responder> responder) {
            QTimer::singleShot(150ms, [responder] { responder->respond({200, {}, "late"}); });
        },
        options);
    // The request itself must not be late: then, as above, another client comes.
    std::optional<RawClient> client;
    for (int n = 0; n < 10 && server.handled == 0; ++n) {
        client.emplace(server.port());
        client->send(kRequest);
        EXPECT_TRUE(test::runUntil([&] { return server.handled > 0 || !client->open(); }));
    }
    EXPECT_TRUE(client->until("late").ends_with("late")) << client->received();
}

TEST(ServerLimits, cutsOffAClientThatDoesNotReadItsAnswer)
{
    ServerOptions options;
    options.writeTimeout = 80ms;
    TestServer server(
        [](const ServerRequest&, const std::shared_ptr<Responder>& responder) {
            responder->respond({200, {}, std::string(std::size_t{64} << 20U, 'x')});
        },
        options);
    RawClient client(server.port());
    client.socket().setReadBufferSize(4096);
    client.socket().blockSignals(true);
    client.send(kRequest);
    ASSERT_TRUE(test::runUntil([&] { return server.handled == 1; }));
    EXPECT_TRUE(test::lookUntil([&] { return server.server().connectionCount() == 0; }));
}

/// Begins a streamed answer to a client that reads nothing, and writes pieces to it until the server cuts it
/// off or `bytes` are written. Gives how many were.
std::size_t fillUp(RawClient& client, TestServer& server, Responder& responder, std::size_t bytes)
{
    constexpr std::size_t kPiece = std::size_t{16} * 1024;
    client.socket().setReadBufferSize(4096);
    client.socket().blockSignals(true);
    responder.begin(200, {});
    std::size_t written = 0;
    while (written < bytes) {
        const auto task = responder.write(std::string(kPiece, 'x'));
        written += kPiece;
        const auto& connections = server.server();
        if (!test::lookUntil([&] { return task.isReady() || connections.connectionCount() == 0; })
            || connections.connectionCount() == 0) {
            break;
        }
    }
    return written;
}

TEST(ServerLimits, cutsOffAClientThatReadsNothingHoweverLittleIsSentToIt)
{
    constexpr std::size_t kHeldBack = std::size_t{256} * 1024; // more makes the writer wait
    ServerOptions options;
    options.writeTimeout = 80ms;
    std::shared_ptr<Responder> kept;
    TestServer server(
        [&kept](const ServerRequest&, std::shared_ptr<Responder> responder) { kept = std::move(responder); },
        options);
    RawClient measuring(server.port());
    measuring.send(kRequest);
    ASSERT_TRUE(test::runUntil([&] { return kept != nullptr; }));
    const std::size_t most = fillUp(measuring, server, *kept, std::size_t{64} << 20U);
    kept.reset();
    ASSERT_TRUE(test::lookUntil([&] { return server.server().connectionCount() == 0; }));

    RawClient stalled(server.port());
    stalled.send(kRequest);
    ASSERT_TRUE(test::runUntil([&] { return kept != nullptr; }));
    fillUp(stalled, server, *kept, most - kHeldBack);
    int pieces = 0;
    bool waited = false;
    QTimer trickle; // as a stream of events does
    QObject::connect(&trickle, &QTimer::timeout, &trickle, [&] {
        ++pieces;
        waited = waited || !kept->write(std::string(500, 'e')).isReady();
    });
    trickle.start(5ms);

    EXPECT_TRUE(test::lookUntil([&] { return server.server().connectionCount() == 0 || waited; }));
    EXPECT_FALSE(waited) << "the stream was not cut before its buffer was full";
}

TEST(ServerLimits, says503PastItsConnectionsAndGoesOnWhenOneIsFree)
{
    ServerOptions options;
    options.maxConnections = 2;
    TestServer server(TestServer::echo, options);
    RawClient one(server.port());
    RawClient two(server.port());
    one.send(kRequest);
    one.until("GET / ");
    two.send(kRequest);
    two.until("GET / ");
    EXPECT_TRUE(RawClient(server.port()).exchange(kRequest).starts_with("HTTP/1.1 503 "));
    two.close();
    ASSERT_TRUE(test::lookUntil([&] { return server.server().connectionCount() == 1; }));
    EXPECT_TRUE(serves(server));
}

TEST(ServerLimits, refusesAHundredMegabytesAtOnceAndWhileReading)
{
    TestServer server(TestServer::echo);
    const std::string piece(1 << 20, 'x');
    RawClient announced(server.port());
    announced.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 104857600\r\n\r\n");
    for (int i = 0; i < 100 && announced.open(); ++i) {
        announced.send(piece);
    }
    EXPECT_TRUE(announced.untilClosed().starts_with("HTTP/1.1 413 ")) << announced.received();

    RawClient chunked(server.port());
    chunked.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 100 && chunked.open(); ++i) {
        chunked.send("100000\r\n" + piece + "\r\n");
    }
    EXPECT_TRUE(chunked.untilClosed().starts_with("HTTP/1.1 413 ")) << chunked.received();
    EXPECT_EQ(server.handled, 0);
    EXPECT_TRUE(serves(server));
}

TEST(ServerLimits, asksForThePolicyOfEachRequestBeforeItsBody)
{
    TestServer server(TestServer::echo);
    server.policyFor = [](const ServerRequest& head) {
        return RequestHandler::BodyPolicy{head.path == "/large" ? std::size_t{5} : std::size_t{2}, false};
    };
    const auto post = [&](const std::string& path) {
        return RawClient(server.port())
            .exchange("POST " + path
                      + " HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nConnection: close\r\n\r\nabcde");
    };
    EXPECT_TRUE(post("/large").starts_with("HTTP/1.1 200 "));
    EXPECT_TRUE(post("/small").starts_with("HTTP/1.1 413 "));
}

TEST(ServerLimits, servesOthersBesideTwoThousandIdleConnections)
{
    rlimit limit{};
    ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &limit), 0);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur < 4'200) {
        GTEST_SKIP() << "this machine allows only " << limit.rlim_cur << " open files";
    }
    TestServer server(TestServer::echo);
    std::vector<std::unique_ptr<QTcpSocket>> idle;
    for (int i = 0; i < 2'000; ++i) {
        idle.push_back(std::make_unique<QTcpSocket>());
        idle.back()->connectToHost(QHostAddress(QHostAddress::LocalHost), server.port());
    }
    ASSERT_TRUE(test::lookUntil([&] { return server.server().connectionCount() == 2'000; }));
    for (int i = 0; i < 20; ++i) {
        EXPECT_TRUE(serves(server));
    }
    EXPECT_GE(server.server().connectionCount(), 2'000U);
    idle.clear();
    EXPECT_TRUE(test::lookUntil([&] { return server.server().connectionCount() == 0; }));
}

TEST(ServerDrain, closesIdleConnectionsAtOnceAndLetsRequestsFinish)
{
    std::shared_ptr<Responder> kept;
    TestServer server(
        [&kept](const ServerRequest&, std::shared_ptr<Responder> responder) { kept = std::move(responder); });
    RawClient idle(server.port());
    RawClient busy(server.port());
    busy.send(kRequest);
    ASSERT_TRUE(test::lookUntil([&] { return kept != nullptr && server.server().connectionCount() == 2; }));
    int drained = 0;
    server.server().drain(10s, [&drained] { ++drained; });
    EXPECT_EQ(idle.untilClosed(), "");
    EXPECT_EQ(drained, 0);
    kept->respond({200, {}, "finished"});
    const auto answer = busy.untilClosed();
    EXPECT_NE(answer.find("Connection: close"), std::string::npos) << answer;
    EXPECT_TRUE(answer.ends_with("finished"));
    EXPECT_TRUE(test::runUntil([&] { return drained == 1; }));
    QTcpSocket refused;
    refused.connectToHost(QHostAddress(QHostAddress::LocalHost), server.port());
    EXPECT_TRUE(test::runUntil([&] { return refused.state() == QAbstractSocket::UnconnectedState; }));
}

TEST(ServerDrain, endsWhatDoesNotFinishInItsGrace)
{
    std::shared_ptr<Responder> kept;
    bool aborted = false;
    TestServer server([&](const ServerRequest&, std::shared_ptr<Responder> responder) {
        kept = std::move(responder);
        kept->onAborted([&aborted] { aborted = true; });
    });
    RawClient busy(server.port());
    busy.send(kRequest);
    ASSERT_TRUE(test::runUntil([&] { return kept != nullptr; }));
    bool drained = false;
    server.server().drain(50ms, [&drained] { drained = true; });
    EXPECT_EQ(busy.untilClosed(), "");
    EXPECT_TRUE(test::runUntil([&] { return drained; }));
    EXPECT_TRUE(aborted);
}

TEST(ServerDrain, isDoneAtOnceWithoutConnections)
{
    TestServer server(TestServer::echo);
    bool drained = false;
    server.server().drain(10s, [&] {
        drained = true;
        server.destroyServer();
    });
    EXPECT_FALSE(drained) << "never inside drain()";
    EXPECT_TRUE(test::runUntil([&] { return drained; }));
}

TEST(ServerListen, namesWhoHoldsABusyPort)
{
    TestServer first(TestServer::echo);
    ServerOptions options;
    options.port = first.port();
    const auto second = first.another(first, options);
    const auto listening = second->listen();
    ASSERT_FALSE(listening);
    EXPECT_EQ(listening.error().code, Errc::Unavailable);
    EXPECT_NE(listening.error().message.find(std::to_string(first.port())), std::string::npos);
    EXPECT_NE(listening.error().message.find("(process " + std::to_string(::getpid()) + ")"),
              std::string::npos)
        << listening.error().message;
}

TEST(ServerListen, refusesANameInsteadOfAnAddress)
{
    TestServer first(TestServer::echo);
    ServerOptions options;
    options.address = "everywhere";
    EXPECT_EQ(first.another(first, options)->listen().error().code, Errc::InvalidArgument);
}

} // namespace
} // namespace gatehouse::net
