// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/upload.h"

#include <utility>

namespace gatehouse::net {

Upload::Upload(ClientConnection& connection, std::shared_ptr<BodySource> source, BodyFraming framing,
               std::shared_ptr<Operation> operation)
    : m_connection(&connection)
    , m_source(std::move(source))
    , m_framing(framing)
    , m_operation(std::move(operation))
{}

void Upload::start()
{
    run(); // goes on by itself; it keeps itself alive
}

void Upload::poke()
{
    const auto self = shared_from_this();
    m_writable.notify();
}

void Upload::cancel()
{
    m_connection = nullptr;
    poke();
}

QCoro::Task<> Upload::run()
{
    const auto self = shared_from_this();
    while (m_connection != nullptr) {
        auto piece = co_await m_source->read();
        if (m_connection == nullptr) {
            break;
        }
        if (!piece) {
            m_error = std::move(piece.error());
            break;
        }
        if (!*piece) {
            end();
            break;
        }
        if (!sendPiece(**piece)) {
            break;
        }
        while (m_connection != nullptr && m_connection->congested()) {
            co_await m_writable.next();
        }
    }
    m_operation->wake();
}

bool Upload::sendPiece(const std::string& piece)
{
    m_sent += piece.size();
    if (m_framing.contentLength && m_sent > *m_framing.contentLength) {
        m_error = Error{
            Errc::InvalidArgument, "the request's body stream is longer than its Content-Length", {}, {}, {}};
        return false;
    }
    if (m_framing.chunked) {
        std::string chunk;
        appendChunk(chunk, piece);
        m_connection->send(chunk);
    } else {
        m_connection->send(piece);
    }
    m_connection->flush();
    return true;
}

void Upload::end()
{
    if (m_framing.contentLength && m_sent < *m_framing.contentLength) {
        m_error = Error{
            Errc::InvalidArgument, "the request's body stream ended before its Content-Length", {}, {}, {}};
        return;
    }
    if (m_framing.chunked) {
        m_connection->send(kLastChunk);
        m_connection->flush();
    }
    m_done = true;
}

} // namespace gatehouse::net
