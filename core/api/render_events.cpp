// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/render.h"
#include "core/api/render_values.h"
#include "core/api/render_webhooks.h"

#include <variant>

namespace gatehouse::api {
namespace {

struct NameOf
{
    std::string_view operator()(const CallRecorded& /*event*/) const noexcept { return "call:recorded"; }

    std::string_view operator()(const AccountChanged& event) const noexcept
    {
        return event.removed ? "account:removed" : "account:changed";
    }

    std::string_view operator()(const IntegrationChanged& event) const noexcept
    {
        return event.removed ? "integration:removed" : "integration:changed";
    }

    std::string_view operator()(const OverrideChanged& event) const noexcept
    {
        return event.removed ? "override:removed" : "override:changed";
    }

    std::string_view operator()(const LimitsChanged& /*event*/) const noexcept { return "limits:changed"; }

    std::string_view operator()(const NodeStatusChanged& /*event*/) const noexcept { return "node:changed"; }

    std::string_view operator()(const ConnectSessionChanged& /*event*/) const noexcept
    {
        return "connect:changed";
    }

    std::string_view operator()(const AccountConnected& event) const noexcept
    {
        return event.again ? "account:reactivated" : "account:active";
    }

    std::string_view operator()(const AccountNeedsReauth& /*event*/) const noexcept
    {
        return "account:needs_reauth";
    }

    std::string_view operator()(const AccountReactivated& /*event*/) const noexcept
    {
        return "account:reactivated";
    }

    std::string_view operator()(const TokenAttempted& /*event*/) const noexcept { return "token:attempted"; }

    std::string_view operator()(const AlertRaised& /*event*/) const noexcept { return "alert:raised"; }

    std::string_view operator()(const AlertChanged& /*event*/) const noexcept { return "alert:changed"; }

    std::string_view operator()(const AlertResolved& /*event*/) const noexcept { return "alert:resolved"; }

    std::string_view operator()(const WebhookChanged& /*event*/) const noexcept { return "webhook:changed"; }

    std::string_view operator()(const WebhookRejected& /*event*/) const noexcept
    {
        return "webhook:rejected";
    }

    std::string_view operator()(const DeliveryChanged& /*event*/) const noexcept
    {
        return "delivery:changed";
    }

    std::string_view operator()(const EndpointChanged& event) const noexcept
    {
        return event.removed ? "endpoint:removed" : "endpoint:changed";
    }

    std::string_view operator()(const ReplayChanged& /*event*/) const noexcept { return "replay:changed"; }
};

struct DataOf
{
    json::Arena& arena;

    json::Value operator()(const CallRecorded& event) const { return renderCallSummary(arena, event.call); }

    json::Value operator()(const AccountChanged& event) const { return renderAccount(arena, event.account); }

    json::Value operator()(const IntegrationChanged& event) const
    {
        return renderIntegration(arena, event.integration);
    }

    json::Value operator()(const OverrideChanged& event) const
    {
        json::ObjectBuilder object(arena);
        object.set("level", event.key.level == OverrideLevel::Account ? "account" : "environment");
        object.set("owner_id", std::string_view(event.key.ownerId));
        object.set("model", std::string_view(event.key.model));
        object.set("resource", std::string_view(event.key.resource));
        object.set("method", std::string_view(event.key.method));
        return object.build();
    }

    json::Value operator()(const LimitsChanged& event) const
    {
        json::ObjectBuilder object(arena);
        object.set("account_id", std::string_view(event.accountId));
        object.set("limits", renderList(arena, event.limits, renderLimit));
        return object.build();
    }

    json::Value operator()(const NodeStatusChanged& event) const { return renderNode(arena, event.status); }

    json::Value operator()(const ConnectSessionChanged& event) const
    {
        return renderConnectProgress(arena, event.session);
    }

    json::Value operator()(const AccountConnected& event) const
    {
        return renderAccount(arena, event.account);
    }

    json::Value operator()(const AccountNeedsReauth& event) const
    {
        return renderAccount(arena, event.account);
    }

    json::Value operator()(const AccountReactivated& event) const
    {
        return renderAccount(arena, event.account);
    }

    json::Value operator()(const TokenAttempted& event) const
    {
        return renderTokenAttempt(arena, event.attempt);
    }

    json::Value operator()(const AlertRaised& event) const { return renderAlert(arena, event.alert); }

    json::Value operator()(const AlertChanged& event) const { return renderAlert(arena, event.alert); }

    json::Value operator()(const AlertResolved& event) const { return renderAlert(arena, event.alert); }

    json::Value operator()(const WebhookChanged& event) const { return renderWebhook(arena, event.event); }

    json::Value operator()(const WebhookRejected& event) const
    {
        return renderRejected(arena, event.rejected);
    }

    json::Value operator()(const DeliveryChanged& event) const
    {
        return renderDelivery(arena, event.delivery);
    }

    json::Value operator()(const EndpointChanged& event) const
    {
        return renderEndpoint(arena, event.endpoint);
    }

    json::Value operator()(const ReplayChanged& event) const { return renderReplay(arena, event.run); }
};

} // namespace

json::Value renderNode(json::Arena& arena, const NodeStatus& node)
{
    json::ObjectBuilder object(arena);
    object.set("api", renderText(arena, node.apiUrl));
    object.set("version", std::string_view(node.version));
    object.set("data_dir", std::string_view(node.dataDir));
    object.set("sandbox", json::Value::boolean(node.sandbox));
    object.set("started_at", renderTime(arena, node.startedAt));
    object.set("calls", json::Value::unsignedInteger(node.calls));
    object.set("errors", json::Value::unsignedInteger(node.errors));
    json::ObjectBuilder vault(arena);
    vault.set("state", node.vaultState).set("key_source", node.vaultKeySource);
    object.set("vault", node.vaultState.empty() ? json::Value::null() : vault.build());
    return object.build();
}

std::string_view eventName(const GatewayEvent& event) noexcept
{
    return std::visit(NameOf(), event);
}

json::Value renderEvent(json::Arena& arena, const GatewayEvent& event)
{
    return std::visit(DataOf{arena}, event);
}

} // namespace gatehouse::api
