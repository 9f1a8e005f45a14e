// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/api_call.h"
#include "core/api/handlers.h"
#include "core/api/render.h"

namespace gatehouse::api {
namespace {

void platformMapping(Gateway& gateway, const ApiCallPtr& call)
{
    gateway.mappings().platformMapping(call->parameter("integration"), call->parameter("model"),
                                       call->parameter("resource"), call->parameter("method"),
                                       answerWith<json::Document>(call, renderDocument));
}

Result<std::string> needed(const QueryParameters& query, std::string_view name)
{
    auto value = query.get(name);
    if (!value || value->empty()) {
        return fail(Errc::InvalidArgument, "the query parameter '" + std::string(name) + "' is needed");
    }
    return std::move(*value);
}

/// Reads what names a mapping out of the query, then asks.
Status resolveNamed(Gateway& gateway, const ApiCallPtr& call)
{
    GH_ASSIGN(auto account, needed(call->query(), "account_id"));
    GH_ASSIGN(auto model, needed(call->query(), "model"));
    GH_ASSIGN(auto resource, needed(call->query(), "resource"));
    GH_ASSIGN(auto method, needed(call->query(), "method"));
    withAccount(gateway, call, account, [=, &gateway] {
        gateway.mappings().resolve(account, model, resource, method,
                                   answerWith<ResolvedMapping>(call, renderResolvedMapping));
    });
    return {};
}

void resolveMapping(Gateway& gateway, const ApiCallPtr& call)
{
    if (const auto asked = resolveNamed(gateway, call); !asked) {
        call->fail(asked.error());
    }
}

void previewMapping(Gateway& gateway, const ApiCallPtr& call)
{
    const auto request = call->jsonObject();
    if (!request) {
        call->fail(request.error());
        return;
    }
    const auto preview = [&gateway, call, request = *request] {
        gateway.mappings().preview(request, answerWith<json::Document>(call, renderDocument));
    };
    const auto account = (**request)["account_id"].asString();
    if (account.empty()) {
        preview();
    } else {
        withAccount(gateway, call, std::string(account), preview);
    }
}

} // namespace

std::vector<Route> mappingRoutes(const ApiServices& services)
{
    auto& gateway = services.gateway;
    std::vector<Route> routes;
    routes.emplace_back("GET", "/v1/mappings/{integration}/{model}/{resource}/{method}", KeyScope::Read,
                        on(gateway, platformMapping));
    routes.push_back(Route("GET", "/v1/mappings/resolve", KeyScope::Read, on(gateway, resolveMapping))
                         .withQuery({"account_id", "model", "resource", "method"}));
    routes.push_back(Route("POST", "/v1/mappings/preview", KeyScope::Read, on(gateway, previewMapping))
                         .withBody(BodyKind::Json));
    return routes;
}

} // namespace gatehouse::api
