// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/render.h"
#include "core/api/render_values.h"

namespace gatehouse::api {
namespace {

json::Value natural(std::uint64_t number)
{
    return json::Value::integer(static_cast<std::int64_t>(number));
}

} // namespace

json::Value renderAuditEntry(json::Arena& arena, const AuditEntry& entry)
{
    json::ObjectBuilder object(arena);
    object.set("sequence", natural(entry.sequence)).set("at", renderTime(arena, entry.at));
    object.set("actor", entry.actor).set("action", entry.action).set("subject", entry.subject);
    object.set("detail", renderTree(arena, entry.detail));
    return object.build();
}

json::Value renderBackup(json::Arena& arena, const BackupReport& report)
{
    json::ObjectBuilder object(arena);
    object.set("file", report.file.string()).set("bytes", natural(report.bytes));
    return object.build();
}

json::Value renderSandboxVendor(json::Arena& arena, const SandboxVendor& vendor)
{
    json::ObjectBuilder requests(arena);
    for (const auto& count : vendor.tokenRequests) {
        json::ObjectBuilder one(arena);
        one.set("requests", natural(count.requests)).set("refused", natural(count.refused));
        requests.set(count.grant, one.build());
    }
    json::ObjectBuilder object(arena);
    object.set("slug", vendor.slug).set("base_url", vendor.baseUrl);
    object.set("oauth", json::Value::boolean(vendor.oauth)).set("token_requests", requests.build());
    object.set("failing", natural(vendor.failing)).set("denying", natural(vendor.denying));
    object.set("hangs_for_s",
               vendor.hangsFor ? json::Value::integer(vendor.hangsFor->count()) : json::Value::null());
    return object.build();
}

json::Value renderVault(json::Arena& arena, const VaultInfo& vault)
{
    json::ObjectBuilder rotation(arena);
    rotation.set("running", json::Value::boolean(vault.rotation.running));
    rotation.set("done", natural(vault.rotation.done)).set("total", natural(vault.rotation.total));
    rotation.set("problem", renderText(arena, vault.rotation.problem));
    json::ObjectBuilder object(arena);
    object.set("state", vaultConditionName(vault.condition));
    object.set("key_source", vaultKeySourceName(vault.source)).set("place", renderText(arena, vault.place));
    object.set("problem", renderText(arena, vault.problem)).set("advice", renderText(arena, vault.advice));
    object.set("master_generation", natural(vault.masterGeneration));
    object.set("accounts", natural(vault.accounts)).set("rotation", rotation.build());
    return object.build();
}

} // namespace gatehouse::api
