// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/api_call.h"
#include "core/api/handlers.h"
#include "core/api/render.h"

#include <fmt/format.h>

namespace gatehouse::api {
namespace {

Result<KeyScope> scopeOf(const json::Value& text)
{
    for (const auto scope : {KeyScope::Admin, KeyScope::Call, KeyScope::Read}) {
        if (text.asString() == keyScopeName(scope)) {
            return scope;
        }
    }
    return fail({Errc::InvalidArgument, "'scope' must be admin, call or read", {}, "/scope", {}});
}

Result<std::vector<std::string>> textsOf(const json::Value& body, std::string_view name)
{
    const auto list = body[name];
    std::vector<std::string> texts;
    for (const auto& item : list.items()) {
        texts.emplace_back(item.asString());
    }
    const bool allTexts = std::ranges::none_of(texts, [](const auto& text) { return text.empty(); });
    if ((!list.isUndefined() && !list.isNull() && !list.isArray()) || !allTexts) {
        return fail({Errc::InvalidArgument,
                     fmt::format("'{}' must be a list of texts", name),
                     {},
                     fmt::format("/{}", name),
                     {}});
    }
    return texts;
}

Result<ApiKey> wantedKey(ApiCall& call)
{
    GH_ASSIGN(const auto body, call.jsonObject());
    ApiKey key;
    key.name = (*body)["name"].asString();
    if (key.name.empty() || key.name.size() > 200) {
        return fail({Errc::InvalidArgument, "'name' must be a text of 1 to 200 characters", {}, "/name", {}});
    }
    GH_ASSIGN(key.scope, scopeOf((*body)["scope"]));
    GH_ASSIGN(key.cidrs, textsOf(*body, "cidrs"));
    GH_ASSIGN(key.environmentIds, textsOf(*body, "environment_ids"));
    return key;
}

void listKeys(Gateway& gateway, const ApiCallPtr& call)
{
    if (mayTouchWholeNode(call)) {
        gateway.keys().keys(answerPage<ApiKey>(call, renderKey, [](const ApiKey& key) {
            return fmt::format("{:015}{}", toMillis(key.createdAt), key.id);
        }));
    }
}

void createKey(Gateway& gateway, const ApiCallPtr& call)
{
    auto wanted = wantedKey(*call);
    if (!wanted) {
        call->fail(wanted.error());
    } else if (mayTouchWholeNode(call)) {
        gateway.keys().createKey(std::move(*wanted), answerWith<CreatedKey>(call, renderCreatedKey, 201));
    }
}

void revokeKey(Gateway& gateway, const ApiCallPtr& call)
{
    if (mayTouchWholeNode(call)) {
        const auto& id = call->parameter("id");
        gateway.keys().revokeKey(id, answerRemoved(call, "API key '" + id + "'"));
    }
}

} // namespace

std::vector<Route> keyRoutes(const ApiServices& services)
{
    auto& gateway = services.gateway;
    std::vector<Route> routes;
    routes.push_back(
        Route("GET", "/v1/keys", KeyScope::Admin, on(gateway, listKeys)).withQuery({"limit", "cursor"}));
    routes.push_back(
        Route("POST", "/v1/keys", KeyScope::Admin, on(gateway, createKey)).withBody(BodyKind::Json));
    routes.emplace_back("DELETE", "/v1/keys/{id}", KeyScope::Admin, on(gateway, revokeKey));
    return routes;
}

} // namespace gatehouse::api
