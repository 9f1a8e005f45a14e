// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/api_call.h"
#include "core/api/handlers.h"

#include <fmt/format.h>

namespace gatehouse::api {
namespace {

constexpr std::string_view kAccountHeader = "Gatehouse-Account";

/// The account of a unified call: the query parameter or the header; both must agree.
Result<std::string> accountOf(ApiCall& call)
{
    const auto named = call.query().get("account_id");
    const auto header = call.request().headers.get(kAccountHeader);
    if (named && header && *named != *header) {
        return fail(Errc::InvalidArgument,
                    fmt::format("account_id and {} name different accounts", kAccountHeader));
    }
    auto account = named.value_or(std::string(header.value_or("")));
    if (account.empty()) {
        return fail(Errc::InvalidArgument,
                    fmt::format("an account is needed: the query parameter account_id or the header {}",
                                kAccountHeader));
    }
    return account;
}

Result<UnifiedRequest> requestOf(ApiCall& call, std::string_view method)
{
    UnifiedRequest request;
    GH_ASSIGN(request.accountId, accountOf(call));
    GH_ASSIGN(request.remoteData, call.query().flag("remote_data"));
    GH_ASSIGN(request.provenance, call.query().flag("provenance"));
    if (method == "create" || method == "update") {
        GH_ASSIGN(request.body, call.jsonObject());
    }
    request.textOnly = true;
    request.model = call.parameter("model");
    request.resource = call.parameter("resource");
    request.method = method;
    request.id = call.parameter("id");
    request.query = call.query().without({"account_id", "provenance", "remote_data"});
    request.requestId = call.requestId();
    request.traceparent = call.traceparent();
    return request;
}

void answerUnified(const ApiCallPtr& call, Result<UnifiedResponse> result)
{
    if (!result) {
        call->fail(result.error());
        return;
    }
    net::ServerResponse response;
    response.status = result->status;
    response.headers.add("Content-Type", result->problem ? "application/problem+json" : "application/json");
    for (auto& field : result->headers) {
        response.headers.add(std::move(field.name), std::move(field.value));
    }
    response.body = std::move(result->bodyText);
    call->reply(std::move(response));
}

void unified(Gateway& gateway, const ApiCallPtr& call, std::string_view method)
{
    auto request = requestOf(*call, method);
    if (!request) {
        call->fail(request.error());
        return;
    }
    const auto account = request->accountId;
    withAccount(gateway, call, account, [&gateway, call, request = std::move(*request)]() mutable {
        request.stop = call->whenGone();
        gateway.calls().unified(
            request, [call](Result<UnifiedResponse> result) { answerUnified(call, std::move(result)); });
    });
}

} // namespace

std::vector<Route> unifiedRoutes(const ApiServices& services)
{
    auto& gateway = services.gateway;
    const auto bound = [&gateway](std::string_view method) -> Handler {
        return [&gateway, method](const ApiCallPtr& call) { unified(gateway, call, method); };
    };
    const std::string all = "/v1/unified/{model}/{resource}";
    const std::string one = all + "/{id}";
    std::vector<Route> routes;
    routes.push_back(Route("GET", all, KeyScope::Call, bound("list")).withAnyQuery());
    routes.push_back(
        Route("POST", all, KeyScope::Call, bound("create")).withAnyQuery().withBody(BodyKind::Json));
    routes.push_back(Route("GET", one, KeyScope::Call, bound("get")).withAnyQuery());
    routes.push_back(
        Route("PATCH", one, KeyScope::Call, bound("update")).withAnyQuery().withBody(BodyKind::Json));
    routes.push_back(Route("DELETE", one, KeyScope::Call, bound("delete")).withAnyQuery());
    return routes;
}

} // namespace gatehouse::api
