// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/relay_home.h"

#include "core/net/relay_sockets.h"

#include <utility>
#include <vector>

namespace gatehouse::net {

namespace {

Error goneError()
{
    return {Errc::Cancelled, "the client closed the connection", {}, {}, {}};
}

} // namespace

// ---- relay ----

HomeRelay::HomeRelay(RequestHandler& handler, runtime::Executor& sockets)
    : m_handler(handler)
    , m_out(std::make_unique<runtime::Outbox>(sockets))
{}

void HomeRelay::send(runtime::UniqueFunction function)
{
    if (m_out) {
        m_out->add(std::move(function));
    }
}

void HomeRelay::flush()
{
    m_out->flush();
}

void HomeRelay::deliver(const std::shared_ptr<RelayedExchange>& exchange, ServerRequest request)
{
    if (!m_out) {
        return; // it came while the server was being destroyed
    }
    auto responder = std::make_shared<HomeResponder>(shared_from_this(), exchange);
    exchange->home.responder = responder;
    if (exchange->home.streamedBody) {
        auto body = std::make_shared<HomeBody>(shared_from_this(), exchange);
        exchange->home.body = body;
        request.bodyStream = std::move(body);
    }
    m_handler.handle(std::move(request), std::move(responder));
}

void HomeRelay::close()
{
    m_out.reset();
    drained = nullptr;
    std::vector<std::weak_ptr<HomeEnd>> ends; // what one is told may end others
    ends.reserve(m_ends.size());
    for (auto* end : m_ends) {
        ends.push_back(end->weak_from_this());
    }
    for (const auto& weak : ends) {
        if (const auto end = weak.lock()) {
            end->serverGone();
        }
    }
}

// ---- answer ----

HomeResponder::HomeResponder(std::shared_ptr<HomeRelay> relay, std::shared_ptr<RelayedExchange> exchange)
    : m_relay(std::move(relay))
    , m_exchange(std::move(exchange))
{
    m_relay->add(*this);
}

HomeResponder::~HomeResponder()
{
    m_relay->remove(*this);
    if (m_exchange && !m_aborted) {
        m_relay->send([exchange = std::move(m_exchange)] { exchange->dropped(); });
    }
}

void HomeResponder::respond(ServerResponse response)
{
    if (m_stage != Stage::Fresh || m_aborted) {
        return;
    }
    m_stage = Stage::Done;
    m_relay->send([exchange = std::move(m_exchange), answer = std::move(response)]() mutable {
        exchange->respond(std::move(answer));
    });
}

void HomeResponder::begin(int status, Headers headers)
{
    if (m_stage != Stage::Fresh || m_aborted) {
        return;
    }
    m_stage = Stage::Streaming;
    m_relay->send([exchange = m_exchange, status, fields = std::move(headers)]() mutable {
        exchange->begin(status, std::move(fields));
    });
}

QCoro::Task<Status> HomeResponder::write(std::string piece)
{
    const auto self = shared_from_this(); // the waiting frame keeps what it waits on
    if (m_aborted || m_relay->closed()) {
        co_return tl::unexpected(goneError());
    }
    if (m_stage != Stage::Streaming) {
        co_return fail(Errc::InvalidArgument, "write() belongs between begin() and finish()");
    }
    if (piece.empty()) {
        co_return Status{};
    }
    m_underWay += piece.size();
    m_relay->send(
        [exchange = m_exchange, bytes = std::move(piece)]() mutable { exchange->write(std::move(bytes)); });
    while (!m_aborted && m_underWay > kRelayWindow) {
        co_await m_writable.next();
    }
    if (m_aborted) {
        co_return tl::unexpected(goneError());
    }
    co_return Status{};
}

void HomeResponder::finish()
{
    if (m_stage != Stage::Streaming || m_aborted) {
        return;
    }
    m_stage = Stage::Done;
    m_relay->send([exchange = std::move(m_exchange)] { exchange->finish(); });
}

void HomeResponder::onAborted(std::function<void()> callback)
{
    if (m_aborted) {
        callback();
        return;
    }
    m_onAborted = std::move(callback);
}

void HomeResponder::abort()
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

void HomeResponder::taken(std::size_t bytes)
{
    const auto self = shared_from_this();
    m_underWay -= bytes;
    if (m_underWay <= kRelayWindow) {
        m_writable.notify();
    }
}

// ---- body ----

HomeBody::HomeBody(std::shared_ptr<HomeRelay> relay, std::shared_ptr<RelayedExchange> exchange)
    : m_relay(std::move(relay))
    , m_exchange(std::move(exchange))
{
    m_relay->add(*this);
}

HomeBody::~HomeBody()
{
    m_relay->remove(*this);
}

QCoro::Task<Result<std::optional<std::string>>> HomeBody::read()
{
    const auto self = shared_from_this(); // the waiting frame keeps what it waits on
    if (!std::exchange(m_started, true)) {
        grant(kRelayWindow);
    }
    while (m_pieces.empty() && !m_ended && !m_error) {
        co_await m_changed.next();
    }
    if (m_pieces.empty()) {
        if (m_error) {
            co_return tl::unexpected(*m_error);
        }
        co_return std::nullopt;
    }
    std::optional<std::string> piece(std::move(m_pieces.front()));
    m_pieces.pop_front();
    m_consumed += piece->size();
    if (m_consumed >= kRelayWindow / 2) {
        grant(std::exchange(m_consumed, 0));
    }
    co_return piece;
}

void HomeBody::grant(std::size_t bytes)
{
    m_relay->send([exchange = m_exchange, bytes] { exchange->grantBody(bytes); });
}

void HomeBody::serverGone()
{
    arrived(tl::unexpected(goneError()));
}

void HomeBody::arrived(Result<std::optional<std::string>> piece)
{
    const auto self = shared_from_this();
    if (m_ended || m_error) {
        return;
    }
    if (!piece) {
        m_error = std::move(piece).error();
    } else if (*piece) {
        m_pieces.push_back(std::move(**piece));
    } else {
        m_ended = true;
    }
    m_changed.notify();
}

} // namespace gatehouse::net
