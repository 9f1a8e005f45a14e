// SPDX-License-Identifier: GPL-3.0-or-later
// Bodies that come and go piece by piece, with back-pressure.
#include "tests/support/growing_timeout.h"
#include "tests/unit/net/raw_client.h"
#include "tests/unit/net/test_server.h"

#include <gtest/gtest.h>

namespace gatehouse::net {
namespace {

using test::RawClient;
using test::TestServer;

std::string post(const std::string& fields, const std::string& body = {})
{
    return "POST / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n" + body;
}

QCoro::Task<> countBody(ServerRequest request, std::shared_ptr<Responder> responder)
{
    std::size_t bytes = 0;
    std::string end = "ended";
    while (request.bodyStream) {
        auto piece = co_await request.bodyStream->read();
        if (!piece) {
            end = std::string(errcName(piece.error().code));
            break;
        }
        if (!*piece) {
            break;
        }
        EXPECT_FALSE((*piece)->empty());
        bytes += (*piece)->size();
    }
    ServerResponse response;
    response.body = std::to_string(bytes) + " " + end;
    responder->respond(std::move(response));
}

class CountingServer
{
public:
    explicit CountingServer(ServerOptions options = {}, std::size_t maxBytes = std::size_t{1} << 30U)
        : server(
            [](ServerRequest request, std::shared_ptr<Responder> responder) {
                countBody(std::move(request), std::move(responder));
            },
            std::move(options))
    {
        server.policy = {maxBytes, true};
    }

    TestServer server;
};

TEST(ServerStreams, givesTheHandlerABodyPieceByPiece)
{
    CountingServer counting;
    RawClient client(counting.server.port());
    client.send(post("Content-Length: 6\r\n", "abc"));
    ASSERT_TRUE(test::runUntil([&] { return counting.server.handled == 1; }))
        << "before the body is complete";
    client.send("def");
    EXPECT_TRUE(client.until("ended").ends_with("\r\n\r\n6 ended")) << client.received();
    client.forget();
    client.send(post("Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n0\r\n\r\n"));
    EXPECT_TRUE(client.until("ended").ends_with("\r\n\r\n3 ended")) << "the connection goes on";
    client.forget();
    client.send(post("Content-Length: 0\r\n"));
    EXPECT_TRUE(client.until("ended").ends_with("\r\n\r\n0 ended"));
}

TEST(ServerStreams, takesAHundredMegabytesThroughALittleMemory)
{
    CountingServer counting;
    RawClient client(counting.server.port());
    constexpr int kPieces = 1600;
    const std::string piece(64 * 1024, 'x');
    client.send(post("Content-Length: " + std::to_string(kPieces * piece.size()) + "\r\n"));
    for (int i = 0; i < kPieces; ++i) {
        ASSERT_TRUE(test::runUntil([&] { return client.socket().bytesToWrite() < 1'000'000; }));
        client.send(piece);
    }
    EXPECT_TRUE(client.until("ended").ends_with("\r\n\r\n104857600 ended")) << client.received();
}

TEST(ServerStreams, readsNothingMoreWhileTheHandlerDoesNotAsk)
{
    std::shared_ptr<BodySource> body;
    std::shared_ptr<Responder> kept;
    TestServer server([&](ServerRequest request, std::shared_ptr<Responder> responder) {
        body = request.bodyStream;
        kept = std::move(responder);
    });
    server.policy = {std::size_t{1} << 30U, true};
    RawClient client(server.port());
    constexpr qint64 kMuch = qint64{32} << 20;
    client.send(post("Content-Length: " + std::to_string(kMuch) + "\r\n", std::string(kMuch, 'x')));
    ASSERT_TRUE(test::runUntil([&] { return kept != nullptr; }));
    // The kernel's buffers and ours fill up, then the client is held.
    test::runUntilSteady([&client] { return client.socket().bytesToWrite(); });
    EXPECT_GT(client.socket().bytesToWrite(), kMuch / 2);
    const auto piece = test::runTask(body->read());
    ASSERT_TRUE(piece && *piece && **piece);
    EXPECT_LE((**piece)->size(), 128U * 1024U);
}

/// A client sends much, and the handler pauses in the middle for twice what the body may stand still. True
/// when it then gets all of it; false when the client was blamed, whose own thread may have stood still too.
bool endsAfterAPause(std::chrono::milliseconds bodyTimeout)
{
    ServerOptions options;
    options.bodyTimeout = bodyTimeout;
    ServerRequest kept;
    std::shared_ptr<Responder> answer;
    TestServer server(
        [&](ServerRequest request, std::shared_ptr<Responder> responder) {
            kept = std::move(request);
            answer = std::move(responder);
        },
        options);
    server.policy = {std::size_t{1} << 30U, true};
    RawClient client(server.port());
    constexpr qint64 kMuch = qint64{8} << 20;
    client.send(post("Content-Length: " + std::to_string(kMuch) + "\r\n", std::string(kMuch, 'x')));
    EXPECT_TRUE(test::runUntil([&] { return answer != nullptr; }));
    const auto first = test::runTask(kept.bodyStream->read());
    if (!first || !*first || !**first) {
        return false;
    }
    bool paused = false;
    QTimer::singleShot(2 * bodyTimeout, [&paused] { paused = true; });
    EXPECT_TRUE(test::runUntil([&paused] { return paused; }));
    const auto rest = kMuch - static_cast<qint64>((**first)->size());
    countBody(std::move(kept), std::move(answer));
    return client.until("ended").ends_with(std::to_string(rest) + " ended");
}

TEST(ServerStreams, blamesTheClientForNoPauseOfTheHandler)
{
    EXPECT_TRUE(test::withGrowingTimeout(std::chrono::milliseconds(40), endsAfterAPause));
}

TEST(ServerStreams, tellsTheHandlerThatAStreamedBodyIsTooLarge)
{
    CountingServer counting({}, 1000);
    RawClient client(counting.server.port());
    client.send(post("Transfer-Encoding: chunked\r\n",
                     "3e8\r\n" + std::string(1000, 'x') + "\r\n1\r\nx\r\n0\r\n\r\n"));
    EXPECT_TRUE(client.untilClosed().ends_with(" limit_exceeded")) << client.received();
}

TEST(ServerStreams, tellsTheHandlerThatTheFramingOfABodyBroke)
{
    CountingServer counting;
    RawClient client(counting.server.port());
    client.send(post("Transfer-Encoding: chunked\r\n", "3\r\nabc\r\nzz\r\n"));
    EXPECT_TRUE(client.untilClosed().ends_with("3 parse_error")) << client.received();
}

TEST(ServerStreams, tellsTheHandlerThatTheClientLeftInTheMiddleOfABody)
{
    std::optional<Errc> seen;
    TestServer server([&seen](ServerRequest request, std::shared_ptr<Responder> responder) {
        [](ServerRequest head, std::shared_ptr<Responder> held, std::optional<Errc>& out) -> QCoro::Task<> {
            auto piece = co_await head.bodyStream->read();
            while (piece && *piece) {
                piece = co_await head.bodyStream->read();
            }
            out = piece ? Errc::Internal : piece.error().code;
            held->respond({});
        }(std::move(request), std::move(responder), seen);
    });
    server.policy.stream = true;
    RawClient client(server.port());
    client.send(post("Content-Length: 6\r\n", "abc"));
    ASSERT_TRUE(test::runUntil([&] { return server.handled == 1; }));
    client.close();
    EXPECT_TRUE(test::runUntil([&] { return seen.has_value(); }));
    EXPECT_EQ(seen, Errc::Cancelled);
}

TEST(ServerStreams, closesTheConnectionWhenTheHandlerAnswersBeforeItReadTheBody)
{
    TestServer server([](ServerRequest, const std::shared_ptr<Responder>& responder) {
        responder->respond({401, {}, "no"});
    });
    server.policy = {std::size_t{1} << 30U, true};
    RawClient client(server.port());
    client.send(post("Content-Length: 10000000\r\n", std::string(3'000'000, 'x')));
    const auto answer = client.untilClosed();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 401 ")) << answer;
    EXPECT_NE(answer.find("Connection: close"), std::string::npos);
    EXPECT_TRUE(answer.ends_with("no"));
}

QCoro::Task<> sendPieces(std::shared_ptr<Responder> responder, Headers headers, int pieces, std::string piece,
                         int* written)
{
    responder->begin(200, std::move(headers));
    for (int i = 0; i < pieces; ++i) {
        const auto status = co_await responder->write(piece);
        if (!status) {
            EXPECT_EQ(status.error().code, Errc::Cancelled);
            *written = -*written;
            co_return;
        }
        ++*written;
    }
    responder->finish();
}

struct Streaming
{
    explicit Streaming(Headers headers, int pieces = 2, std::string piece = "abc")
        : server([this, headers, pieces, piece](ServerRequest, std::shared_ptr<Responder> responder) {
            sendPieces(std::move(responder), headers, pieces, piece, &written);
        })
    {}

    int written = 0;
    TestServer server;
};

TEST(ServerStreams, answersInChunks)
{
    Streaming streaming({{"X-A", "b"}});
    RawClient client(streaming.server.port());
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto answer = client.until("0\r\n\r\n");
    EXPECT_NE(answer.find("\r\nTransfer-Encoding: chunked\r\n"), std::string::npos) << answer;
    EXPECT_TRUE(answer.ends_with("\r\n\r\n3\r\nabc\r\n3\r\nabc\r\n0\r\n\r\n")) << answer;
    EXPECT_TRUE(client.open());
}

TEST(ServerStreams, answersWithALengthWhenTheHandlerGivesIt)
{
    Streaming streaming({{"Content-Length", "6"}});
    RawClient client(streaming.server.port());
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto answer = client.until("abcabc");
    EXPECT_NE(answer.find("\r\nContent-Length: 6\r\n"), std::string::npos) << answer;
    EXPECT_EQ(answer.find("chunked"), std::string::npos);
}

TEST(ServerStreams, endsAStreamForAnHttp10ClientByClosing)
{
    Streaming streaming({});
    RawClient client(streaming.server.port());
    const auto answer = client.exchange("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_EQ(answer.find("chunked"), std::string::npos);
    EXPECT_NE(answer.find("Connection: close"), std::string::npos);
    EXPECT_TRUE(answer.ends_with("\r\n\r\nabcabc")) << answer;
}

TEST(ServerStreams, sendsNoChunksToHead)
{
    Streaming streaming({});
    RawClient client(streaming.server.port());
    const auto answer = client.exchange("HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    EXPECT_TRUE(answer.ends_with("\r\n\r\n")) << answer;
    EXPECT_EQ(answer.find("abc"), std::string::npos);
}

TEST(ServerStreams, holdsTheHandlerBackWhileTheClientDoesNotRead)
{
    Streaming streaming({}, 1000, std::string(64 * 1024, 'x'));
    RawClient client(streaming.server.port());
    client.socket().setReadBufferSize(4096);
    client.socket().blockSignals(true);
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    ASSERT_TRUE(test::runUntil([&] { return streaming.written > 0; }));
    test::runUntilSteady([&streaming] { return streaming.written; });
    EXPECT_LT(streaming.written, 500) << "of 1000 pieces";
    client.close();
    EXPECT_TRUE(test::runUntil([&] { return streaming.written < 0; })) << "write() ends as Cancelled";
}

TEST(ServerStreams, cutsTheConnectionWhenAStreamedAnswerIsDropped)
{
    TestServer server(
        [](ServerRequest, const std::shared_ptr<Responder>& responder) { responder->begin(200, {}); });
    RawClient client(server.port());
    const auto answer = client.exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_FALSE(answer.ends_with("0\r\n\r\n")) << answer;
}

} // namespace
} // namespace gatehouse::net
