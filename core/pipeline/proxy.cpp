// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/proxy.h"

#include "core/json/write.h"
#include "core/pipeline/body_streams.h"
#include "core/pipeline/exchange.h"
#include "core/pipeline/problems.h"
#include "core/pipeline/proxy_path.h"
#include "core/pipeline/stages/classify.h"
#include "core/pipeline/stages/record.h"
#include "core/pipeline/stages/renew.h"
#include "core/pipeline/stages/resolve.h"
#include "core/pipeline/stages/send.h"

#include <fmt/format.h>

#include <charconv>

namespace gatehouse::pipeline {
namespace {

/// Answers up to this size are read whole before they are passed on: their body may say that they are an
/// error.
constexpr std::size_t kReadWholeBytes = std::size_t{256} * 1024;
/// As much of an error is read; an error page longer than that is cut.
constexpr std::size_t kReadErrorBytes = std::size_t{1024} * 1024;

using CallPtr = std::shared_ptr<Call>;

std::optional<std::size_t> contentLength(const net::Headers& headers)
{
    const auto text = headers.get("Content-Length");
    std::size_t length = 0;
    if (!text || std::from_chars(text->data(), text->data() + text->size(), length).ec != std::errc()) {
        return std::nullopt;
    }
    return length;
}

bool isDocument(const net::Headers& headers)
{
    const std::string_view type = headers.get("Content-Type").value_or("");
    return type.find("json") != std::string_view::npos || type.find("xml") != std::string_view::npos;
}

/// How much of an answer to read before passing it on; 0: nothing, it may be endless.
std::size_t wholeBytes(const net::ClientResponse& response)
{
    if (response.status >= 400) {
        return kReadErrorBytes;
    }
    const auto length = contentLength(response.headers);
    const bool small = length ? *length <= kReadWholeBytes : isDocument(response.headers);
    return small ? kReadWholeBytes : 0;
}

/// Whether a successful answer's body can change what it means.
bool rulesReadBodies(const config::ApiProfile& api, int status)
{
    const auto mayHold = [status](const auto& rule, const std::optional<int>& onlyAt) {
        return rule.has_value() && onlyAt.value_or(status) == status;
    };
    return mayHold(api.errors.isError, api.errors.isErrorOnlyAt)
           || mayHold(api.rateLimit.limitedWhen, api.rateLimit.limitedOnlyAt);
}

/// Headers and parameters that every call to the API carries, unless the caller gave its own.
Status addDefaults(Call& call, net::ClientRequest& request)
{
    const Target& target = *call.target;
    GH_ASSIGN(auto headers,
              config::renderAll(target.api->settings.headers, *target.constant, &call.expressions));
    for (auto& [name, value] : headers) {
        if (!request.headers.has(name) && net::isValidHeader(name, value)) {
            request.headers.add(std::move(name), std::move(value));
        }
    }
    if (target.api->settings.query.empty()) {
        return {};
    }
    GH_ASSIGN(const auto query,
              config::renderAll(target.api->settings.query, *target.constant, &call.expressions));
    const auto given = parseQuery(request.url.query);
    for (const auto& [name, value] : query) {
        const bool own = std::ranges::any_of(given, [&](const auto& pair) { return pair.first == name; });
        if (!own) {
            request.url.query += fmt::format("{}{}={}", request.url.query.empty() ? "" : "&",
                                             percentEncode(name), percentEncode(value));
        }
    }
    return {};
}

Status shapeProxy(Call& call, ProxyRequest& proxied, Upstream& upstream)
{
    const Target& target = *call.target;
    net::ClientRequest& request = upstream.request;
    GH_ASSIGN(request.url, proxyUrl(target.baseUrl, proxied.path, proxied.query));
    request.method = std::move(proxied.method);
    request.headers = forwardedRequestHeaders(proxied.headers);
    if (proxied.bodyStream) {
        request.bodyStream = std::move(proxied.bodyStream);
    } else {
        request.headers.remove("Content-Length");
        request.body = std::move(proxied.body);
    }
    return addDefaults(call, request);
}

void appendContractHeaders(net::Headers& headers, const std::vector<HeaderField>& contract)
{
    for (const HeaderField& field : contract) {
        headers.add(field.name, field.value);
    }
}

ProxyResponse refused(Call& call, Problem problem)
{
    ProxyResponse response;
    response.status = problem.status;
    response.callId = call.detail.summary.id;
    if (problem.retryAfter) {
        call.retryAfter = problem.retryAfter;
    }
    json::writeTo(response.body, *problemDocument(problem));
    response.problem = std::move(problem);
    auto contract = contractHeaders(call, response.status);
    response.headers.add("Content-Type", "application/problem+json");
    appendContractHeaders(response.headers, contract);
    recordCall(call, response.status, response.problem, std::move(contract), response.body);
    return response;
}

/// The provider's answer as the caller gets it, still without its body.
ProxyResponse passedOn(Call& call, Upstream& upstream, std::vector<HeaderField>& contract)
{
    ProxyResponse response;
    response.status = upstream.response.status;
    response.callId = call.detail.summary.id;
    response.headers = forwardedResponseHeaders(upstream.response.headers);
    contract = contractHeaders(call, response.status);
    appendContractHeaders(response.headers, contract);
    return response;
}

ProxyResponse whole(Call& call, Upstream& upstream)
{
    std::vector<HeaderField> contract;
    ProxyResponse response = passedOn(call, upstream, contract);
    response.headers.remove("Content-Length");
    response.body = std::move(upstream.response.body);
    Exchange& exchange = call.detail.exchanges[upstream.exchange];
    exchange.responseBodyBytes = static_cast<std::int64_t>(response.body.size());
    call.detail.summary.responseBytes = exchange.responseBodyBytes;
    recordCall(call, response.status, std::nullopt, std::move(contract), {});
    return response;
}

/// What a body that was not passed on to its end is recorded as; the caller has its status already.
std::optional<Problem> endProblem(const Call& call, const BodyEnd& end)
{
    if (!end.error) {
        return std::nullopt;
    }
    return end.error->code == Errc::Cancelled ? cancelledProblem(call) : transportProblem(call, *end.error);
}

ProxyResponse streaming(const CallPtr& call, Upstream& upstream, std::shared_ptr<net::BodySource> body)
{
    std::vector<HeaderField> contract;
    ProxyResponse response = passedOn(*call, upstream, contract);
    auto ended = [call, contract = std::move(contract), status = response.status,
                  index = upstream.exchange](BodyEnd end) {
        Exchange& exchange = call->detail.exchanges[index];
        exchange.responseBody = std::move(end.beginning);
        exchange.responseBodyBytes = end.bytes;
        exchange.error = end.error ? end.error->message : std::string();
        call->detail.summary.responseBytes = end.bytes;
        recordCall(*call, status, endProblem(*call, end), contract, {});
    };
    response.bodyStream = std::make_shared<WatchedBody>(std::move(body), kRecordedBytes, std::move(ended));
    return response;
}

/// An answer that broke off. What a write's status says has happened, so nobody is told to try it again.
Problem brokenAnswer(const Call& call, const Upstream& upstream, const Error& error)
{
    Problem problem = transportProblem(call, error);
    const int status = upstream.response.status;
    const std::string& method = call.detail.exchanges[upstream.exchange].method;
    problem.providerStatus = status;
    if (status < 300 && method != "GET" && method != "HEAD") {
        problem.title = "The provider did it, but its answer cannot be read";
        problem.retryable = false;
    }
    return problem;
}

/// Tells success from failure by what was read of the body, and passes the rest on.
VerdictOf<ProxyResponse> judged(const CallPtr& call, Upstream& upstream, Result<ReadAhead> read)
{
    net::ClientResponse& head = upstream.response;
    if (!read) {
        call->detail.exchanges[upstream.exchange].error = read.error().message;
        return tl::make_unexpected(brokenAnswer(*call, upstream, read.error()));
    }
    head.body = std::move(read->bytes);
    Exchange& exchange = call->detail.exchanges[upstream.exchange];
    exchange.responseBody = head.body.substr(0, kRecordedBytes);
    exchange.responseBodyBytes = static_cast<std::int64_t>(head.body.size());
    const bool readBody = head.status >= 400 || rulesReadBodies(*upstream.target->api, head.status);
    auto verdict = readBody && !(read->rest && head.status < 400) ? classify(*call, upstream)
                                                                  : classifyHead(*call, upstream);
    if (!verdict) {
        return tl::make_unexpected(std::move(verdict).error());
    }
    if (read->rest) {
        auto joined = std::make_shared<PrefixedBody>(std::move(head.body), std::move(read->rest));
        return streaming(call, upstream, std::move(joined));
    }
    return whole(*call, upstream);
}

/// An answer of which nothing is read before it is passed on.
VerdictOf<ProxyResponse> judgedByHead(const CallPtr& call, Upstream& upstream,
                                      std::shared_ptr<net::BodySource> body)
{
    if (auto verdict = classifyHead(*call, upstream); !verdict) {
        return tl::make_unexpected(std::move(verdict).error());
    }
    return streaming(call, upstream, std::move(body));
}

/// Reads what has to be read of the body first. What comes after the waiting is in functions of their own:
/// their variables would make this frame too large for the allocator's quick way.
QCoro::Task<VerdictOf<ProxyResponse>> answer(CallPtr call, Upstream& upstream)
{
    const std::size_t limit = wholeBytes(upstream.response);
    auto body = std::exchange(upstream.response.stream, nullptr);
    if (limit == 0) {
        co_return judgedByHead(call, upstream, std::move(body));
    }
    auto reading = readAhead(std::move(body), limit);
    auto read = co_await reading;
    co_return judged(call, upstream, std::move(read));
}

QCoro::Task<VerdictOf<ProxyResponse>> runStages(CallPtr call, ProxyRequest& request)
{
    auto target = resolveTarget(*call, request.accountId);
    if (!target) {
        co_return tl::make_unexpected(std::move(target).error());
    }
    Upstream upstream;
    upstream.target = *target;
    upstream.streamed = true;
    upstream.passThrough = true;
    {
        StageTimer timer(*call, "shape_in");
        if (auto shaped = shapeProxy(*call, request, upstream); !shaped) {
            co_return tl::make_unexpected(call->problem(shaped.error()));
        }
    }
    for (;;) {
        GH_CO_STAGE(co_await exchange(*call, upstream));
        auto answering = answer(call, upstream);
        auto answered = co_await answering;
        if (answered || !tokenRefused(upstream, answered.error())) {
            co_return answered;
        }
        auto renewing = renew(*call, upstream, answered.error());
        const bool again = co_await renewing;
        if (!again) {
            co_return answered;
        }
    }
}

} // namespace

QCoro::Task<ProxyResponse> serveProxy(const Services& services, ProxyRequest request)
{
    CallStart start{"proxy",           fmt::format("{} {}", request.method, request.path),
                    request.requestId, request.traceparent,
                    request.timeout,   request.stop};
    auto call = std::make_shared<Call>(services, std::move(start));
    auto outcome = co_await runStages(call, request);
    co_return outcome ? std::move(*outcome) : refused(*call, std::move(outcome).error());
}

} // namespace gatehouse::pipeline
