// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/api_call.h"
#include "core/api/handlers.h"
#include "core/api/openapi.h"
#include "core/api/prometheus.h"
#include "core/api/render.h"

namespace gatehouse::api {
namespace {

void health(Gateway& /*gateway*/, const ApiCallPtr& call)
{
    call->replyText(200, R"({"status":"ok"})");
}

void readiness(const std::function<std::string()>& notReady, const ApiCallPtr& call)
{
    const auto reason = notReady ? notReady() : std::string();
    if (reason.empty()) {
        call->replyText(200, R"({"status":"ready"})");
    } else {
        call->fail(Errc::Unavailable, reason);
    }
}

void metrics(Gateway& gateway, const ApiCallPtr& call)
{
    call->replyText(200, prometheusText(gateway.monitor().metrics()), kPrometheusType);
}

void openApi(Gateway& /*gateway*/, const ApiCallPtr& call)
{
    call->replyText(200, std::string(openApiText()));
}

void node(Gateway& gateway, const ApiCallPtr& call)
{
    gateway.monitor().nodeStatus(answerWith<NodeStatus>(call, renderNode));
}

} // namespace

std::vector<Route> nodeRoutes(const ApiServices& services)
{
    auto& gateway = services.gateway;
    std::vector<Route> routes;
    routes.emplace_back("GET", "/healthz", std::nullopt, on(gateway, health));
    routes.emplace_back(
        "GET", "/readyz", std::nullopt,
        [notReady = services.notReady](const ApiCallPtr& call) { readiness(notReady, call); });
    routes.emplace_back("GET", "/metrics", KeyScope::Read, on(gateway, metrics));
    routes.emplace_back("GET", "/openapi.json", KeyScope::Read, on(gateway, openApi));
    routes.emplace_back("GET", "/v1/node", KeyScope::Read, on(gateway, node));
    return routes;
}

} // namespace gatehouse::api
