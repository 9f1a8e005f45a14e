// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/api_call.h"
#include "core/api/handlers.h"
#include "core/gateway/proxy_calls.h"

#include <qcoro/qcorotask.h>

namespace gatehouse::api {
namespace {

/// Uploads pass through piece by piece and are never kept, so only what no provider takes is refused.
constexpr std::size_t kLargestUpload = std::size_t{4} << 30U;

/// Passes the provider's body on piece by piece. Ends early when the caller is gone (dropping the source cuts
/// the upstream off) or when the upstream breaks (dropping the responder cuts the caller off: half a body
/// must not look whole).
QCoro::Task<> passBody(ApiCallPtr call, std::shared_ptr<net::BodySource> source)
{
    for (;;) {
        auto piece = co_await source->read();
        if (!piece) {
            co_return;
        }
        if (!piece->has_value()) {
            call->responder().finish();
            co_return;
        }
        const auto written = co_await call->responder().write(std::move(**piece));
        if (!written) {
            co_return;
        }
    }
}

void answerProxy(const ApiCallPtr& call, Result<ProxyResponse> result)
{
    if (!result) {
        call->fail(result.error());
        return;
    }
    if (result->bodyStream) {
        call->responder().begin(result->status, std::move(result->headers));
        passBody(call, std::move(result->bodyStream));
        return;
    }
    call->responder().respond({result->status, std::move(result->headers), std::move(result->body)});
}

ProxyRequest requestOf(ApiCall& call)
{
    auto& received = call.request();
    ProxyRequest request;
    request.accountId = call.parameter("account_id");
    request.method = received.method;
    request.path = call.parameter("path");
    request.query = received.query;
    request.headers = std::move(received.headers);
    request.body = std::move(received.body);
    request.bodyStream = std::move(received.bodyStream);
    request.requestId = call.requestId();
    return request;
}

void proxy(Gateway& gateway, const ApiCallPtr& call)
{
    withAccount(gateway, call, call->parameter("account_id"), [&gateway, call] {
        const auto traceparent = call->traceparent();
        auto request = requestOf(*call);
        request.traceparent = traceparent;
        request.stop = call->whenGone();
        gateway.proxyCalls().proxy(std::move(request), [call](Result<ProxyResponse> result) {
            answerProxy(call, std::move(result));
        });
    });
}

} // namespace

std::vector<Route> proxyRoutes(const ApiServices& services)
{
    std::vector<Route> routes;
    routes.push_back(Route("*", "/v1/proxy/{account_id}/{path…}", KeyScope::Call, on(services.gateway, proxy))
                         .withAnyQuery()
                         .withBody(BodyKind::Stream, kLargestUpload));
    return routes;
}

} // namespace gatehouse::api
