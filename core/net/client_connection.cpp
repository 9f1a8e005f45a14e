// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/client_connection.h"

#include <QSslSocket>

#include <fmt/format.h>

#include <sys/socket.h>

#include <cerrno>
#include <utility>

namespace gatehouse::net {

namespace {

constexpr std::size_t kMaxHeadBytes = std::size_t{64} * 1024;
constexpr qint64 kReadBuffer = qint64{256} * 1024;
constexpr qint64 kWriteHigh = qint64{256} * 1024;
constexpr int kMaxInterimResponses = 16;

Error fromProtocol(const ProtocolError& error)
{
    const bool tooLarge = error.status == 413 || error.status == 431;
    return {tooLarge ? Errc::LimitExceeded : Errc::ParseError,
            "the server's answer cannot be read: " + error.message,
            {},
            {},
            {}};
}

} // namespace

ClientConnection::ClientConnection(Dialled dialled)
    : m_socket(std::move(dialled.socket))
    , m_throughHttpProxy(dialled.throughHttpProxy)
    , m_proxyAuthorization(std::move(dialled.proxyAuthorization))
    , m_parser(MessageParser::Kind::Response, kMaxHeadBytes)
{
    auto* socket = m_socket.get();
    socket->setReadBufferSize(kReadBuffer);
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    const auto event = [this] { socketEvent(); };
    QObject::connect(socket, &QTcpSocket::readyRead, socket, event);
    QObject::connect(socket, &QTcpSocket::bytesWritten, socket, event);
    QObject::connect(socket, &QTcpSocket::disconnected, socket, event);
}

void ClientConnection::socketEvent()
{
    if (m_operation) {
        m_operation->wake();
    } else if (const auto idleEvent = m_onIdleEvent) { // a copy: it may destroy this
        idleEvent();
    }
}

void ClientConnection::attach(std::shared_ptr<Operation> operation)
{
    m_onIdleEvent = nullptr;
    m_operation = std::move(operation);
}

void ClientConnection::detach(std::function<void()> onIdleEvent)
{
    m_operation.reset();
    m_onIdleEvent = std::move(onIdleEvent);
    idleSince = m_clock.steady();
}

bool ClientConnection::peerClosed() const
{
    return m_socket->state() != QAbstractSocket::ConnectedState;
}

bool ClientConnection::usable()
{
    if (peerClosed() || m_socket->bytesAvailable() > 0) {
        return false;
    }
    // The peer may have closed since the event loop last looked.
    char byte = 0;
    const auto got =
        ::recv(static_cast<int>(m_socket->socketDescriptor()), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    if (got > 0) {
        return qobject_cast<QSslSocket*>(m_socket.get()) != nullptr; // a session ticket, likely
    }
    return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

void ClientConnection::send(std::string_view bytes)
{
    m_socket->write(bytes.data(), static_cast<qint64>(bytes.size()));
}

void ClientConnection::flush()
{
    m_socket->flush();
}

bool ClientConnection::congested() const
{
    return m_socket->bytesToWrite() > kWriteHigh;
}

void ClientConnection::expectResponse(bool toHead, std::uint64_t maxBodyBytes)
{
    m_toHead = toHead;
    m_maxBodyBytes = maxBodyBytes;
    m_interimResponses = 0;
    m_tooLong.reset();
    m_firstByte = {};
    m_needMore = false;
    m_parser.reset(toHead);
}

Result<ClientConnection::Progress> ClientConnection::advance(std::string& body)
{
    if (m_tooLong) {
        return tl::unexpected(*m_tooLong);
    }
    const std::size_t before = body.size();
    while (m_parser.state() != MessageParser::State::Done) {
        if (m_needMore || m_in.pending().empty()) {
            if (!m_in.fill(*m_socket, kReadBuffer)) {
                if (body.size() > before) {
                    return Progress::Body;
                }
                return peerClosed() ? atClose() : Progress::Waiting;
            }
            m_needMore = false;
        }
        if (!responseBegun()) {
            m_firstByte = m_clock.steady();
        }
        const bool inHead = m_parser.state() == MessageParser::State::Head;
        const auto taken = m_parser.parse(m_in.pending(), body);
        if (!taken) {
            return tl::unexpected(fromProtocol(taken.error()));
        }
        m_in.consume(*taken);
        m_needMore = *taken == 0;
        if (inHead && m_parser.state() != MessageParser::State::Head) {
            GH_ASSIGN(const bool final, headParsed());
            if (final) {
                return Progress::Head;
            }
        } else if (body.size() - before >= static_cast<std::size_t>(kReadBuffer)) {
            return Progress::Body;
        }
    }
    return body.size() > before ? Progress::Body : Progress::Done;
}

/// False for an interim (1xx) response, which is skipped.
Result<bool> ClientConnection::headParsed()
{
    const auto& head = m_parser.head();
    if (head.status / 100 == 1) {
        if (head.status == 101 || ++m_interimResponses > kMaxInterimResponses) {
            return fail(Errc::ParseError,
                        "the server's answer cannot be read: it switched protocols unasked, or never came "
                        "to its final status");
        }
        m_parser.reset(m_toHead);
        return false;
    }
    const bool hasBody = m_parser.state() != MessageParser::State::Done;
    if (hasBody && head.contentLength.value_or(0) > m_maxBodyBytes) {
        // Told after the head, which stands: it says what became of the request.
        m_tooLong = {Errc::LimitExceeded,
                     fmt::format("the server's answer is {} bytes long, and at most {} are allowed",
                                 *head.contentLength, m_maxBodyBytes),
                     {},
                     {},
                     {}};
    }
    m_parser.limitBody(m_maxBodyBytes);
    return true;
}

Result<ClientConnection::Progress> ClientConnection::atClose()
{
    if (!responseBegun()) {
        return fail(Errc::Unavailable, "the server closed the connection without an answer");
    }
    if (const auto ended = m_parser.finishAtClose(); !ended) {
        return fail(Errc::Unavailable, "the server closed the connection in the middle of its answer");
    }
    return Progress::Done;
}

bool ClientConnection::reusable()
{
    return m_parser.state() == MessageParser::State::Done && m_parser.head().keepAlive && !peerClosed()
           && m_in.pending().empty() && m_socket->bytesAvailable() == 0 && m_socket->bytesToWrite() == 0;
}

} // namespace gatehouse::net
