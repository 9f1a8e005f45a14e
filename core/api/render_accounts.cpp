// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/render.h"
#include "core/api/render_values.h"

namespace gatehouse::api {

json::Value renderEnvironment(json::Arena& arena, const Environment& environment)
{
    json::ObjectBuilder object(arena);
    object.set("id", std::string_view(environment.id));
    object.set("name", std::string_view(environment.name));
    object.set("metadata", environment.metadata->isObject() ? arena.clone(environment.metadata.root())
                                                            : arena.object({}));
    return object.build();
}

json::Value renderAccount(json::Arena& arena, const Account& account)
{
    json::ObjectBuilder object(arena);
    object.set("id", std::string_view(account.id));
    object.set("environment_id", std::string_view(account.environmentId));
    object.set("integration", std::string_view(account.integration));
    object.set("label", std::string_view(account.label));
    object.set("auth", std::string_view(account.authKind));
    object.set("status", accountStatusName(account.status));
    object.set("status_reason", renderText(arena, account.statusReason));
    object.set("context",
               account.context->isObject() ? arena.clone(account.context.root()) : arena.object({}));
    object.set("sandbox", json::Value::boolean(account.sandbox));
    object.set("created_at", renderTime(arena, account.createdAt));
    object.set("last_success_at", renderTime(arena, account.lastSuccessAt));
    object.set("token_expires_at", renderTime(arena, account.tokenExpiresAt));
    object.set("auto_refresh", json::Value::boolean(account.autoRefresh));
    return object.build();
}

json::Value renderKey(json::Arena& arena, const ApiKey& key)
{
    json::ObjectBuilder object(arena);
    object.set("id", std::string_view(key.id));
    object.set("name", std::string_view(key.name));
    object.set("scope", keyScopeName(key.scope));
    object.set("cidrs", renderTexts(arena, key.cidrs));
    object.set("environment_ids", renderTexts(arena, key.environmentIds));
    object.set("created_at", renderTime(arena, key.createdAt));
    return object.build();
}

json::Value renderCreatedKey(json::Arena& arena, const CreatedKey& key)
{
    json::ObjectBuilder object(arena);
    for (const auto& member : renderKey(arena, key.key).members()) {
        object.set(member.name, member.value);
    }
    object.set("key", key.secret.reveal());
    return object.build();
}

} // namespace gatehouse::api
