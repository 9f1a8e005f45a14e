// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/api_call.h"

#include "core/api/text.h"
#include "core/json/parse.h"
#include "core/json/write.h"

#include <fmt/format.h>

namespace gatehouse::api {
namespace {

constexpr std::size_t kLongestTraceparent = 256;

} // namespace

ApiCall::ApiCall(net::ServerRequest request, std::shared_ptr<net::Responder> responder, const Clock& clock,
                 std::string requestId)
    : m_request(std::move(request))
    , m_responder(std::move(responder))
    , m_clock(clock)
    , m_requestId(std::move(requestId))
    , m_query(m_request.query)
{}

Result<json::Document> ApiCall::jsonObject()
{
    if (m_request.body.empty()) {
        return gatehouse::fail(Errc::InvalidArgument, "a JSON object is needed as the body of this request");
    }
    GH_ASSIGN(auto document, json::parse(std::move(m_request.body)));
    if (!document->isObject()) {
        return gatehouse::fail(Errc::InvalidArgument, "the body must be a JSON object");
    }
    if (m_bodyCheck) {
        GH_TRY(m_bodyCheck(document.root()));
    }
    return document;
}

std::string ApiCall::traceparent() const
{
    const auto given = m_request.headers.get("traceparent");
    return given && given->size() <= kLongestTraceparent ? std::string(*given) : std::string();
}

std::stop_token ApiCall::whenGone()
{
    std::stop_source gone;
    m_responder->onAborted([gone]() mutable { gone.request_stop(); });
    return gone.get_token();
}

void ApiCall::replyJson(int status, const json::Value& body)
{
    replyText(status, asUtf8(json::write(body)));
}

void ApiCall::replyText(int status, std::string body, std::string_view contentType)
{
    net::ServerResponse response;
    response.status = status;
    response.headers.add("Content-Type", std::string(contentType));
    response.body = std::move(body);
    reply(std::move(response));
}

void ApiCall::replyEmpty(int status)
{
    net::ServerResponse response;
    response.status = status;
    reply(std::move(response));
}

void ApiCall::replyMethods(const std::vector<std::string>& allowed)
{
    net::ServerResponse response;
    response.headers.add("Allow", fmt::format("{}", fmt::join(allowed, ", ")));
    if (m_request.method == "OPTIONS") {
        response.status = 204;
        reply(std::move(response));
        return;
    }
    Problem problem;
    problem.type = problem.category = "unsupported";
    problem.title = "This method is not offered here";
    problem.status = 405;
    problem.detail = fmt::format("{} takes {}", m_request.path, fmt::join(allowed, ", "));
    problem.origin = "gateway";
    fail(std::move(problem), std::move(response.headers));
}

void ApiCall::reply(net::ServerResponse response)
{
    if (!response.headers.has("Gatehouse-Request-Id")) {
        response.headers.add("Gatehouse-Request-Id", m_requestId);
    }
    if (!response.headers.has("Cache-Control")) {
        response.headers.add("Cache-Control", "no-store");
    }
    response.headers.set("X-Content-Type-Options", "nosniff");
    m_responder->respond(std::move(response));
}

void ApiCall::fail(const Error& error)
{
    fail(problemFrom(error, m_clock.now(), m_requestId));
}

void ApiCall::fail(Errc code, std::string message, std::string pointer)
{
    fail(Error{code, std::move(message), {}, std::move(pointer), {}});
}

void ApiCall::fail(Problem problem, net::Headers headers)
{
    if (problem.requestId.empty()) {
        problem.requestId = m_requestId;
        problem.occurredAt = m_clock.now();
    }
    net::ServerResponse response;
    response.status = problem.status;
    response.headers = std::move(headers);
    response.headers.add("Content-Type", "application/problem+json");
    if (problem.retryAfter) {
        response.headers.add("Retry-After", std::to_string(*problem.retryAfter));
    }
    if (problem.status == 401) {
        response.headers.add("WWW-Authenticate", "Bearer realm=\"gatehouse\"");
    }
    response.body = asUtf8(json::write(problemDocument(problem).root()));
    reply(std::move(response));
}

Completion<bool> answerRemoved(const ApiCallPtr& call, std::string what)
{
    return [call, what = std::move(what)](const Result<bool>& removed) {
        if (!removed) {
            call->fail(removed.error());
        } else if (!*removed) {
            call->fail(Errc::NotFound, "there is no " + what);
        } else {
            call->replyEmpty(204);
        }
    };
}

} // namespace gatehouse::api
