// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/body.h"
#include "core/net/server.h"
#include "core/net/signal.h"
#include "core/runtime/outbox.h"

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>

namespace gatehouse::net {

class RelayedExchange;

/// How far a stream may be ahead of whoever takes from it: else each piece would cost a round trip.
inline constexpr std::size_t kRelayWindow = std::size_t{256} * 1024;

/// What stands on the home thread for something of the sockets' thread.
class HomeEnd : public std::enable_shared_from_this<HomeEnd>
{
public:
    HomeEnd() = default;
    HomeEnd(const HomeEnd&) = delete;
    HomeEnd& operator=(const HomeEnd&) = delete;
    virtual ~HomeEnd() = default;

    virtual void serverGone() = 0;
};

/// The home thread's half of a server whose sockets live elsewhere. Everything but copying its pointer
/// belongs to the home thread, and it is closed there; its last pointer may go anywhere.
class HomeRelay final : public std::enable_shared_from_this<HomeRelay>
{
public:
    HomeRelay(RequestHandler& handler, runtime::Executor& sockets);

    /// Runs a function on the sockets' thread, after all that were sent before. Destroyed unrun after
    /// close().
    void send(runtime::UniqueFunction function);
    void flush();
    /// A request has come: the handler gets it.
    void deliver(const std::shared_ptr<RelayedExchange>& exchange, ServerRequest request);
    /// Nothing goes either way any more; tells all that wait for the peer.
    void close();

    [[nodiscard]] bool closed() const noexcept { return m_out == nullptr; }

    void add(HomeEnd& end) { m_ends.insert(&end); }

    void remove(HomeEnd& end) { m_ends.erase(&end); }

    /// Called once when the sockets' side has drained; forgotten by close().
    std::function<void()> drained;

private:
    RequestHandler& m_handler;
    std::unique_ptr<runtime::Outbox> m_out; ///< Null: closed.
    std::unordered_set<HomeEnd*> m_ends;
};

/// The answer to one request, given on the home thread.
class HomeResponder final : public Responder, public HomeEnd
{
public:
    HomeResponder(std::shared_ptr<HomeRelay> relay, std::shared_ptr<RelayedExchange> exchange);
    ~HomeResponder() override;

    void respond(ServerResponse response) override;
    void begin(int status, Headers headers) override;
    [[nodiscard]] QCoro::Task<Status> write(std::string piece) override;
    void finish() override;
    void onAborted(std::function<void()> callback) override;

    void serverGone() override { abort(); }

    /// The peer is gone.
    void abort();
    /// The socket has taken so much of what was written.
    void taken(std::size_t bytes);

private:
    enum class Stage
    {
        Fresh,
        Streaming,
        Done
    };

    std::shared_ptr<HomeRelay> m_relay;
    std::shared_ptr<RelayedExchange> m_exchange; ///< For the sockets' thread alone; null when done.
    Stage m_stage = Stage::Fresh;
    bool m_aborted = false;
    std::size_t m_underWay = 0; ///< Bytes written and not yet taken.
    Signal m_writable;
    std::function<void()> m_onAborted;
};

/// The body of a request, pulled on the home thread. Reading ahead begins with the first read().
class HomeBody final : public BodySource, public HomeEnd
{
public:
    HomeBody(std::shared_ptr<HomeRelay> relay, std::shared_ptr<RelayedExchange> exchange);
    ~HomeBody() override;

    [[nodiscard]] QCoro::Task<Result<std::optional<std::string>>> read() override;

    void serverGone() override;

    /// The next piece, the end or what went wrong.
    void arrived(Result<std::optional<std::string>> piece);

private:
    void grant(std::size_t bytes);

    std::shared_ptr<HomeRelay> m_relay;
    std::shared_ptr<RelayedExchange> m_exchange; ///< For the sockets' thread alone.
    std::deque<std::string> m_pieces;
    std::optional<Error> m_error;
    bool m_started = false;
    bool m_ended = false;
    std::size_t m_consumed = 0; ///< Read here and not yet granted again.
    Signal m_changed;
};

} // namespace gatehouse::net
