// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/input_buffer.h"
#include "core/net/message_parser.h"
#include "core/net/server_body.h"
#include "core/net/server_context.h"
#include "core/net/server_exchange.h"
#include "core/net/socket_ptr.h"

#include <memory>
#include <string>

namespace gatehouse::net {

/// One accepted connection: reads requests one after the other (a pipelined request waits until the answer
/// before it is complete), hands them to the handler, writes answers, watches its deadline.
class ServerConnection final : public std::enable_shared_from_this<ServerConnection>
{
public:
    ServerConnection(ServerContext& context, SocketPtr socket);
    ServerConnection(const ServerConnection&) = delete;
    ServerConnection& operator=(const ServerConnection&) = delete;
    ~ServerConnection();

    /// After construction: connects the socket's signals and waits for the first request.
    void start();
    /// TLS is up (or was never asked for).
    void ready();
    /// Closes at once when idle, else after the answer in progress.
    void drain();
    /// Closes at once; what is not yet sent is lost.
    void abort();

    [[nodiscard]] SteadyTime deadline() const noexcept { return std::min(m_deadline, m_writeDeadline); }

    void deadlinePassed();

    // For the exchange in progress.
    [[nodiscard]] ServerContext& context() noexcept { return m_context; }

    [[nodiscard]] bool mustClose() const noexcept;

    /// Where answers are rendered; flush() or responseDone() sends it.
    [[nodiscard]] std::string& output() noexcept { return m_out; }

    void append(std::string&& body);
    void flush();
    [[nodiscard]] bool congested() const;
    void responseDone(bool keepAlive);

    // For the body stream.
    void wantBody();

private:
    enum class Phase
    {
        Handshake,
        Idle,
        Head,
        Body,      ///< Collecting the body for the handler.
        Streaming, ///< The handler has the request and pulls the body.
        Handling,  ///< Everything is read; the answer is awaited.
        Closing,   ///< The last answer is on its way.
        Lingering, ///< Sent everything, reads and forgets until the peer closes.
        Closed
    };

    void pump();
    [[nodiscard]] bool step();
    [[nodiscard]] bool mayRead() const;
    [[nodiscard]] bool fill();
    void skipEmptyLines();
    [[nodiscard]] std::string& bodyTarget();
    void parsed();
    void headDone();
    [[nodiscard]] bool checkExpectation(const MessageHead& head);
    void dispatch();
    void refuse(const ProtocolError& error);
    void closeAfterOutput();
    void linger();
    void socketWrote();
    void socketClosed();
    void waitAtMost(std::chrono::milliseconds time);

    ServerContext& m_context;
    SocketPtr m_socket;
    MessageParser m_parser;
    Phase m_phase = Phase::Handshake;
    InputBuffer m_in;
    std::string m_out;
    std::string m_peer;
    ServerRequest m_request; ///< Being read.
    ServerExchange::Traits m_traits;
    std::weak_ptr<ServerExchange> m_exchange;
    std::shared_ptr<ServerBody> m_bodyStream;
    SteadyTime m_deadline = SteadyTime::max();
    SteadyTime m_writeDeadline = SteadyTime::max();
    SteadyTime m_lingerEnd;
    bool m_pumping = false;
    bool m_needMore = false; ///< The parser can do nothing with what is in m_in.
    bool m_closeAfter = false;
};

} // namespace gatehouse::net
