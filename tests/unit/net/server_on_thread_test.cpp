// SPDX-License-Identifier: GPL-3.0-or-later
// What is special about a server whose sockets live on a thread of their own; everything else that it
// promises is tested with the other servers.
#include "core/net/server_on_thread.h"
#include "core/runtime/outbox.h"
#include "tests/unit/net/raw_client.h"
#include "tests/unit/net/test_server.h"

#include <QThread>

#include <gtest/gtest.h>

#include <algorithm>
#include <future>

namespace gatehouse::net {
namespace {

using test::RawClient;

constexpr std::size_t kWindow = std::size_t{256} * 1024;

std::string getRequest(const std::string& path)
{
    return "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
}

/// Another executor, and how often it was given something.
class CountingExecutor final : public runtime::Executor
{
public:
    explicit CountingExecutor(runtime::Executor& executor)
        : m_executor(executor)
    {}

    void post(runtime::UniqueFunction function) override
    {
        m_executor.post(std::move(function));
        ++posts;
        posts.notify_all();
    }

    [[nodiscard]] bool isCurrent() const override { return m_executor.isCurrent(); }

    std::atomic<int> posts = 0;

private:
    runtime::Executor& m_executor;
};

class ThreadedServer final : public RequestHandler
{
public:
    using Handle = std::function<void(ServerRequest, std::shared_ptr<Responder>)>;

    explicit ThreadedServer(Handle handle)
        : m_handle(std::move(handle))
        , server(makeHttpServerOn({toSockets, toHome}, *this, {}))
    {
        EXPECT_TRUE(server->listen());
        toSockets.posts = 0;
    }

    ~ThreadedServer() override { server.reset(); }

    BodyPolicy bodyPolicy(const ServerRequest& /*head*/) override
    {
        EXPECT_TRUE(sockets.isCurrent());
        return {std::size_t{1} << 30U, true};
    }

    RequestHandler* onSocketsThread(const ServerRequest& head) override
    {
        EXPECT_TRUE(sockets.isCurrent());
        return there != nullptr && head.path.starts_with("/there/") ? there : nullptr;
    }

    void handle(ServerRequest request, std::shared_ptr<Responder> responder) override
    {
        EXPECT_TRUE(home->isCurrent());
        ++handled;
        m_handle(std::move(request), std::move(responder));
    }

private:
    Handle m_handle;

public:
    RequestHandler* there = nullptr;
    int handled = 0;
    runtime::EventThread sockets{"sockets"};
    std::unique_ptr<runtime::Executor> home = runtime::makeThisThreadExecutor();
    CountingExecutor toSockets{sockets};
    CountingExecutor toHome{*home};
    std::unique_ptr<HttpServer> server;
};

/// Holds a thread until it goes.
class Held
{
public:
    explicit Held(runtime::Executor& thread)
    {
        std::promise<void> holding;
        const auto held = holding.get_future();
        thread.post([&holding, until = m_go.get_future().share()] {
            holding.set_value();
            until.wait();
        });
        held.wait();
    }

    void release() { m_go.set_value(); }

private:
    std::promise<void> m_go;
};

TEST(ServerOnThread, crossesOnceForTheRequestsOfARoundAndOnceForTheirAnswers)
{
    constexpr std::size_t kClients = runtime::Outbox::kMostAtOnce - 1;
    std::vector<std::shared_ptr<Responder>> waiting;
    ThreadedServer threaded([&](const ServerRequest&, std::shared_ptr<Responder> responder) {
        waiting.push_back(std::move(responder));
        if (waiting.size() == kClients) {
            for (auto& one : std::exchange(waiting, {})) {
                one->respond({200, {}, "done"});
            }
        }
    });
    std::vector<std::unique_ptr<RawClient>> clients;
    for (std::size_t i = 0; i < kClients; ++i) {
        clients.push_back(std::make_unique<RawClient>(threaded.server->port()));
    }
    ASSERT_TRUE(test::lookUntil([&] { return threaded.server->connectionCount() == kClients; }));
    Held sockets(threaded.sockets);
    for (auto& client : clients) {
        client->send(getRequest("/"));
    }
    sockets.release();
    for (auto& client : clients) {
        EXPECT_TRUE(client->until("done").ends_with("done"));
    }
    EXPECT_EQ(threaded.handled, static_cast<int>(kClients));
    EXPECT_EQ(threaded.toHome.posts, 1);
    EXPECT_EQ(threaded.toSockets.posts, 1);
}

TEST(ServerOnThread, crossesLessOftenThanRequestsComeUnderLoad)
{
    constexpr int kClients = 64;
    constexpr int kRequests = 1'000;
    ThreadedServer threaded(test::TestServer::echo);
    std::vector<std::unique_ptr<QTcpSocket>> clients;
    int sent = 0;
    int answered = 0;
    const auto ask = [&sent](QTcpSocket& client) {
        if (sent < kRequests) {
            ++sent;
            client.write(getRequest("/").c_str());
        }
    };
    for (int i = 0; i < kClients; ++i) {
        auto& client = *clients.emplace_back(std::make_unique<QTcpSocket>());
        QObject::connect(&client, &QTcpSocket::connected, &client, [&] { ask(client); });
        QObject::connect(&client, &QTcpSocket::readyRead, &client, [&] {
            if (client.readAll().endsWith("GET / ")) {
                ++answered;
                ask(client);
            }
        });
        client.connectToHost(QHostAddress(QHostAddress::LocalHost), threaded.server->port());
    }
    ASSERT_TRUE(test::runUntil([&] { return answered == kRequests; }));
    EXPECT_LT(threaded.toHome.posts, kRequests / 2);
    EXPECT_LT(threaded.toSockets.posts, kRequests / 2);
    testing::Test::RecordProperty("posts_to_home", threaded.toHome.posts);
    testing::Test::RecordProperty("posts_to_sockets", threaded.toSockets.posts);
}

TEST(ServerOnThread, leavesRequestsToAHandlerOfTheSocketsThreadWithoutWakingHome)
{
    class There final : public RequestHandler
    {
    public:
        [[nodiscard]] BodyPolicy bodyPolicy(const ServerRequest& /*head*/) override { return {3, false}; }

        void handle(ServerRequest request, std::shared_ptr<Responder> responder) override
        {
            responder->respond({200, {}, "there " + request.body});
        }
    };

    There there;
    ThreadedServer threaded(test::TestServer::echo);
    threaded.there = &there;
    RawClient client(threaded.server->port());
    client.send("POST /there/a HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
    EXPECT_TRUE(client.until("there abc").ends_with("there abc"));
    EXPECT_EQ(threaded.toHome.posts, 0);
    client.forget();
    client.send(getRequest("/here"));
    EXPECT_TRUE(client.until("GET /here ").ends_with("GET /here ")) << "the connection serves both";
    client.forget();
    client.send("POST /there/a HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nabcd");
    EXPECT_TRUE(client.untilClosed().starts_with("HTTP/1.1 413 ")) << "by its own policy";
    EXPECT_EQ(threaded.handled, 1);
}

TEST(ServerOnThread, tellsOnceOnTheHomeThreadThatThePeerWentAwayAndNeverAfterTheAnswer)
{
    std::vector<std::shared_ptr<Responder>> kept;
    std::vector<int> aborted;
    ThreadedServer threaded([&](const ServerRequest&, std::shared_ptr<Responder> responder) {
        const auto number = kept.size();
        aborted.push_back(0);
        responder->onAborted([&, number] {
            EXPECT_TRUE(threaded.home->isCurrent());
            ++aborted[number];
        });
        kept.push_back(std::move(responder));
    });
    RawClient leaving(threaded.server->port());
    leaving.send(getRequest("/"));
    ASSERT_TRUE(test::runUntil([&] { return kept.size() == 1; }));
    RawClient answered(threaded.server->port());
    answered.send(getRequest("/"));
    ASSERT_TRUE(test::runUntil([&] { return kept.size() == 2; }));
    leaving.close();
    kept[1]->respond({});
    answered.close(); // its answer is on the way
    ASSERT_TRUE(test::runUntil([&] { return aborted[0] == 1; }));
    ASSERT_TRUE(test::lookUntil([&] { return threaded.server->connectionCount() == 0; }));
    threaded.server.reset();
    EXPECT_EQ(aborted, (std::vector<int>{1, 0}));
    bool toldLate = false;
    kept[0]->onAborted([&toldLate] { toldLate = true; });
    EXPECT_TRUE(toldLate) << "whoever asks afterwards is told at once";
}

TEST(ServerOnThread, dropsRequestsThatHaveNotReachedHomeWhenItIsDestroyed)
{
    ThreadedServer threaded(test::TestServer::echo);
    RawClient client(threaded.server->port());
    client.send(getRequest("/"));
    threaded.toHome.posts.wait(0); // without a round of the home thread's loop
    threaded.server.reset();
    EXPECT_EQ(client.untilClosed(), "");
    EXPECT_EQ(threaded.handled, 0);
}

TEST(ServerOnThread, sendsAnAnswerThatWasGivenRightBeforeItsDestruction)
{
    std::shared_ptr<Responder> kept;
    ThreadedServer threaded(
        [&](const ServerRequest&, std::shared_ptr<Responder> responder) { kept = std::move(responder); });
    RawClient client(threaded.server->port());
    client.send(getRequest("/"));
    ASSERT_TRUE(test::runUntil([&] { return kept != nullptr; }));
    kept->respond({200, {}, "just in time"});
    threaded.server.reset();
    EXPECT_TRUE(client.untilClosed().ends_with("just in time"));
}

QCoro::Task<> transfer(std::shared_ptr<BodySource> body, std::shared_ptr<Responder> responder, Errc& reading,
                       Errc& writing)
{
    auto piece = co_await body->read();
    while (piece && *piece) {
        piece = co_await body->read();
    }
    reading = piece ? Errc::Internal : piece.error().code;
    responder->begin(200, {});
    auto written = co_await responder->write("late");
    writing = written ? Errc::Internal : written.error().code;
}

TEST(ServerOnThread, endsStreamsOfBothDirectionsAsCancelledWhenItIsDestroyed)
{
    Errc reading = Errc::Internal;
    Errc writing = Errc::Internal;
    Errc stalled = Errc::Internal;
    std::size_t written = 0;
    ThreadedServer threaded([&](const ServerRequest& request, std::shared_ptr<Responder> responder) {
        if (request.method == "POST") {
            transfer(request.bodyStream, std::move(responder), reading, writing);
            return;
        }
        [](std::shared_ptr<Responder> held, std::size_t& bytes, Errc& end) -> QCoro::Task<> {
            held->begin(200, {});
            auto status = co_await held->write(std::string(64 * 1024, 'x'));
            while (status) {
                bytes += std::size_t{64} * 1024;
                status = co_await held->write(std::string(64 * 1024, 'x'));
            }
            end = status.error().code;
        }(std::move(responder), written, stalled);
    });
    RawClient uploading(threaded.server->port());
    uploading.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\nabc");
    RawClient downloading(threaded.server->port());
    downloading.socket().setReadBufferSize(4096);
    downloading.socket().blockSignals(true);
    downloading.send(getRequest("/"));
    ASSERT_TRUE(test::runUntil([&] { return threaded.handled == 2 && written > 0; }));
    threaded.server.reset();
    EXPECT_EQ(reading, Errc::Cancelled);
    EXPECT_EQ(writing, Errc::Cancelled);
    EXPECT_EQ(stalled, Errc::Cancelled);
}

TEST(ServerOnThread, letsAStreamRunAWindowAheadOfTheSocketsThreadAndNoFurther)
{
    std::shared_ptr<Responder> kept;
    ThreadedServer threaded(
        [&](const ServerRequest&, std::shared_ptr<Responder> responder) { kept = std::move(responder); });
    RawClient client(threaded.server->port());
    client.send(getRequest("/"));
    ASSERT_TRUE(test::runUntil([&] { return kept != nullptr; }));
    Held sockets(threaded.sockets);
    kept->begin(200, {});
    std::size_t ahead = 0;
    for (bool waits = false; !waits;) {
        const std::string piece(16 * 1024, 'x');
        const auto task = kept->write(piece);
        waits = !task.isReady();
        ahead += piece.size();
    }
    EXPECT_EQ(ahead, kWindow + 16 * 1024);
    sockets.release();
    kept->finish();
    const auto answer = client.until("\r\n0\r\n\r\n");
    EXPECT_EQ(std::ranges::count(answer, 'x'), static_cast<std::ptrdiff_t>(ahead)) << "before its end";
}

QCoro::Task<> countBytes(std::shared_ptr<BodySource> body, std::shared_ptr<Responder> responder,
                         std::size_t& bytes)
{
    auto piece = co_await body->read();
    while (piece && *piece) {
        bytes += (*piece)->size();
        piece = co_await body->read();
    }
    responder->respond({200, {}, piece ? "all" : "cut"});
}

TEST(ServerOnThread, readsAWindowAheadOfTheHandlerAndNoFurther)
{
    std::shared_ptr<BodySource> body;
    std::shared_ptr<Responder> kept;
    ThreadedServer threaded([&](const ServerRequest& request, std::shared_ptr<Responder> responder) {
        body = request.bodyStream;
        kept = std::move(responder);
    });
    constexpr std::size_t kMuch = std::size_t{16} << 20U;
    RawClient client(threaded.server->port());
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(kMuch) + "\r\n\r\n"
                + std::string(kMuch, 'x'));
    ASSERT_TRUE(test::runUntil([&] { return kept != nullptr; }));
    EXPECT_EQ(threaded.toHome.posts, 1) << "nothing is read before the handler reads";
    const auto first = test::runTask(body->read());
    ASSERT_TRUE(first && *first && **first);
    test::runUntilSteady([&] {
        Held(threaded.sockets).release(); // which had a turn since the last look, however busy the machine is
        return threaded.toHome.posts.load();
    });
    std::size_t bytes = 0;
    Held sockets(threaded.sockets);
    countBytes(body, std::exchange(kept, nullptr), bytes);
    EXPECT_GE(bytes + (**first)->size(), kWindow);
    EXPECT_LE(bytes + (**first)->size(), kWindow + 128 * 1024);
    sockets.release();
    EXPECT_TRUE(client.until("all").ends_with("all"));
    EXPECT_EQ(bytes + (**first)->size(), kMuch);
}

TEST(ServerOnThread, letsGoOfABodyThatIsNotReadToItsEnd)
{
    std::weak_ptr<BodySource> left;
    ThreadedServer threaded([&](ServerRequest request, std::shared_ptr<Responder> responder) {
        left = request.bodyStream;
        [](std::shared_ptr<BodySource> body, std::shared_ptr<Responder> held) -> QCoro::Task<> {
            auto piece = co_await body->read();
            EXPECT_TRUE(piece && *piece);
            held->respond({400, {}, "enough"});
        }(std::move(request.bodyStream), std::move(responder));
    });
    RawClient client(threaded.server->port());
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\nabc");
    EXPECT_TRUE(client.untilClosed().ends_with("enough"));
    EXPECT_TRUE(left.expired());
    EXPECT_TRUE(test::lookUntil([&] { return threaded.server->connectionCount() == 0; }));
}

} // namespace
} // namespace gatehouse::net
