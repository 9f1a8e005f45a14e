// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/server.h"
#include "core/net/server_on_thread.h"
#include "core/runtime/event_thread.h"

#include <gtest/gtest.h>

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::test {

/// Where the sockets of a TestServer live.
enum class SocketsOn
{
    ThisThread,
    TheirOwnThread
};

/// The tests of the server are built twice, so that both kinds keep every promise.
#ifdef GATEHOUSE_TEST_SOCKETS_ON_THEIR_OWN_THREAD
inline constexpr auto kSocketsOn = SocketsOn::TheirOwnThread;
#else
inline constexpr auto kSocketsOn = SocketsOn::ThisThread;
#endif

/// A handler made of two functions, and a server for it on a free port.
class TestServer final : public net::RequestHandler
{
public:
    using Handle = std::function<void(net::ServerRequest, std::shared_ptr<net::Responder>)>;

    explicit TestServer(Handle handle, net::ServerOptions options = {})
        : m_handle(std::move(handle))
        , m_server(another(*this, std::move(options)))
    {
        const auto listening = m_server->listen();
        EXPECT_TRUE(listening) << listening.error().message;
    }

    ~TestServer() override { destroyServer(); }

    /// A server of the kind under test, which this one must outlive.
    std::unique_ptr<net::HttpServer> another(net::RequestHandler& handler, net::ServerOptions options)
    {
        if (kSocketsOn == SocketsOn::ThisThread) {
            return net::makeHttpServer(handler, std::move(options));
        }
        if (!m_sockets) {
            m_sockets = std::make_unique<runtime::EventThread>("sockets");
            m_home = runtime::makeThisThreadExecutor();
        }
        return net::makeHttpServerOn({*m_sockets, *m_home}, handler, std::move(options));
    }

    /// Answers "method target body".
    static void echo(const net::ServerRequest& request, const std::shared_ptr<net::Responder>& responder)
    {
        net::ServerResponse response;
        response.body = request.method + " " + request.target + " " + request.body;
        responder->respond(std::move(response));
    }

    BodyPolicy bodyPolicy(const net::ServerRequest& head) override
    {
        ++policyCalls;
        return policyFor ? policyFor(head) : policy;
    }

    void handle(net::ServerRequest request, std::shared_ptr<net::Responder> responder) override
    {
        ++handled;
        m_handle(std::move(request), std::move(responder));
    }

    [[nodiscard]] net::HttpServer& server() { return *m_server; }

    void destroyServer() { m_server.reset(); }

    [[nodiscard]] std::uint16_t port() const { return m_server->port(); }

    [[nodiscard]] std::string url(const std::string& path, const std::string& scheme = "http") const
    {
        return scheme + "://127.0.0.1:" + std::to_string(port()) + path;
    }

    // Set before the first connection is made: they may be read on the sockets' thread.
    BodyPolicy policy;
    std::function<BodyPolicy(const net::ServerRequest&)> policyFor;
    std::atomic<int> policyCalls = 0;
    int handled = 0;

private:
    Handle m_handle;
    std::unique_ptr<runtime::EventThread> m_sockets;
    std::unique_ptr<runtime::Executor> m_home;
    std::unique_ptr<net::HttpServer> m_server;
};

} // namespace gatehouse::test
