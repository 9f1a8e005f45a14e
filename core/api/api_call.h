// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/pagination.h"
#include "core/api/query.h"
#include "core/api/route.h"
#include "core/api/router.h"
#include "core/base/clock.h"
#include "core/base/completion.h"
#include "core/contract/problem.h"
#include "core/json/document.h"
#include "core/net/server.h"

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::api {

/// One request on its way to one answer: what a handler works with. Lives on the server's thread. Dropped
/// unanswered it sends 500, as the responder does.
class ApiCall : public std::enable_shared_from_this<ApiCall>
{
public:
    ApiCall(net::ServerRequest request, std::shared_ptr<net::Responder> responder, const Clock& clock,
            std::string requestId);

    [[nodiscard]] net::ServerRequest& request() noexcept { return m_request; }

    [[nodiscard]] net::Responder& responder() noexcept { return *m_responder; }

    /// Stops when the client goes away before it was answered.
    [[nodiscard]] std::stop_token whenGone();

    [[nodiscard]] const std::string& requestId() const noexcept { return m_requestId; }

    [[nodiscard]] const QueryParameters& query() const noexcept { return m_query; }

    /// The value of a name of the path template.
    [[nodiscard]] const std::string& parameter(std::string_view name) const { return m_parameters.get(name); }

    void setParameters(PathParameters parameters) { m_parameters = std::move(parameters); }

    /// The caller's key; null on routes without one.
    [[nodiscard]] const ApiKey* key() const noexcept { return m_key.get(); }

    [[nodiscard]] std::shared_ptr<const ApiKey> sharedKey() const { return m_key; }

    void setKey(std::shared_ptr<const ApiKey> key) { m_key = std::move(key); }

    /// The body as a JSON object. Errc::InvalidArgument when there is none or a field is not as documented,
    /// Errc::ParseError with the place.
    [[nodiscard]] Result<json::Document> jsonObject();

    /// What jsonObject() asks about the object.
    void setBodyCheck(std::function<Status(const json::Value&)> check) { m_bodyCheck = std::move(check); }

    /// The traceparent field of the request (W3C Trace Context) as it came: the call checks it. "" when there
    /// is none or it is overlong.
    [[nodiscard]] std::string traceparent() const;

    void replyJson(int status, const json::Value& body);
    /// body is JSON text.
    void replyText(int status, std::string body, std::string_view contentType = "application/json");
    void replyEmpty(int status);
    /// What a path says to a method that it does not have: 204 to OPTIONS, else 405, with Allow.
    void replyMethods(const std::vector<std::string>& allowed);
    /// Answers with fields of its own (Content-Type among them).
    void reply(net::ServerResponse response);
    void fail(const Error& error);
    void fail(Errc code, std::string message, std::string pointer = {});
    /// Fills in the time and the request id where they are missing.
    void fail(Problem problem, net::Headers headers = {});

private:
    net::ServerRequest m_request;
    std::shared_ptr<net::Responder> m_responder;
    const Clock& m_clock;
    std::string m_requestId;
    QueryParameters m_query;
    PathParameters m_parameters;
    std::shared_ptr<const ApiKey> m_key;
    std::function<Status(const json::Value&)> m_bodyCheck;
};

/// Turns a value of the façade into JSON within the arena.
template <class T>
using Render = json::Value (*)(json::Arena&, const T&);

/// A completion that answers the call with the rendered value, or with the problem.
template <class T>
[[nodiscard]] Completion<T> answerWith(const ApiCallPtr& call, Render<T> render, int status = 200)
{
    return [call, render, status](const Result<T>& result) {
        if (!result) {
            call->fail(result.error());
            return;
        }
        json::Arena arena;
        call->replyJson(status, render(arena, *result));
    };
}

/// A completion that answers 204 when something was removed and 404 when there was nothing.
[[nodiscard]] Completion<bool> answerRemoved(const ApiCallPtr& call, std::string what);

/// The contract's shape of lists: {"result":[…],"next_cursor":…}.
template <class T>
[[nodiscard]] json::Value renderPage(json::Arena& arena, const Page<T>& page, Render<T> render)
{
    std::vector<json::Value> items;
    items.reserve(page.items.size());
    for (const auto& item : page.items) {
        items.push_back(render(arena, item));
    }
    json::ObjectBuilder object(arena);
    object.set("result", arena.array(items));
    object.set("next_cursor", page.nextCursor ? arena.string(*page.nextCursor) : json::Value::null());
    return object.build();
}

/// A completion that answers with one page of a list: keep drops what the caller may not see, key orders it.
template <class T>
[[nodiscard]] Completion<std::vector<T>> answerPage(const ApiCallPtr& call, Render<T> render,
                                                    std::function<std::string(const T&)> key,
                                                    std::function<bool(const T&)> keep = nullptr)
{
    return [call, render, key = std::move(key), keep = std::move(keep)](Result<std::vector<T>> result) {
        const auto request = PageRequest::read(call->query());
        if (!result || !request) {
            call->fail(result ? request.error() : result.error());
            return;
        }
        if (keep) {
            std::erase_if(*result, [&](const T& item) { return !keep(item); });
        }
        json::Arena arena;
        call->replyJson(200, renderPage(arena, pageOf(std::move(*result), *request, key), render));
    };
}

/// The same for a list that comes in an order of its own (newest first): id tells the items apart.
template <class T>
[[nodiscard]] Completion<std::vector<T>> answerInOrder(const ApiCallPtr& call, Render<T> render,
                                                       std::function<std::string(const T&)> id,
                                                       std::function<bool(const T&)> keep = nullptr)
{
    return [call, render, id = std::move(id), keep = std::move(keep)](Result<std::vector<T>> result) {
        const auto request = PageRequest::read(call->query());
        if (!result || !request) {
            call->fail(result ? request.error() : result.error());
            return;
        }
        if (keep) {
            std::erase_if(*result, [&](const T& item) { return !keep(item); });
        }
        json::Arena arena;
        call->replyJson(200, renderPage(arena, pageInOrder(std::move(*result), *request, id), render));
    };
}

} // namespace gatehouse::api
