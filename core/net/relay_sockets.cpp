// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/relay_sockets.h"

#include <algorithm>
#include <utility>

namespace gatehouse::net {

// ---- one exchange ----

RelayedExchange::RelayedExchange(std::shared_ptr<HomeRelay> relay, runtime::Outbox& toHome,
                                 std::shared_ptr<Responder> responder, std::shared_ptr<BodySource> body)
    : m_relay(std::move(relay))
    , m_toHome(toHome)
    , m_responder(std::move(responder))
    , m_body(std::move(body))
{
    home.streamedBody = m_body != nullptr;
}

void RelayedExchange::watch()
{
    // The responder keeps this, and this the responder, until the exchange is over: release() parts them.
    m_responder->onAborted([self = shared_from_this()] { self->aborted(); });
}

void RelayedExchange::respond(ServerResponse response)
{
    if (const auto responder = std::exchange(m_responder, nullptr)) {
        responder->respond(std::move(response));
    }
    release();
}

void RelayedExchange::begin(int status, Headers headers)
{
    if (const auto responder = m_responder) {
        responder->begin(status, std::move(headers));
    }
}

void RelayedExchange::write(std::string piece)
{
    if (!m_responder) {
        return;
    }
    m_pieces.push_back(std::move(piece));
    if (!m_writing) {
        writeAll();
    }
}

QCoro::Task<> RelayedExchange::writeAll()
{
    const auto self = shared_from_this(); // the waiting frame keeps what it works on
    m_writing = true;
    while (m_responder && !m_pieces.empty()) {
        auto piece = std::move(m_pieces.front());
        m_pieces.pop_front();
        const auto size = piece.size();
        auto writing = m_responder->write(std::move(piece));
        const auto written = co_await std::move(writing);
        if (!written) {
            break; // aborted() comes, or came
        }
        credit(size);
    }
    m_writing = false;
    if (m_finishing) {
        finish();
    }
}

void RelayedExchange::credit(std::size_t bytes)
{
    m_taken += bytes;
    if (m_taken < kRelayWindow / 2) {
        return; // home may write more without knowing
    }
    m_toHome.add([self = shared_from_this(), taken = std::exchange(m_taken, 0)] {
        if (const auto responder = self->home.responder.lock()) {
            responder->taken(taken);
        }
    });
}

void RelayedExchange::finish()
{
    m_finishing = true;
    if (m_writing) {
        return; // after the pieces
    }
    if (const auto responder = std::exchange(m_responder, nullptr)) {
        responder->finish();
    }
    release();
}

void RelayedExchange::dropped()
{
    const auto self = shared_from_this();
    m_responder.reset(); // says 500, or cuts the stream
    release();
}

void RelayedExchange::aborted()
{
    release();
    m_toHome.add([self = shared_from_this()] {
        if (const auto responder = self->home.responder.lock()) {
            responder->abort();
        }
    });
}

void RelayedExchange::release()
{
    const auto responder = std::exchange(m_responder, nullptr);
    m_pieces.clear();
    if (!m_reading) {
        m_body.reset(); // else the read under way ends with the connection's word
    }
}

void RelayedExchange::grantBody(std::size_t bytes)
{
    m_mayRead += bytes;
    if (m_reading) {
        return;
    }
    if (m_body) {
        readAhead();
        return;
    }
    // Over before it was asked for; whoever has had the end already does not mind this.
    tellBody(fail(Errc::Cancelled, "the request is over"));
}

QCoro::Task<> RelayedExchange::readAhead()
{
    const auto self = shared_from_this(); // the waiting frame keeps what it works on
    m_reading = true;
    while (m_body && m_mayRead > 0) {
        auto reading = m_body->read();
        auto piece = co_await std::move(reading);
        if (piece && *piece) {
            m_mayRead -= std::min(m_mayRead, (*piece)->size());
        } else {
            m_body.reset();
        }
        tellBody(std::move(piece));
    }
    m_reading = false;
}

void RelayedExchange::tellBody(Result<std::optional<std::string>> piece)
{
    m_toHome.add([self = shared_from_this(), told = std::move(piece)]() mutable {
        if (const auto body = self->home.body.lock()) {
            body->arrived(std::move(told));
        }
    });
}

// ---- all of them ----

SocketsRelay::SocketsRelay(RequestHandler& handler, std::shared_ptr<HomeRelay> relay, runtime::Executor& home,
                           ServerOptions options)
    : m_handler(handler)
    , m_relay(std::move(relay))
    , m_toHome(home)
    , m_server(makeHttpServer(*this, std::move(options)))
{}

RequestHandler::BodyPolicy SocketsRelay::bodyPolicy(const ServerRequest& head)
{
    auto* here = m_handler.onSocketsThread(head);
    return here != nullptr ? here->bodyPolicy(head) : m_handler.bodyPolicy(head);
}

void SocketsRelay::handle(ServerRequest request, std::shared_ptr<Responder> responder)
{
    if (auto* here = m_handler.onSocketsThread(request)) {
        here->handle(std::move(request), std::move(responder));
        return;
    }
    const auto exchange = std::make_shared<RelayedExchange>(m_relay, m_toHome, std::move(responder),
                                                            std::move(request.bodyStream));
    exchange->watch();
    m_toHome.add([relay = m_relay, exchange, request = std::move(request)]() mutable {
        relay->deliver(exchange, std::move(request));
    });
}

void SocketsRelay::drain(std::chrono::milliseconds grace)
{
    m_server->drain(grace, [this] {
        m_toHome.add([relay = m_relay] {
            if (const auto done = std::exchange(relay->drained, nullptr)) {
                done();
            }
        });
    });
}

} // namespace gatehouse::net
