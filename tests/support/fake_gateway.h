// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/gateway.h"
#include "core/gateway/keys.h"
#include "core/gateway/proxy_calls.h"
#include "tests/support/fake_gateway_access.h"
#include "tests/support/fake_gateway_connect.h"
#include "tests/support/fake_gateway_controls.h"
#include "tests/support/fake_gateway_transfer.h"
#include "tests/support/fake_webhooks.h"

#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace gatehouse::test {

/// A gateway in memory for tests of its doors (REST, console). Answers come at once on the calling thread;
/// set executor to have them later or elsewhere. What it shows is public data that a test fills in; what it
/// was asked is kept beside it.
class FakeGateway final : public Gateway
{
public:
    FakeGateway();
    FakeGateway(const FakeGateway&) = delete;
    FakeGateway& operator=(const FakeGateway&) = delete;
    ~FakeGateway() override;

    [[nodiscard]] Catalog& catalog() override { return catalogRole; }

    [[nodiscard]] Accounts& accounts() override { return accountsRole; }

    [[nodiscard]] Connect& connect() override { return connectRole; }

    [[nodiscard]] Mappings& mappings() override { return mappingsRole; }

    [[nodiscard]] Calls& calls() override { return callsRole; }

    [[nodiscard]] Monitor& monitor() override { return monitorRole; }

    [[nodiscard]] Keys& keys() override { return keysRole; }

    [[nodiscard]] SandboxControl& sandboxControl() override { return sandboxRole; }

    [[nodiscard]] VaultControl& vaultControl() override { return vaultRole; }

    [[nodiscard]] Alerts& alerts() override { return alertsRole; }

    [[nodiscard]] AuditTrail& audit() override { return auditRole; }

    [[nodiscard]] Backups& backups() override { return backupsRole; }

    [[nodiscard]] AccountInsight& accountInsight() override { return insightRole; }

    [[nodiscard]] AccountTransfer& accountTransfer() override { return transferRole; }

    [[nodiscard]] ProxyCalls& proxyCalls() override { return proxyRole; }

    [[nodiscard]] Tokens& tokens() override { return tokensRole; }

    [[nodiscard]] Webhooks& webhooks() override { return webhooksRole; }

    /// What a subscriber of the real gateway would get.
    void emit(const GatewayEvent& event) { state.emit(event); }

    FakeState state;
    FakeCatalog catalogRole;
    FakeAccounts accountsRole;
    FakeConnect connectRole;
    FakeMappings mappingsRole;
    FakeCalls callsRole;
    FakeMonitor monitorRole;
    FakeKeys keysRole;
    FakeSandboxControl sandboxRole;
    FakeVaultControl vaultRole;
    FakeAlerts alertsRole;
    FakeAuditTrail auditRole;
    FakeBackups backupsRole;
    FakeAccountInsight insightRole;
    FakeAccountTransfer transferRole;
    FakeProxyCalls proxyRole;
    FakeTokens tokensRole;
    FakeWebhooks webhooksRole;
};

/// An account as the fakes make them: active, in env_1.
[[nodiscard]] inline Account makeAccount(std::string id, std::string environmentId, std::string integration)
{
    Account account;
    account.id = std::move(id);
    account.environmentId = std::move(environmentId);
    account.integration = std::move(integration);
    account.label = "Account " + account.id;
    account.authKind = "api_key";
    account.status = AccountStatus::Active;
    account.context = json::parse(R"({"region":"eu"})").value_or(json::Document());
    account.createdAt = fromMillis(1'760'000'000'000);
    return account;
}

/// A finished call as the call log lists it.
[[nodiscard]] inline CallSummary makeCall(std::string id, std::uint64_t sequence, std::string accountId)
{
    CallSummary call;
    call.id = std::move(id);
    call.sequence = sequence;
    call.startedAt = fromMillis(1'760'000'000'000 + static_cast<std::int64_t>(sequence));
    call.kind = "unified";
    call.operation = "crm.contacts.list";
    call.integration = "acme";
    call.accountId = std::move(accountId);
    call.environmentId = "env_1";
    call.status = 200;
    call.providerStatus = 200;
    call.duration = std::chrono::microseconds(1500);
    call.upstream = std::chrono::microseconds(1200);
    return call;
}

} // namespace gatehouse::test
