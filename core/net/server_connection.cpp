// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/server_connection.h"

#include "core/net/request_target.h"

#include <QHostAddress>

#include <fmt/format.h>

#include <sys/socket.h>

#include <algorithm>
#include <utility>

namespace gatehouse::net {

namespace {

using namespace std::chrono_literals;

constexpr qint64 kReadBuffer = qint64{64} * 1024;
constexpr qint64 kWriteHigh = qint64{256} * 1024;             ///< More unsent than this stops whoever writes.
constexpr std::size_t kReserveAtMost = std::size_t{1} << 20U; ///< Of a promised length, before it is seen.
constexpr auto kLingerTime = 2s;                              ///< After the last that came.
constexpr auto kLingerAtMost = 30s;

/// application/problem+json (RFC 9457), for refusals that nobody else words. The texts are ours: ASCII.
ServerResponse bareProblem(const ProtocolError& error)
{
    std::string detail;
    for (const char c : error.message) {
        if (c == '"' || c == '\\') {
            detail += '\\';
        }
        detail += static_cast<unsigned char>(c) < 0x20U ? ' ' : c;
    }
    ServerResponse response;
    response.headers.add("Content-Type", "application/problem+json");
    response.body = fmt::format(R"({{"type":"about:blank","title":"{}","status":{},"detail":"{}"}})",
                                reasonPhrase(error.status), error.status, detail);
    return response;
}

} // namespace

ServerConnection::ServerConnection(ServerContext& context, SocketPtr socket)
    : m_context(context)
    , m_socket(std::move(socket))
    , m_parser(MessageParser::Kind::Request, context.options.maxHeadBytes)
    , m_peer(m_socket->peerAddress().toString().toStdString())
{
    static constexpr std::string_view kMapped = "::ffff:";
    if (m_peer.starts_with(kMapped) && m_peer.find('.') != std::string::npos) {
        m_peer.erase(0, kMapped.size());
    }
}

ServerConnection::~ServerConnection() = default;

void ServerConnection::start()
{
    m_socket->setReadBufferSize(kReadBuffer);
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    auto* socket = m_socket.get();
    QObject::connect(socket, &QTcpSocket::readyRead, socket, [this] {
        const auto self = shared_from_this();
        pump();
    });
    QObject::connect(socket, &QTcpSocket::bytesWritten, socket, [this] {
        const auto self = shared_from_this();
        socketWrote();
    });
    QObject::connect(socket, &QTcpSocket::disconnected, socket, [this] { socketClosed(); });
    waitAtMost(m_context.options.headTimeout);
}

void ServerConnection::ready()
{
    m_phase = Phase::Idle;
    waitAtMost(m_context.options.idleTimeout);
    pump();
}

void ServerConnection::waitAtMost(std::chrono::milliseconds time)
{
    m_deadline = m_context.clock.steady() + time;
}

bool ServerConnection::mustClose() const noexcept
{
    return m_closeAfter || m_context.draining || m_phase == Phase::Streaming;
}

// ---- reading ----

void ServerConnection::pump()
{
    if (m_pumping) {
        return; // we are inside a handler that answered at once; the outer loop goes on
    }
    m_pumping = true;
    while (step()) {}
    m_pumping = false;
    flush();
}

bool ServerConnection::mayRead() const
{
    switch (m_phase) {
    case Phase::Idle:
    case Phase::Head:
        return !congested(); // a client that pipelines must also read
    case Phase::Body:
    case Phase::Lingering:
        return true;
    case Phase::Streaming:
        return m_bodyStream->wanted();
    default:
        return false;
    }
}

/// One round of reading and parsing; false when there is nothing to do until something happens.
bool ServerConnection::step()
{
    if (!mayRead() || (m_needMore && !fill()) || (m_in.pending().empty() && !fill())) {
        return false;
    }
    if (m_phase == Phase::Lingering) {
        m_in.clear();
        if (!m_context.draining) { // Who still sends has not read the answer, which a reset would take away.
            m_deadline = std::min(m_context.clock.steady() + kLingerTime, m_lingerEnd);
        }
        return true;
    }
    if (m_phase == Phase::Idle) {
        skipEmptyLines();
        if (m_in.pending().empty()) {
            return true;
        }
        m_phase = Phase::Head;
        waitAtMost(m_context.options.headTimeout);
    }
    const auto taken = m_parser.parse(m_in.pending(), bodyTarget());
    if (!taken) {
        refuse(taken.error());
        return true;
    }
    m_in.consume(*taken);
    m_needMore = *taken == 0;
    parsed();
    return true;
}

bool ServerConnection::fill()
{
    if (!m_in.fill(*m_socket, kReadBuffer)) {
        return false;
    }
    m_needMore = false;
    return true;
}

/// RFC 9112 §2.2: empty lines before a request line are ignored.
void ServerConnection::skipEmptyLines()
{
    const auto pending = m_in.pending();
    m_in.consume(std::min(pending.find_first_not_of("\r\n"), pending.size()));
}

std::string& ServerConnection::bodyTarget()
{
    return m_phase == Phase::Streaming ? m_bodyStream->pieces.buffer() : m_request.body;
}

void ServerConnection::parsed()
{
    if (m_phase == Phase::Head) {
        if (m_parser.state() != MessageParser::State::Head) {
            headDone();
        }
        return;
    }
    const bool done = m_parser.state() == MessageParser::State::Done;
    if (m_phase == Phase::Body) {
        waitAtMost(m_context.options.bodyTimeout);
        if (done) {
            dispatch();
        }
        return;
    }
    if (done) {
        m_phase = Phase::Handling;
        m_deadline = SteadyTime::max();
    }
    const auto body = m_bodyStream;
    body->pieces.deliver();
    if (done) {
        body->pieces.end();
    } else if (m_phase == Phase::Streaming && !body->wanted()) {
        m_deadline = SteadyTime::max(); // now the handler takes its time, not the client
    }
}

void ServerConnection::headDone()
{
    auto& head = m_parser.head();
    m_request = {};
    m_traits = {head.method == "HEAD", head.http11, head.keepAlive};
    m_request.method = std::move(head.method);
    m_request.target = std::move(head.target);
    m_request.peerAddress = m_peer;
    if (const auto wrong = splitTarget(m_request)) {
        refuse(*wrong);
        return;
    }
    m_request.headers = std::move(head.headers);
    const bool hasBody = m_parser.state() != MessageParser::State::Done;
    const auto policy = hasBody ? m_context.handler.bodyPolicy(m_request) : RequestHandler::BodyPolicy{};
    if (hasBody) {
        if (head.contentLength.value_or(0) > policy.maxBytes) {
            refuse({413, "the body is larger than allowed here"});
            return;
        }
        m_parser.limitBody(policy.maxBytes);
        if (!checkExpectation(head)) {
            return;
        }
        m_request.body.reserve(
            policy.stream ? 0 : std::min<std::size_t>(head.contentLength.value_or(0), kReserveAtMost));
        waitAtMost(m_context.options.bodyTimeout);
    }
    m_phase = Phase::Body;
    if (policy.stream) {
        m_bodyStream = std::make_shared<ServerBody>(weak_from_this());
        m_request.bodyStream = m_bodyStream;
    }
    if (policy.stream || !hasBody) {
        dispatch();
    }
}

/// RFC 9110 §10.1.1. False when the request was refused.
bool ServerConnection::checkExpectation(const MessageHead& head)
{
    const auto expect = m_request.headers.get("Expect");
    if (!expect || !head.http11) {
        return true;
    }
    if (!equalsIgnoreCase(*expect, "100-continue")) {
        refuse({417, "the only expectation understood is 100-continue"});
        return false;
    }
    if (m_in.pending().empty()) {
        m_out += "HTTP/1.1 100 Continue\r\n\r\n";
        flush();
    }
    return true;
}

void ServerConnection::dispatch()
{
    const bool bodyDone = m_parser.state() == MessageParser::State::Done;
    m_phase = bodyDone ? Phase::Handling : Phase::Streaming;
    m_deadline = SteadyTime::max();
    if (m_bodyStream && bodyDone) {
        m_bodyStream->pieces.end();
    }
    auto exchange = std::make_shared<ServerExchange>(weak_from_this(), m_traits);
    m_exchange = exchange;
    m_context.handler.handle(std::move(m_request), std::move(exchange));
}

void ServerConnection::wantBody()
{
    const auto self = shared_from_this();
    if (m_phase == Phase::Streaming) {
        waitAtMost(m_context.options.bodyTimeout);
        pump();
    }
}

// ---- failing and closing ----

void ServerConnection::refuse(const ProtocolError& error)
{
    m_closeAfter = true;
    m_in.clear();
    if (m_phase == Phase::Streaming) {
        // The handler has the request: it learns of the failure where it reads, and answers.
        m_phase = Phase::Handling;
        m_deadline = SteadyTime::max();
        const auto body = m_bodyStream;
        body->pieces.fail(
            {error.status == 413 ? Errc::LimitExceeded : Errc::ParseError, error.message, {}, {}, {}});
        return;
    }
    const auto& wording = m_context.options.refusal;
    const auto answer = wording ? wording(error.status, error.message) : bareProblem(error);
    BodyFraming framing;
    framing.contentLength = answer.body.size();
    appendResponseHead(m_out, error.status, answer.headers, framing, m_context.dateLine(), "close");
    m_out += answer.body;
    closeAfterOutput();
}

void ServerConnection::deadlinePassed()
{
    const auto self = shared_from_this();
    const bool peerDoesNotRead = m_writeDeadline < m_deadline;
    m_deadline = SteadyTime::max();
    if (peerDoesNotRead) {
        abort();
        return;
    }
    switch (m_phase) {
    case Phase::Head:
        refuse({408, "the head of the request did not arrive in time"});
        break;
    case Phase::Body:
        refuse({408, "the body of the request did not arrive in time"});
        break;
    case Phase::Streaming: {
        m_closeAfter = true;
        m_phase = Phase::Handling;
        const auto body = m_bodyStream;
        body->pieces.fail({Errc::Timeout, "the body of the request did not arrive in time", {}, {}, {}});
        break;
    }
    default:
        abort();
        break;
    }
}

void ServerConnection::drain()
{
    const auto self = shared_from_this();
    m_closeAfter = true;
    if (m_phase == Phase::Idle || m_phase == Phase::Handshake) {
        closeAfterOutput();
    }
}

/// Closes once everything is sent: quietly when all input was read, else after the peer has closed (a reset
/// would take the answer away from it).
void ServerConnection::closeAfterOutput()
{
    const bool allRead = m_parser.state() == MessageParser::State::Done && m_in.pending().empty()
                         && m_socket->bytesAvailable() == 0;
    const bool nothingBegun = m_phase == Phase::Idle || m_phase == Phase::Handshake;
    m_phase = Phase::Closing;
    m_deadline = SteadyTime::max();
    flush();
    if (m_phase != Phase::Closing) {
        return;
    }
    if (allRead || nothingBegun) {
        m_socket->disconnectFromHost();
    } else if (m_socket->bytesToWrite() == 0) {
        linger();
    }
}

void ServerConnection::linger()
{
    m_phase = Phase::Lingering;
    m_lingerEnd = m_context.clock.steady() + kLingerAtMost;
    waitAtMost(kLingerTime);
    // Qt cannot half-close. TLS has its own end of data, but the same FIN ends it for the peer.
    ::shutdown(static_cast<int>(m_socket->socketDescriptor()), SHUT_WR);
    pump();
}

void ServerConnection::abort()
{
    const auto self = shared_from_this();
    m_socket->abort();
    socketClosed();
}

void ServerConnection::socketClosed()
{
    if (m_phase == Phase::Closed) {
        return;
    }
    const auto self = shared_from_this();
    m_phase = Phase::Closed;
    m_deadline = SteadyTime::max();
    m_writeDeadline = SteadyTime::max();
    if (const auto body = std::exchange(m_bodyStream, nullptr)) {
        body->pieces.fail({Errc::Cancelled, "the client closed the connection", {}, {}, {}});
    }
    if (const auto exchange = m_exchange.lock()) {
        exchange->abort();
    }
    m_context.closed(*this);
}

// ---- writing ----

void ServerConnection::append(std::string&& body)
{
    m_out += body;
    body.clear();
}

bool ServerConnection::congested() const
{
    return m_socket->bytesToWrite() + static_cast<qint64>(m_out.size()) > kWriteHigh;
}

void ServerConnection::flush()
{
    if (m_out.empty() || m_phase == Phase::Closed) {
        return;
    }
    m_socket->write(m_out.data(), static_cast<qint64>(m_out.size()));
    m_out.clear();
    if (m_out.capacity() > static_cast<std::size_t>(kWriteHigh)) {
        m_out.shrink_to_fit();
    }
    m_socket->flush();
    if (m_socket->bytesToWrite() == 0) {
        m_writeDeadline = SteadyTime::max();
    } else if (m_writeDeadline == SteadyTime::max()) {
        // Only what the peer takes puts this off: what we add would keep a peer that reads nothing for ever.
        m_writeDeadline = m_context.clock.steady() + m_context.options.writeTimeout;
    }
}

void ServerConnection::socketWrote()
{
    if (m_phase == Phase::Closed) {
        return;
    }
    const bool allSent = m_socket->bytesToWrite() == 0;
    m_writeDeadline = allSent ? SteadyTime::max() : m_context.clock.steady() + m_context.options.writeTimeout;
    if (m_phase == Phase::Closing && allSent) {
        linger();
        return;
    }
    if (congested()) {
        return;
    }
    if (const auto exchange = m_exchange.lock()) {
        exchange->writable();
    }
    pump();
}

void ServerConnection::responseDone(bool keepAlive)
{
    const auto self = shared_from_this();
    const bool bodyUnread = m_phase == Phase::Streaming;
    m_exchange.reset();
    const auto body = std::exchange(m_bodyStream, nullptr);
    if (!keepAlive || m_closeAfter || bodyUnread || m_context.draining) {
        closeAfterOutput();
        if (body) { // whoever still reads it would wait for ever
            body->pieces.fail({Errc::Cancelled, "the answer was given before the body was read", {}, {}, {}});
        }
        return;
    }
    m_parser.reset();
    m_request = {};
    m_phase = Phase::Idle;
    waitAtMost(m_context.options.idleTimeout);
    if (congested() || !m_pumping) {
        flush();
    }
    pump();
}

} // namespace gatehouse::net
