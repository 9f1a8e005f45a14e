// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/api_call.h"
#include "core/api/handlers.h"
#include "core/api/render.h"

#include <fmt/format.h>

namespace gatehouse::api {
namespace {

OverrideKey keyOf(const ApiCallPtr& call, OverrideLevel level)
{
    return {level, call->parameter("id"), call->parameter("model"), call->parameter("resource"),
            call->parameter("method")};
}

/// Goes on when the caller may touch the override's owner.
void withOwner(Gateway& gateway, const ApiCallPtr& call, OverrideLevel level,
               const std::function<void()>& next)
{
    const auto& owner = call->parameter("id");
    if (level == OverrideLevel::Account) {
        withAccount(gateway, call, owner, next);
    } else if (mayTouchEnvironment(call, owner)) {
        next();
    }
}

void getOverride(Gateway& gateway, const ApiCallPtr& call, OverrideLevel level)
{
    withOwner(gateway, call, level, [&gateway, call, level] {
        gateway.mappings().getOverride(keyOf(call, level), answerWith<json::Document>(call, renderDocument));
    });
}

void putOverride(Gateway& gateway, const ApiCallPtr& call, OverrideLevel level)
{
    const auto mapping = call->jsonObject();
    if (!mapping) {
        call->fail(mapping.error());
        return;
    }
    withOwner(gateway, call, level, [&gateway, call, level, mapping = *mapping] {
        gateway.mappings().putOverride(keyOf(call, level), mapping,
                                       answerWith<json::Document>(call, renderDocument));
    });
}

void removeOverride(Gateway& gateway, const ApiCallPtr& call, OverrideLevel level)
{
    withOwner(gateway, call, level, [&gateway, call, level] {
        const auto key = keyOf(call, level);
        gateway.mappings().removeOverride(
            key, answerRemoved(call, fmt::format("override of {}.{}.{} for {}", key.model, key.resource,
                                                 key.method, key.ownerId)));
    });
}

} // namespace

std::vector<Route> overrideRoutes(const ApiServices& services)
{
    auto& gateway = services.gateway;
    std::vector<Route> routes;
    const auto addLevel = [&](const std::string& path, OverrideLevel level) {
        const auto bound = [&gateway, level](auto function) {
            return [&gateway, level, function](const ApiCallPtr& call) { function(gateway, call, level); };
        };
        routes.emplace_back("GET", path, KeyScope::Read, bound(getOverride));
        routes.push_back(Route("PUT", path, KeyScope::Admin, bound(putOverride)).withBody(BodyKind::Json));
        routes.emplace_back("DELETE", path, KeyScope::Admin, bound(removeOverride));
    };
    addLevel("/v1/overrides/environments/{id}/{model}/{resource}/{method}", OverrideLevel::Environment);
    addLevel("/v1/overrides/accounts/{id}/{model}/{resource}/{method}", OverrideLevel::Account);
    return routes;
}

} // namespace gatehouse::api
