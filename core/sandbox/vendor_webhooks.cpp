// SPDX-License-Identifier: GPL-3.0-or-later
// How a simulated vendor tells of changed records: what it says, how it signs that, and to whom it goes.
#include "core/crypto/encoding.h"
#include "core/json/write.h"
#include "core/sandbox/step_runner.h"
#include "core/sandbox/vendor.h"
#include "core/sandbox/webhook_definition.h"

#include <fmt/format.h>

#include <algorithm>

namespace gatehouse::sandbox {
namespace {

constexpr std::size_t kSecretDigits = 64;

std::string_view actionName(RowChange::Action action) noexcept
{
    switch (action) {
    case RowChange::Action::Insert:
        return "insert";
    case RowChange::Action::Update:
        return "update";
    case RowChange::Action::Delete:
        return "delete";
    }
    return {};
}

json::Value changeObject(const RowChange& change, json::Arena& arena)
{
    json::ObjectBuilder object(arena);
    object.set("action", actionName(change.action)).set("table", change.table).set("id", change.id);
    if (!change.old.isUndefined()) {
        object.set("old", change.old);
    }
    return object.set("row", change.row).build();
}

std::string encoded(WebhookSignature::Encoding encoding, std::string_view bytes)
{
    switch (encoding) {
    case WebhookSignature::Encoding::Base64:
        return crypto::toBase64(bytes);
    case WebhookSignature::Encoding::Base64Url:
        return crypto::toBase64Url(bytes);
    case WebhookSignature::Encoding::Hex:
        break;
    }
    return crypto::toHex(bytes);
}

Result<std::string> signatureOf(const WebhookSignature& signature, Scope& scope)
{
    GH_ASSIGN(const auto text, scope.evaluate(signature.text));
    if (!signature.keyed) {
        return encoded(signature.encoding, crypto::digest(signature.digest, text.asString()));
    }
    GH_ASSIGN(const auto key, scope.evaluate(signature.key));
    return encoded(signature.encoding, crypto::hmac(signature.digest, key.asString(), text.asString()));
}

bool tellsNothing(const json::Value& event)
{
    return event.isUndefined() || event.isNull() || (event.isArray() && event.items().empty());
}

} // namespace

Status SimulatedVendor::openWebhooks()
{
    if (m_definition->webhooks == nullptr || m_definition->webhooks->secrets.text().empty()) {
        return {};
    }
    Scope scope(m_arena, *m_setup.clock);
    Dice dice(m_setup.seed, m_definition->slug + "/webhooks");
    const auto hex = dice.hex(kSecretDigits);
    scope.set("hex", json::Value::string(hex));
    GH_ASSIGN(const auto secrets, scope.evaluate(m_definition->webhooks->secrets));
    m_webhookSecrets = json::Document::copyOf(secrets);
    for (auto& tenant : m_tenants) {
        tenant->addSecrets(m_webhookSecrets.root());
    }
    return {};
}

Tenant* SimulatedVendor::tenantByToken(std::string_view token)
{
    if (m_oauth) {
        if (const auto* grant = m_oauth->book().find(token)) {
            return m_tenants.at(grant->tenant).get();
        }
    }
    const auto found = std::find_if(m_tenants.begin(), m_tenants.end(), [token](const auto& tenant) {
        const auto members = tenant->credentials().root().members();
        return std::any_of(members.begin(), members.end(),
                           [token](const auto& member) { return member.value.asString() == token; });
    });
    return found == m_tenants.end() ? nullptr : found->get();
}

void SimulatedVendor::setWebhookTargets(const std::vector<WebhookTarget>& targets)
{
    m_targets.clear();
    for (const auto& target : targets) {
        auto* tenant = target.token.empty() ? nullptr : tenantByToken(target.token.reveal());
        if (target.token.empty() || tenant != nullptr) {
            m_targets.push_back({tenant, target.url, target.sendTo.empty() ? target.url : target.sendTo});
        }
    }
}

RowWatcher SimulatedVendor::watcher(Tenant& tenant)
{
    if (m_definition->webhooks == nullptr) {
        return {};
    }
    return [this, &tenant](RowChange change) { m_changes.push_back({&tenant, std::move(change)}); };
}

void SimulatedVendor::fillWebhookScope(Scope& scope, const TenantChange& changed, const std::string& url)
{
    Call call;
    call.method = "POST";
    fillScope(scope, call, changed.tenant);
    scope.set("url", json::Value::string(url));
    scope.set("number", json::Value::integer(static_cast<std::int64_t>(++m_webhookNumber)));
    scope.set("hex", m_arena.string(m_dice.hex(kSecretDigits)));
    scope.set("secrets", m_webhookSecrets.root());
    if (m_oauth) {
        const auto& app = m_oauth->definition().app;
        json::ObjectBuilder object(m_arena);
        object.set("client_id", app.clientId).set("client_secret", app.clientSecret);
        scope.set("app", object.build());
    }
    scope.set("change", changeObject(changed.change, m_arena));
}

Result<std::optional<OutgoingWebhook>> SimulatedVendor::compose(const TenantChange& changed,
                                                                const Target& target)
{
    const auto& definition = *m_definition->webhooks;
    Scope scope(m_arena, *m_setup.clock);
    fillWebhookScope(scope, changed, target.url);
    GH_ASSIGN(const auto event, scope.evaluate(definition.event));
    if (tellsNothing(event)) {
        return std::nullopt;
    }
    scope.set("event", event);
    GH_ASSIGN(const auto content, scope.evaluate(definition.hasText ? definition.text : definition.body));
    OutgoingWebhook webhook;
    webhook.url = target.sendTo;
    webhook.body = definition.hasText ? textOf(content) : json::write(content);
    scope.set("text", json::Value::string(webhook.body));
    json::ObjectBuilder signatures(m_arena);
    for (const auto& signature : definition.signatures) {
        GH_ASSIGN(const auto made, signatureOf(signature, scope));
        signatures.set(signature.name, m_arena.string(made));
    }
    scope.set("signatures", signatures.build());
    GH_TRY(addHeaders(definition.headers, scope, webhook.headers));
    webhook.headers.set("Content-Type", definition.contentType);
    return webhook;
}

Status SimulatedVendor::tellChanges()
{
    auto changes = std::exchange(m_changes, {});
    for (const auto& changed : changes) {
        for (const auto& target : m_targets) {
            if (target.tenant != nullptr && target.tenant != changed.tenant) {
                continue;
            }
            GH_ASSIGN(auto webhook, compose(changed, target));
            if (webhook) {
                m_outgoing.push_back(std::move(*webhook));
                ++m_stats.webhooks;
            }
        }
    }
    return {};
}

Result<std::vector<OutgoingWebhook>> SimulatedVendor::testWebhook(std::string_view token)
{
    if (m_definition->webhooks == nullptr || m_definition->webhooks->test.empty()) {
        return fail(Errc::Unsupported,
                    fmt::format("the simulated {} sends no test webhooks", m_definition->slug));
    }
    auto* tenant = tenantByToken(token);
    if (tenant == nullptr) {
        return fail(Errc::NotFound,
                    fmt::format("the simulated {} never issued this token", m_definition->slug));
    }
    m_arena.reset();
    m_changes.clear();
    GH_TRY(tenant->ensureSeeded());
    Scope scope(m_arena, *m_setup.clock);
    Call call;
    call.headers = json::ObjectBuilder(m_arena).build();
    fillScope(scope, call, tenant);
    scope.set("number", json::Value::integer(static_cast<std::int64_t>(++m_webhookNumber)));
    StepRunner runner(
        scope, *tenant, [this, tenant](const Call& sub) { return ownCall(sub, *tenant, 0); },
        watcher(*tenant));
    GH_ASSIGN(const auto refused, runner.run(m_definition->webhooks->test));
    GH_TRY(tellChanges());
    auto webhooks = std::exchange(m_outgoing, {});
    if (refused || webhooks.empty()) {
        return fail(
            Errc::Conflict,
            m_targets.empty()
                ? fmt::format("no webhook URL is known to the simulated {}", m_definition->slug)
                : fmt::format("the simulated {} changed nothing that it tells of", m_definition->slug));
    }
    return webhooks;
}

} // namespace gatehouse::sandbox
