// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/relay_home.h"
#include "core/net/server.h"
#include "core/runtime/outbox.h"

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>

namespace gatehouse::net {

/// One request that is answered on another thread than its socket's. Methods are the sockets' thread's. Done
/// or aborted, it keeps nothing that belongs to that thread, so that its last pointer may go on either.
class RelayedExchange final : public std::enable_shared_from_this<RelayedExchange>
{
public:
    RelayedExchange(std::shared_ptr<HomeRelay> relay, runtime::Outbox& toHome,
                    std::shared_ptr<Responder> responder, std::shared_ptr<BodySource> body);

    /// Listens for the peer's going away.
    void watch();

    void respond(ServerResponse response);
    void begin(int status, Headers headers);
    void write(std::string piece);
    void finish();
    /// Let go of without a (whole) answer.
    void dropped();
    /// So much more of the body may be read.
    void grantBody(std::size_t bytes);

    /// The home thread's ends. streamedBody is set before the exchange goes there, the rest there.
    struct
    {
        std::weak_ptr<HomeResponder> responder;
        std::weak_ptr<HomeBody> body;
        bool streamedBody = false;
    } home;

private:
    QCoro::Task<> writeAll();
    QCoro::Task<> readAhead();
    void tellBody(Result<std::optional<std::string>> piece);
    void credit(std::size_t bytes);
    void aborted();
    void release();

    std::shared_ptr<HomeRelay> m_relay; ///< Only passed on.
    runtime::Outbox& m_toHome;
    std::shared_ptr<Responder> m_responder; ///< Null: done or aborted.
    std::shared_ptr<BodySource> m_body;     ///< Null: read to its end, or of no use any more.
    std::deque<std::string> m_pieces;       ///< To be written.
    std::size_t m_taken = 0;                ///< Written, and home does not know yet.
    std::size_t m_mayRead = 0;
    bool m_writing = false;
    bool m_reading = false;
    bool m_finishing = false;
};

/// The sockets' half of a server whose handler lives elsewhere: an HttpServer that hands requests over. Lives
/// on the sockets' thread.
class SocketsRelay final : public RequestHandler
{
public:
    SocketsRelay(RequestHandler& handler, std::shared_ptr<HomeRelay> relay, runtime::Executor& home,
                 ServerOptions options);

    [[nodiscard]] BodyPolicy bodyPolicy(const ServerRequest& head) override;
    void handle(ServerRequest request, std::shared_ptr<Responder> responder) override;

    [[nodiscard]] HttpServer& server() noexcept { return *m_server; }

    void drain(std::chrono::milliseconds grace);

private:
    RequestHandler& m_handler;
    std::shared_ptr<HomeRelay> m_relay; ///< Only passed on.
    runtime::Outbox m_toHome;
    std::unique_ptr<HttpServer> m_server; ///< Last: its connections use the others until they are gone.
};

} // namespace gatehouse::net
