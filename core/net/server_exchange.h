// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/server.h"
#include "core/net/signal.h"

#include <functional>
#include <memory>
#include <string>

namespace gatehouse::net {

class ServerConnection;

/// One request and the answer to it. The handler holds it, the connection only knows it: letting go of it
/// unanswered is how a handler says 500.
class ServerExchange final : public Responder, public std::enable_shared_from_this<ServerExchange>
{
public:
    struct Traits
    {
        bool headOnly = false; ///< A HEAD request.
        bool http11 = true;    ///< Else no chunked answers.
        bool keepAlive = true; ///< What the client wants.
    };

    ServerExchange(std::weak_ptr<ServerConnection> connection, Traits traits);
    ~ServerExchange() override;

    void respond(ServerResponse response) override;
    void begin(int status, Headers headers) override;
    [[nodiscard]] QCoro::Task<Status> write(std::string piece) override;
    void finish() override;
    void onAborted(std::function<void()> callback) override;

    /// From the connection: the peer is gone.
    void abort();
    /// From the connection: the socket can take more.
    void writable();

private:
    enum class Stage
    {
        Fresh,
        Streaming,
        Done
    };

    [[nodiscard]] std::string_view connectionField(const ServerConnection& connection,
                                                   const Headers& headers);

    std::weak_ptr<ServerConnection> m_connection;
    Traits m_traits;
    Stage m_stage = Stage::Fresh;
    bool m_aborted = false;
    bool m_chunked = false;
    bool m_bodyless = false; ///< The answer has no body, whatever is written.
    Signal m_writable;
    std::function<void()> m_onAborted;
};

} // namespace gatehouse::net
