// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/parse.h"
#include "core/net/server.h"

#include <qcoro/qcorotask.h>

#include <coroutine>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::test {

/// Keeps what a handler answers. With blocked set, writes wait until unblock(), as they do for a client that
/// does not read.
class FakeResponder final : public net::Responder
{
public:
    void respond(net::ServerResponse answer) override
    {
        ++answers;
        response = std::move(answer);
    }

    void begin(int status, net::Headers headers) override
    {
        ++answers;
        response.status = status;
        response.headers = std::move(headers);
        streaming = true;
    }

    QCoro::Task<Status> write(std::string piece) override
    {
        if (blocked) {
            co_await WhileBlocked{*this};
        }
        if (gone) {
            co_return fail(Errc::Cancelled, "the peer is gone");
        }
        response.body += piece;
        co_return Status();
    }

    void finish() override { finished = true; }

    void onAborted(std::function<void()> callback) override { m_aborted = std::move(callback); }

    /// The client goes away.
    void abort()
    {
        gone = true;
        if (m_aborted) {
            m_aborted();
        }
        unblock();
    }

    void unblock()
    {
        blocked = false;
        for (const auto waiting : std::exchange(m_waiting, {})) {
            waiting.resume();
        }
    }

    [[nodiscard]] json::Document json() const
    {
        return json::parse(response.body).value_or(json::Document());
    }

    net::ServerResponse response;
    int answers = 0;
    bool streaming = false;
    bool finished = false;
    bool blocked = false;
    bool gone = false;

private:
    struct WhileBlocked
    {
        FakeResponder& responder;

        [[nodiscard]] bool await_ready() const noexcept { return false; }

        void await_suspend(std::coroutine_handle<> waiting) const { responder.m_waiting.push_back(waiting); }

        void await_resume() const noexcept {}
    };

    std::function<void()> m_aborted;
    std::vector<std::coroutine_handle<>> m_waiting;
};

} // namespace gatehouse::test
