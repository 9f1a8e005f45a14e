// SPDX-License-Identifier: GPL-3.0-or-later
// Bodies that the client sends and receives piece by piece.
#include "core/net/client.h"
#include "tests/support/growing_timeout.h"
#include "tests/support/run_task.h"
#include "tests/unit/net/test_server.h"

#include <gtest/gtest.h>

namespace gatehouse::net {
namespace {

using namespace std::chrono_literals;
using test::runTask;
using test::TestServer;

/// Gives pieces that were put in; waits when there is none.
class FedBody final : public BodySource
{
public:
    explicit FedBody(std::vector<std::string> pieces, bool ends = true)
        : m_pieces(std::move(pieces))
        , m_ends(ends)
    {}

    QCoro::Task<Result<std::optional<std::string>>> read() override
    {
        ++reads;
        if (m_next < m_pieces.size()) {
            co_return std::optional(m_pieces[m_next++]);
        }
        if (error) {
            co_return tl::unexpected(*error);
        }
        if (!m_ends) {
            co_await Forever{};
        }
        co_return std::optional<std::string>();
    }

    std::optional<Error> error;
    int reads = 0;

private:
    /// Never resumes; the frame belongs to the test's process.
    struct Forever
    {
        [[nodiscard]] bool await_ready() const noexcept { return false; }

        void await_suspend(std::coroutine_handle<> handle) noexcept { stuck.push_back(handle); }

        void await_resume() const noexcept {}

        static inline std::vector<std::coroutine_handle<>> stuck;
    };

    std::vector<std::string> m_pieces;
    std::size_t m_next = 0;
    bool m_ends;
};

ClientRequest request(const TestServer& server, const std::string& method = "GET")
{
    ClientRequest out;
    out.method = method;
    out.url = *Url::parse(server.url("/x"));
    out.allowPrivateTargets = true;
    return out;
}

Result<ClientResponse> send(HttpClient& client, ClientRequest wanted)
{
    auto result = runTask(client.send(std::move(wanted)));
    EXPECT_TRUE(result);
    return result ? std::move(*result) : Result<ClientResponse>(fail(Errc::Timeout, "test deadline"));
}

QCoro::Task<Result<std::string>> readAll(std::shared_ptr<BodySource> source)
{
    std::string all;
    for (;;) {
        auto piece = co_await source->read();
        if (!piece) {
            co_return tl::unexpected(piece.error());
        }
        if (!*piece) {
            co_return all;
        }
        EXPECT_FALSE((*piece)->empty());
        all += **piece;
    }
}

void describe(const ServerRequest& got, const std::shared_ptr<Responder>& responder)
{
    ServerResponse response;
    response.body =
        got.body + "|" + got.headers.joined("Content-Length") + "|" + got.headers.joined("Transfer-Encoding");
    responder->respond(std::move(response));
}

TEST(ClientStreams, sendsAStreamInChunksOrWithTheLengthItIsGiven)
{
    TestServer server(describe);
    const auto client = makeHttpClient();
    auto chunked = request(server, "POST");
    chunked.bodyStream = std::make_shared<FedBody>(std::vector<std::string>{"abc", "de"});
    EXPECT_EQ(send(*client, std::move(chunked))->body, "abcde||chunked");
    auto counted = request(server, "POST");
    counted.headers.add("Content-Length", "5");
    counted.bodyStream = std::make_shared<FedBody>(std::vector<std::string>{"abc", "de"});
    const auto answer = send(*client, std::move(counted));
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->body, "abcde|5|");
    EXPECT_TRUE(answer->timings.reused);
}

TEST(ClientStreams, refusesAStreamThatIsNotAsLongAsItSaid)
{
    TestServer server(describe);
    const auto client = makeHttpClient();
    for (const auto* length : {"4", "6"}) {
        auto counted = request(server, "POST");
        counted.headers.add("Content-Length", length);
        counted.bodyStream = std::make_shared<FedBody>(std::vector<std::string>{"abc", "de"});
        EXPECT_EQ(send(*client, std::move(counted)).error().code, Errc::InvalidArgument) << length;
    }
    EXPECT_EQ(server.handled, 0);
}

TEST(ClientStreams, endsWithTheErrorOfItsStream)
{
    TestServer server(describe);
    const auto client = makeHttpClient();
    auto wanted = request(server, "POST");
    auto body = std::make_shared<FedBody>(std::vector<std::string>{"abc"});
    body->error = Error{Errc::Corrupt, "the file ended", {}, {}, {}};
    wanted.bodyStream = body;
    EXPECT_EQ(send(*client, std::move(wanted)).error().code, Errc::Corrupt);
    EXPECT_EQ(server.handled, 0);
}

TEST(ClientStreams, doesNotWaitForItsStreamLongerThanForAnythingElse)
{
    TestServer server(describe);
    const auto client = makeHttpClient();
    auto wanted = request(server, "POST");
    wanted.timeout = 60ms;
    wanted.bodyStream = std::make_shared<FedBody>(std::vector<std::string>{"abc"}, false);
    EXPECT_EQ(send(*client, std::move(wanted)).error().code, Errc::Timeout);
}

TEST(ClientStreams, takesAnAnswerThatComesBeforeTheStreamHasEnded)
{
    TestServer server([](ServerRequest, const std::shared_ptr<Responder>& responder) {
        responder->respond({413, {}, "too much"});
    });
    server.policy.stream = true;
    const auto client = makeHttpClient();
    auto wanted = request(server, "POST");
    wanted.bodyStream = std::make_shared<FedBody>(std::vector<std::string>{"abc"}, false);
    const auto answer = send(*client, std::move(wanted));
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->status, 413);
    EXPECT_EQ(answer->body, "too much");
    EXPECT_FALSE(send(*client, request(server))->timings.reused)
        << "half a request may not be followed by another";
}

TEST(ClientStreams, asksItsStreamForNoMoreThanTheServerTakes)
{
    std::shared_ptr<BodySource> kept;
    std::shared_ptr<Responder> responder;
    TestServer server([&](ServerRequest got, std::shared_ptr<Responder> given) {
        kept = got.bodyStream;
        responder = std::move(given);
    });
    server.policy = {std::size_t{1} << 30U, true};
    const auto client = makeHttpClient();
    auto wanted = request(server, "POST");
    auto body = std::make_shared<FedBody>(std::vector<std::string>(2'000, std::string(64 * 1024, 'x')));
    wanted.bodyStream = body;
    client->send(std::move(wanted)).then([](const Result<ClientResponse>&) {});
    ASSERT_TRUE(test::runUntil([&] { return kept != nullptr; }));
    QTimer round;
    int last = -1;
    int steady = 0;
    QObject::connect(&round, &QTimer::timeout, &round,
                     [&] { steady = std::exchange(last, body->reads) == body->reads ? steady + 1 : 0; });
    round.start(5ms);
    ASSERT_TRUE(test::runUntil([&] { return steady >= 20; }));
    EXPECT_LT(body->reads, 1'000);
}

TEST(ClientStreams, givesTheHeadFirstAndTheBodyPieceByPiece)
{
    std::shared_ptr<Responder> responder;
    TestServer server([&](ServerRequest, std::shared_ptr<Responder> given) {
        responder = std::move(given);
        responder->begin(200, {{"X-A", "b"}});
    });
    const auto client = makeHttpClient();
    const auto opened = runTask(client->open(request(server)));
    ASSERT_TRUE(opened && *opened) << (opened ? opened->error().message : "no answer");
    EXPECT_EQ((*opened)->headers.get("x-a"), "b");
    EXPECT_TRUE((*opened)->body.empty());
    auto first = (*opened)->stream->read();
    responder->write("one");
    EXPECT_EQ(***runTask(std::move(first)), "one");
    responder->write("two");
    responder->finish();
    responder.reset();
    EXPECT_EQ(**runTask(readAll((*opened)->stream)), "two");
    EXPECT_FALSE((**runTask((*opened)->stream->read())).has_value()) << "and stays at its end";
}

TEST(ClientStreams, reusesTheConnectionOfAStreamThatWasReadToItsEndOnly)
{
    TestServer server([](ServerRequest, const std::shared_ptr<Responder>& responder) {
        responder->respond({200, {}, std::string(3'000'000, 'x')});
    });
    const auto client = makeHttpClient();
    {
        const auto opened = runTask(client->open(request(server)));
        ASSERT_TRUE(opened && *opened);
        EXPECT_EQ((**runTask(readAll((*opened)->stream))).size(), 3'000'000U);
    }
    EXPECT_TRUE(send(*client, request(server))->timings.reused);
    {
        const auto opened = runTask(client->open(request(server)));
        ASSERT_TRUE(opened && *opened);
        EXPECT_TRUE((*opened)->timings.reused);
    }
    EXPECT_FALSE(send(*client, request(server))->timings.reused) << "a stream that was dropped";
}

TEST(ClientStreams, readsNothingMoreWhileTheCallerDoesNotAsk)
{
    TestServer server([](ServerRequest, const std::shared_ptr<Responder>& responder) {
        responder->respond({200, {}, std::string(std::size_t{32} << 20U, 'x')});
    });
    const auto client = makeHttpClient();
    const auto opened = runTask(client->open(request(server)));
    ASSERT_TRUE(opened && *opened);
    const auto piece = runTask((*opened)->stream->read());
    ASSERT_TRUE(piece && *piece && **piece);
    EXPECT_LE((**piece)->size(), 1'000'000U);
    EXPECT_EQ((**runTask(readAll((*opened)->stream))).size(), (std::size_t{32} << 20U) - (**piece)->size());
}

TEST(ClientStreams, timesOutBetweenPieces)
{
    std::shared_ptr<Responder> responder;
    TestServer server([&](ServerRequest, std::shared_ptr<Responder> given) {
        responder = std::move(given);
        responder->begin(200, {});
    });
    const auto client = makeHttpClient();
    std::optional<Result<ClientResponse>> opened;
    ASSERT_TRUE(test::withGrowingTimeout(60ms, [&](auto timeout) {
        auto wanted = request(server);
        wanted.timeout = timeout;
        opened = runTask(client->open(std::move(wanted)));
        return opened && *opened;
    })) << (opened ? opened->error().message : "no answer");
    const auto piece = runTask((*opened)->stream->read());
    ASSERT_TRUE(piece);
    EXPECT_EQ(piece->error().code, Errc::Timeout);
    EXPECT_EQ(runTask((*opened)->stream->read())->error().code, Errc::Timeout) << "and stays so";
}

TEST(ClientStreams, failsWhenTheServerCutsTheStream)
{
    TestServer server([](ServerRequest, const std::shared_ptr<Responder>& responder) {
        responder->begin(200, {});
        responder->write("abc");
    });
    const auto client = makeHttpClient();
    const auto opened = runTask(client->open(request(server)));
    ASSERT_TRUE(opened && *opened);
    const auto all = runTask(readAll((*opened)->stream));
    ASSERT_TRUE(all);
    EXPECT_EQ(all->error().code, Errc::Unavailable);
}

TEST(ClientStreams, holdsAStreamToItsLimit)
{
    TestServer server([](ServerRequest, std::shared_ptr<Responder> responder) {
        responder->begin(200, {});
        responder->write(std::string(600, 'x'));
        responder->write(std::string(600, 'x'));
        responder->finish();
    });
    const auto client = makeHttpClient();
    auto wanted = request(server);
    wanted.maxBodyBytes = 1000;
    const auto opened = runTask(client->open(std::move(wanted)));
    ASSERT_TRUE(opened && *opened);
    EXPECT_EQ(runTask(readAll((*opened)->stream))->error().code, Errc::LimitExceeded);
}

TEST(ClientStreams, endsAStreamWhenTheClientIsDestroyed)
{
    std::shared_ptr<Responder> responder;
    TestServer server([&](ServerRequest, std::shared_ptr<Responder> given) {
        responder = std::move(given);
        responder->begin(200, {});
    });
    auto client = makeHttpClient();
    const auto opened = runTask(client->open(request(server)));
    ASSERT_TRUE(opened && *opened);
    auto reading = (*opened)->stream->read();
    client.reset();
    EXPECT_EQ(runTask(std::move(reading))->error().code, Errc::Cancelled);
}

} // namespace
} // namespace gatehouse::net
