// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/api_call.h"
#include "core/api/handlers.h"
#include "core/api/render.h"

#include <algorithm>

namespace gatehouse::api {
namespace {

void listEnvironments(Gateway& gateway, const ApiCallPtr& call)
{
    gateway.accounts().environments(answerPage<Environment>(
        call, renderEnvironment,
        [](const Environment& environment) { return environment.name + '\0' + environment.id; },
        [key = call->sharedKey()](const Environment& environment) {
            return key->allowsEnvironment(environment.id);
        }));
}

void getEnvironment(Gateway& gateway, const ApiCallPtr& call)
{
    gateway.accounts().environments([call](const Result<std::vector<Environment>>& all) {
        if (!all) {
            call->fail(all.error());
            return;
        }
        const auto& id = call->parameter("id");
        const auto found = std::ranges::find(*all, id, &Environment::id);
        if (found == all->end()) {
            call->fail(Errc::NotFound, "there is no environment '" + id + "'");
        } else if (mayTouchEnvironment(call, id)) {
            json::Arena arena;
            call->replyJson(200, renderEnvironment(arena, *found));
        }
    });
}

void createEnvironment(Gateway& gateway, const ApiCallPtr& call)
{
    const auto body = call->jsonObject();
    if (!body) {
        call->fail(body.error());
        return;
    }
    const auto name = (**body)["name"].asString();
    const auto given = (**body)["metadata"];
    const auto metadata = given.isNull() ? json::Value() : given;
    if (name.empty() || name.size() > 200) {
        call->fail(Errc::InvalidArgument, "'name' must be a text of 1 to 200 characters", "/name");
        return;
    }
    if (!metadata.isUndefined() && !metadata.isObject()) {
        call->fail(Errc::InvalidArgument, "'metadata' must be an object", "/metadata");
        return;
    }
    if (mayTouchWholeNode(call)) {
        gateway.accounts().createEnvironment(std::string(name), body->sub(metadata),
                                             answerWith<Environment>(call, renderEnvironment, 201));
    }
}

} // namespace

std::vector<Route> environmentRoutes(const ApiServices& services)
{
    auto& gateway = services.gateway;
    std::vector<Route> routes;
    routes.push_back(Route("GET", "/v1/environments", KeyScope::Read, on(gateway, listEnvironments))
                         .withQuery({"limit", "cursor"}));
    routes.push_back(Route("POST", "/v1/environments", KeyScope::Admin, on(gateway, createEnvironment))
                         .withBody(BodyKind::Json));
    routes.emplace_back("GET", "/v1/environments/{id}", KeyScope::Read, on(gateway, getEnvironment));
    return routes;
}

} // namespace gatehouse::api
