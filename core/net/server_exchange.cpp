// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/server_exchange.h"

#include "core/net/response_head.h"
#include "core/net/server_connection.h"

#include <charconv>
#include <utility>

namespace gatehouse::net {

namespace {

std::optional<std::uint64_t> declaredLength(const Headers& headers)
{
    const auto text = headers.get("Content-Length");
    std::uint64_t length = 0;
    if (!text || std::from_chars(text->data(), text->data() + text->size(), length).ec != std::errc{}) {
        return std::nullopt;
    }
    return length;
}

} // namespace

ServerExchange::ServerExchange(std::weak_ptr<ServerConnection> connection, Traits traits)
    : m_connection(std::move(connection))
    , m_traits(traits)
{}

ServerExchange::~ServerExchange()
{
    if (m_stage == Stage::Fresh && !m_aborted) {
        respond({500, {{"Content-Type", "text/plain; charset=utf-8"}}, "The request was not answered.\n"});
    } else if (m_stage == Stage::Streaming) {
        // The client must see that something is missing: no last chunk, a closed connection.
        if (const auto connection = m_connection.lock()) {
            connection->abort();
        }
    }
}

std::string_view ServerExchange::connectionField(const ServerConnection& connection, const Headers& headers)
{
    const auto wanted = headers.get("Connection");
    if (connection.mustClose() || (wanted && equalsIgnoreCase(*wanted, "close"))) {
        m_traits.keepAlive = false;
    }
    if (!m_traits.keepAlive) {
        return "close";
    }
    return m_traits.http11 ? "" : "keep-alive";
}

void ServerExchange::respond(ServerResponse response)
{
    const auto connection = m_connection.lock();
    if (m_stage != Stage::Fresh || m_aborted || !connection) {
        return;
    }
    m_stage = Stage::Done;
    const auto field = connectionField(*connection, response.headers);
    BodyFraming framing;
    if (statusHasBody(response.status)) {
        framing.contentLength = response.body.size();
    }
    auto& out = connection->output();
    appendResponseHead(out, response.status, response.headers, framing, connection->context().dateLine(),
                       field);
    if (statusHasBody(response.status) && !m_traits.headOnly) {
        connection->append(std::move(response.body));
    }
    connection->responseDone(m_traits.keepAlive);
}

void ServerExchange::begin(int status, Headers headers)
{
    const auto connection = m_connection.lock();
    if (m_stage != Stage::Fresh || m_aborted || !connection) {
        return;
    }
    m_stage = Stage::Streaming;
    BodyFraming framing;
    framing.contentLength = declaredLength(headers);
    m_bodyless = m_traits.headOnly || !statusHasBody(status);
    framing.chunked = statusHasBody(status) && !framing.contentLength && m_traits.http11;
    m_chunked = framing.chunked;
    if (!m_bodyless && !framing.contentLength && !framing.chunked) {
        m_traits.keepAlive = false; // HTTP/1.0: only closing says where the body ends
    }
    const auto field = connectionField(*connection, headers);
    appendResponseHead(connection->output(), status, headers, framing, connection->context().dateLine(),
                       field);
    connection->flush();
}

QCoro::Task<Status> ServerExchange::write(std::string piece)
{
    const auto self = shared_from_this(); // the waiting frame keeps what it waits on
    const auto connection = m_connection.lock();
    if (m_aborted || !connection) {
        co_return fail(Errc::Cancelled, "the client closed the connection");
    }
    if (m_stage != Stage::Streaming) {
        co_return fail(Errc::InvalidArgument, "write() belongs between begin() and finish()");
    }
    if (m_bodyless || piece.empty()) {
        co_return Status{};
    }
    if (m_chunked) {
        appendChunk(connection->output(), piece);
    } else {
        connection->append(std::move(piece));
    }
    connection->flush();
    while (!m_aborted && connection->congested()) {
        co_await m_writable.next();
    }
    if (m_aborted) {
        co_return fail(Errc::Cancelled, "the client closed the connection");
    }
    co_return Status{};
}

void ServerExchange::finish()
{
    const auto connection = m_connection.lock();
    if (m_stage != Stage::Streaming || m_aborted || !connection) {
        return;
    }
    m_stage = Stage::Done;
    if (m_chunked && !m_bodyless) {
        connection->output() += kLastChunk;
    }
    connection->responseDone(m_traits.keepAlive);
}

void ServerExchange::onAborted(std::function<void()> callback)
{
    if (m_aborted) {
        callback();
        return;
    }
    m_onAborted = std::move(callback);
}

void ServerExchange::abort()
{
    if (m_stage == Stage::Done || std::exchange(m_aborted, true)) {
        return;
    }
    const auto self = shared_from_this();
    if (const auto callback = std::exchange(m_onAborted, nullptr)) {
        callback();
    }
    m_writable.notify();
}

void ServerExchange::writable()
{
    const auto self = shared_from_this();
    m_writable.notify();
}

} // namespace gatehouse::net
