// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/client.h"

#include <deque>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::test {

/// A body given in pieces.
class PieceBody final : public net::BodySource
{
public:
    explicit PieceBody(std::deque<std::string> pieces)
        : m_pieces(std::move(pieces))
    {}

    [[nodiscard]] QCoro::Task<Result<std::optional<std::string>>> read() override
    {
        if (m_pieces.empty()) {
            co_return std::optional<std::string>();
        }
        std::string piece = std::move(m_pieces.front());
        m_pieces.pop_front();
        co_return std::optional(std::move(piece));
    }

private:
    std::deque<std::string> m_pieces;
};

/// Answers with what it was told to, in order, and keeps the requests. Without an answer left: Unavailable.
class FakeHttp final : public net::HttpClient
{
public:
    [[nodiscard]] QCoro::Task<Result<net::ClientResponse>> send(net::ClientRequest request) override
    {
        requests.push_back(std::move(request));
        if (onSend) {
            onSend();
        }
        co_return next();
    }

    [[nodiscard]] QCoro::Task<Result<net::ClientResponse>> open(net::ClientRequest request) override
    {
        requests.push_back(std::move(request));
        auto answer = next();
        if (answer) {
            std::deque<std::string> pieces;
            if (!answer->body.empty()) {
                pieces.push_back(std::exchange(answer->body, {}));
            }
            answer->stream = std::make_shared<PieceBody>(std::move(pieces));
            if (!bodies.empty()) {
                answer->stream = std::move(bodies.front());
                bodies.pop_front();
            }
        }
        co_return answer;
    }

    void answer(int status, std::string body, net::Headers headers = {{"Content-Type", "application/json"}})
    {
        net::ClientResponse response;
        response.status = status;
        response.headers = std::move(headers);
        response.body = std::move(body);
        answers.emplace_back(std::move(response));
    }

    std::deque<Result<net::ClientResponse>> answers;
    std::deque<std::shared_ptr<net::BodySource>> bodies; ///< For open(), instead of the answers' own.
    std::vector<net::ClientRequest> requests;
    std::function<void()> onSend;

private:
    Result<net::ClientResponse> next()
    {
        if (answers.empty()) {
            return fail(Errc::Unavailable, "connection refused");
        }
        auto answer = std::move(answers.front());
        answers.pop_front();
        return answer;
    }
};

} // namespace gatehouse::test
