// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/server_on_thread.h"

#include "core/net/relay_home.h"
#include "core/net/relay_sockets.h"

#include <future>
#include <utility>

namespace gatehouse::net {

namespace {

/// Runs a function on another thread and waits for its end; also ends when the thread no longer runs
/// anything.
template <class F>
void runAndWait(runtime::Executor& thread, F function)
{
    if (thread.isCurrent()) {
        function();
        return;
    }
    std::promise<void> done;
    const auto ended = done.get_future();
    thread.post([&function, done = std::move(done)]() mutable {
        function();
        done.set_value();
    });
    ended.wait();
}

class ServerOnThread final : public HttpServer
{
public:
    ServerOnThread(ServerThreads threads, RequestHandler& handler, ServerOptions options)
        : m_sockets(threads.sockets)
        , m_home(std::make_shared<HomeRelay>(handler, threads.sockets))
    {
        runAndWait(m_sockets, [&] {
            m_far = std::make_unique<SocketsRelay>(handler, m_home, threads.home, std::move(options));
        });
    }

    ~ServerOnThread() override
    {
        m_home->flush(); // answers given in this round still go
        runAndWait(m_sockets, [this] { m_far.reset(); });
        m_home->close();
    }

    [[nodiscard]] Status listen() override
    {
        Status listening = fail(Errc::Unavailable, "the thread of the sockets has ended");
        runAndWait(m_sockets, [&] {
            listening = m_far->server().listen();
            m_port = m_far->server().port();
        });
        return listening;
    }

    [[nodiscard]] std::uint16_t port() const override { return m_port; }

    [[nodiscard]] std::size_t connectionCount() const override { return m_far->server().connectionCount(); }

    void drain(std::chrono::milliseconds grace, std::function<void()> done) override
    {
        m_home->drained = std::move(done);
        m_home->send([this, grace] { m_far->drain(grace); });
    }

private:
    runtime::Executor& m_sockets;
    std::shared_ptr<HomeRelay> m_home;
    std::unique_ptr<SocketsRelay> m_far; ///< Made, used and destroyed on the sockets' thread.
    std::uint16_t m_port = 0;
};

} // namespace

std::unique_ptr<HttpServer> makeHttpServerOn(ServerThreads threads, RequestHandler& handler,
                                             ServerOptions options)
{
    return std::make_unique<ServerOnThread>(threads, handler, std::move(options));
}

} // namespace gatehouse::net
