// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/completion.h"
#include "core/base/metrics.h"
#include "core/gateway/events.h"
#include "core/gateway/types.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse {

/// The façade: the only door into the gateway for the console, REST, MCP and the command line. Every method
/// may be called from any thread and returns at once; completions are answered on the engine thread (the
/// console hands them on through its mailbox, ui/bridge).

/// Integrations and models: the definitions in force.
class Catalog
{
public:
    virtual ~Catalog() = default;

    virtual void integrations(Completion<std::vector<IntegrationSummary>> done) = 0;
    virtual void integration(std::string slug, Completion<json::Document> done) = 0;
    /// Validates, swaps in, keeps the old version for rollback.
    virtual void putIntegration(std::string slug, json::Document definition,
                                Completion<IntegrationSummary> done) = 0;
    virtual void removeIntegration(std::string slug, Completion<bool> done) = 0;
    virtual void integrationHistory(std::string slug, Completion<std::vector<json::Document>> done) = 0;
    virtual void rollbackIntegration(std::string slug, std::uint32_t version,
                                     Completion<IntegrationSummary> done) = 0;
    virtual void models(Completion<std::vector<ModelSummary>> done) = 0;
    virtual void model(std::string model, Completion<json::Document> done) = 0;
};

/// Customers' workspaces and their connected accounts.
class Accounts
{
public:
    virtual ~Accounts() = default;

    virtual void environments(Completion<std::vector<Environment>> done) = 0;
    virtual void createEnvironment(std::string name, json::Document metadata,
                                   Completion<Environment> done) = 0;
    virtual void accounts(Completion<std::vector<Account>> done) = 0;
    virtual void account(std::string id, Completion<Account> done) = 0;
    /// fields: environment_id, integration, label, auth, context, credentials (write-only).
    virtual void createAccount(json::Document fields, Completion<Account> done) = 0;
    /// fields: label, status, context, credentials.
    virtual void updateAccount(std::string id, json::Document fields, Completion<Account> done) = 0;
    virtual void removeAccount(std::string id, Completion<bool> done) = 0;
    /// Runs the definition's validation call.
    virtual void testAccount(std::string id, Completion<CallDetail> done) = 0;
};

/// Mappings: platform, environment and account level.
class Mappings
{
public:
    virtual ~Mappings() = default;

    virtual void platformMapping(std::string integration, std::string model, std::string resource,
                                 std::string method, Completion<json::Document> done) = 0;
    virtual void resolve(std::string accountId, std::string model, std::string resource, std::string method,
                         Completion<ResolvedMapping> done) = 0;
    virtual void getOverride(OverrideKey key, Completion<json::Document> done) = 0;
    virtual void putOverride(OverrideKey key, json::Document mapping, Completion<json::Document> done) = 0;
    virtual void removeOverride(OverrideKey key, Completion<bool> done) = 0;
    /// request: {account_id | integration, model, resource, method, mapping, sample}; answer as the contract
    /// says.
    virtual void preview(json::Document request, Completion<json::Document> done) = 0;
};

/// Calls through the gateway, and the record of them.
class Calls
{
public:
    virtual ~Calls() = default;

    virtual void unified(UnifiedRequest request, Completion<UnifiedResponse> done) = 0;
    /// Newest first, at most limit, only those with sequence > after.
    virtual void recentCalls(std::uint64_t after, std::size_t limit,
                             Completion<std::vector<CallSummary>> done) = 0;
    virtual void callDetail(std::string id, Completion<CallDetail> done) = 0;
};

/// What the node is doing.
class Monitor
{
public:
    virtual ~Monitor() = default;

    virtual void nodeStatus(Completion<NodeStatus> done) = 0;
    virtual void limits(std::string accountId, Completion<std::vector<RateLimitState>> done) = 0;
    /// All metrics at this moment. Any thread; answers at once.
    [[nodiscard]] virtual std::vector<MetricFamily> metrics() const = 0;
    /// The listener is called on the engine thread; it must not block. Dropping the subscription ends it.
    [[nodiscard]] virtual std::unique_ptr<Subscription>
    subscribe(std::function<void(const GatewayEvent&)> listener) = 0;
};

class AccountInsight;  // core/gateway/account_insight.h
class AccountTransfer; // core/gateway/account_transfer.h
class Connect;         // core/gateway/connect.h
class Alerts;          // core/gateway/alerts.h
class AuditTrail;      // core/gateway/audit_trail.h
class Backups;         // core/gateway/backups.h
class Keys;            // core/gateway/keys.h
class ProxyCalls;      // core/gateway/proxy_calls.h
class SandboxControl;  // core/gateway/sandbox_control.h
class VaultControl;    // core/gateway/vault_control.h
class Webhooks;        // core/gateway/webhooks.h
class Tokens;          // core/gateway/token_history.h

class Gateway
{
public:
    Gateway() = default;
    Gateway(const Gateway&) = delete;
    Gateway& operator=(const Gateway&) = delete;
    virtual ~Gateway() = default;

    [[nodiscard]] virtual Catalog& catalog() = 0;
    [[nodiscard]] virtual Accounts& accounts() = 0;
    [[nodiscard]] virtual Connect& connect() = 0;
    [[nodiscard]] virtual Mappings& mappings() = 0;
    [[nodiscard]] virtual Calls& calls() = 0;
    [[nodiscard]] virtual Monitor& monitor() = 0;
    [[nodiscard]] virtual Keys& keys() = 0;
    [[nodiscard]] virtual SandboxControl& sandboxControl() = 0;
    [[nodiscard]] virtual VaultControl& vaultControl() = 0;
    [[nodiscard]] virtual Tokens& tokens() = 0;
    [[nodiscard]] virtual Webhooks& webhooks() = 0;
    [[nodiscard]] virtual Alerts& alerts() = 0;
    [[nodiscard]] virtual AuditTrail& audit() = 0;
    [[nodiscard]] virtual Backups& backups() = 0;
    [[nodiscard]] virtual AccountInsight& accountInsight() = 0;
    [[nodiscard]] virtual AccountTransfer& accountTransfer() = 0;
    /// Of the engine thread alone; see its header.
    [[nodiscard]] virtual ProxyCalls& proxyCalls() = 0;
};

} // namespace gatehouse
