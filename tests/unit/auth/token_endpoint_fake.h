// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/url.h"
#include "core/net/client.h"

#include <fmt/format.h>

#include <coroutine>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::auth::test {

/// A vendor's token endpoint. It rotates refresh tokens and knows which are good; with hold set it keeps
/// every answer back until release().
class FakeTokenEndpoint final : public net::HttpClient
{
public:
    QCoro::Task<Result<net::ClientResponse>> send(net::ClientRequest request) override
    {
        ++requests;
        certificate = request.certificate;
        const std::string token = fieldOf(request.body, "refresh_token");
        net::ClientResponse response;
        response.status = status;
        response.body = body;
        if (body.empty()) {
            trade(token, response);
        }
        if (hold) {
            co_await Held{*this};
        }
        if (lost) {
            co_return fail(Errc::Timeout, "no answer within 20 s");
        }
        co_return response;
    }

    QCoro::Task<Result<net::ClientResponse>> open(net::ClientRequest /*request*/) override
    {
        co_return fail(Errc::Unsupported, "token endpoints are not streamed");
    }

    void release()
    {
        hold = false;
        for (const auto waiting : std::exchange(m_waiting, {})) {
            waiting.resume();
        }
    }

    [[nodiscard]] std::size_t held() const { return m_waiting.size(); }

    int requests = 0;
    int status = 200;
    std::string body; ///< Answered as it is; empty: tokens are traded.
    bool hold = false;
    bool lost = false;         ///< The request arrives, its answer does not.
    bool keepsPrevious = true; ///< A token that was traded in works once more.
    int lifetime = 3600;
    std::set<std::string> used; ///< Refresh tokens that were traded in.
    int reused = 0;
    std::shared_ptr<const net::ClientCertificate> certificate; ///< Of the last request; null: none.

private:
    struct Held
    {
        FakeTokenEndpoint& endpoint;

        [[nodiscard]] bool await_ready() const noexcept { return false; }

        void await_suspend(std::coroutine_handle<> waiting) const { endpoint.m_waiting.push_back(waiting); }

        void await_resume() const noexcept {}
    };

    static std::string fieldOf(const std::string& form, std::string_view name)
    {
        for (const auto& [key, value] : parseQuery(form)) {
            if (key == name) {
                return value;
            }
        }
        return {};
    }

    void trade(const std::string& token, net::ClientResponse& response)
    {
        const bool again = !used.insert(token).second;
        reused += again ? 1 : 0;
        if (again && !keepsPrevious) {
            response.status = 400;
            response.body = R"({"error":"invalid_grant","error_description":"the token was used"})";
            return;
        }
        response.body = fmt::format(R"({{"access_token":"a{0}","refresh_token":"r{0}","expires_in":{1}}})",
                                    requests + 1, lifetime);
    }

    std::vector<std::coroutine_handle<>> m_waiting;
};

} // namespace gatehouse::auth::test
