// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/api_call.h"
#include "core/api/handlers.h"
#include "core/api/render.h"
#include "core/api/render_values.h"

namespace gatehouse::api {
namespace {

void listIntegrations(Gateway& gateway, const ApiCallPtr& call)
{
    gateway.catalog().integrations(answerPage<IntegrationSummary>(
        call, renderIntegration, [](const IntegrationSummary& integration) { return integration.slug; }));
}

void getIntegration(Gateway& gateway, const ApiCallPtr& call)
{
    gateway.catalog().integration(call->parameter("slug"), answerWith<json::Document>(call, renderDocument));
}

void putIntegration(Gateway& gateway, const ApiCallPtr& call)
{
    auto definition = call->jsonObject();
    if (!definition) {
        call->fail(definition.error());
        return;
    }
    if (mayTouchWholeNode(call)) {
        gateway.catalog().putIntegration(call->parameter("slug"), std::move(*definition),
                                         answerWith<IntegrationSummary>(call, renderIntegration));
    }
}

void removeIntegration(Gateway& gateway, const ApiCallPtr& call)
{
    if (mayTouchWholeNode(call)) {
        const auto& slug = call->parameter("slug");
        gateway.catalog().removeIntegration(slug, answerRemoved(call, "integration '" + slug + "'"));
    }
}

json::Value renderHistory(json::Arena& arena, const std::vector<json::Document>& versions)
{
    json::ObjectBuilder object(arena);
    object.set("result", renderList(arena, versions, renderDocument));
    object.set("next_cursor", json::Value::null());
    return object.build();
}

void integrationHistory(Gateway& gateway, const ApiCallPtr& call)
{
    gateway.catalog().integrationHistory(call->parameter("slug"),
                                         answerWith<std::vector<json::Document>>(call, renderHistory));
}

void rollBackIntegration(Gateway& gateway, const ApiCallPtr& call)
{
    const auto body = call->jsonObject();
    if (!body) {
        call->fail(body.error());
        return;
    }
    const auto version = (**body)["version"];
    if (version.type() != json::Type::Int || version.asInt() < 1 || version.asInt() > 0xffff'ffffLL) {
        call->fail(Errc::InvalidArgument,
                   "'version' must be the number of a version in the integration's history", "/version");
        return;
    }
    if (mayTouchWholeNode(call)) {
        gateway.catalog().rollbackIntegration(call->parameter("slug"),
                                              static_cast<std::uint32_t>(version.asInt()),
                                              answerWith<IntegrationSummary>(call, renderIntegration));
    }
}

void listModels(Gateway& gateway, const ApiCallPtr& call)
{
    gateway.catalog().models(
        answerPage<ModelSummary>(call, renderModel, [](const ModelSummary& model) { return model.model; }));
}

void getModel(Gateway& gateway, const ApiCallPtr& call)
{
    gateway.catalog().model(call->parameter("model"), answerWith<json::Document>(call, renderDocument));
}

} // namespace

std::vector<Route> catalogRoutes(const ApiServices& services)
{
    auto& gateway = services.gateway;
    std::vector<Route> routes;
    routes.push_back(Route("GET", "/v1/integrations", KeyScope::Read, on(gateway, listIntegrations))
                         .withQuery({"limit", "cursor"}));
    routes.emplace_back("GET", "/v1/integrations/{slug}", KeyScope::Read, on(gateway, getIntegration));
    routes.push_back(Route("PUT", "/v1/integrations/{slug}", KeyScope::Admin, on(gateway, putIntegration))
                         .withBody(BodyKind::Json));
    routes.emplace_back("DELETE", "/v1/integrations/{slug}", KeyScope::Admin, on(gateway, removeIntegration));
    routes.emplace_back("GET", "/v1/integrations/{slug}/history", KeyScope::Read,
                        on(gateway, integrationHistory));
    routes.push_back(
        Route("POST", "/v1/integrations/{slug}/rollback", KeyScope::Admin, on(gateway, rollBackIntegration))
            .withBody(BodyKind::Json));
    routes.push_back(
        Route("GET", "/v1/models", KeyScope::Read, on(gateway, listModels)).withQuery({"limit", "cursor"}));
    routes.emplace_back("GET", "/v1/models/{model}", KeyScope::Read, on(gateway, getModel));
    return routes;
}

} // namespace gatehouse::api
