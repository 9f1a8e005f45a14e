// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/audit_trail.h"
#include "core/gateway/backups.h"
#include "core/gateway/events.h"
#include "core/gateway/keys.h"
#include "core/gateway/sandbox_control.h"
#include "core/gateway/token_history.h"
#include "core/gateway/types.h"
#include "core/gateway/vault_control.h"
#include "core/json/document.h"

#include <string_view>

namespace gatehouse::api {

/// How each value of the façade looks in the REST API and in /v1/stream: snake_case names, RFC 3339 times,
/// whole microseconds, null for what is not known. Pure; the result lives in the arena.

[[nodiscard]] json::Value renderIntegration(json::Arena& arena, const IntegrationSummary& integration);
[[nodiscard]] json::Value renderModel(json::Arena& arena, const ModelSummary& model);
[[nodiscard]] json::Value renderEnvironment(json::Arena& arena, const Environment& environment);
[[nodiscard]] json::Value renderAccount(json::Arena& arena, const Account& account);
[[nodiscard]] json::Value renderResolvedMapping(json::Arena& arena, const ResolvedMapping& mapping);
[[nodiscard]] json::Value renderCallSummary(json::Arena& arena, const CallSummary& call);
[[nodiscard]] json::Value renderCallDetail(json::Arena& arena, const CallDetail& call);
[[nodiscard]] json::Value renderLimit(json::Arena& arena, const RateLimitState& limit);
[[nodiscard]] json::Value renderKey(json::Arena& arena, const ApiKey& key);
/// With the secret, which is shown this one time.
[[nodiscard]] json::Value renderCreatedKey(json::Arena& arena, const CreatedKey& key);
[[nodiscard]] json::Value renderConnectForm(json::Arena& arena, const ConnectForm& form);
[[nodiscard]] json::Value renderConnectSession(json::Arena& arena, const ConnectSession& session);
/// What changes of a session, without the authorization URL, its state and the exchanges: for streams, which
/// keys read that may not connect accounts.
[[nodiscard]] json::Value renderConnectProgress(json::Arena& arena, const ConnectSession& session);
[[nodiscard]] json::Value renderTokenAttempt(json::Arena& arena, const TokenAttempt& attempt);
[[nodiscard]] json::Value renderTokenHistory(json::Arena& arena, const TokenHistory& history);
[[nodiscard]] json::Value renderScopeUse(json::Arena& arena, const ScopeUse& use);
[[nodiscard]] json::Value renderCredentialDate(json::Arena& arena, const CredentialDate& date);
[[nodiscard]] json::Value renderAlert(json::Arena& arena, const Alert& alert);
[[nodiscard]] json::Value renderSandboxVendor(json::Arena& arena, const SandboxVendor& vendor);
[[nodiscard]] json::Value renderAuditEntry(json::Arena& arena, const AuditEntry& entry);
[[nodiscard]] json::Value renderBackup(json::Arena& arena, const BackupReport& report);
[[nodiscard]] json::Value renderVault(json::Arena& arena, const VaultInfo& vault);
[[nodiscard]] json::Value renderNode(json::Arena& arena, const NodeStatus& node);
/// A document as it is.
[[nodiscard]] json::Value renderDocument(json::Arena& arena, const json::Document& document);

/// The name of an event in /v1/stream: "call:recorded", "account:changed", "account:removed", …
[[nodiscard]] std::string_view eventName(const GatewayEvent& event) noexcept;
[[nodiscard]] json::Value renderEvent(json::Arena& arena, const GatewayEvent& event);

} // namespace gatehouse::api
