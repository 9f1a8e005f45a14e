// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/render.h"
#include "core/api/render_values.h"
#include "core/contract/call_json.h"

namespace gatehouse::api {
namespace {

json::Value renderWaiter(json::Arena& arena, const TokenWaiter& waiter)
{
    json::ObjectBuilder object(arena);
    object.set("who", std::string_view(waiter.who));
    object.set("from", renderTime(arena, waiter.from));
    object.set("until", renderTime(arena, waiter.until));
    return object.build();
}

} // namespace

json::Value renderTokenAttempt(json::Arena& arena, const TokenAttempt& attempt)
{
    json::ObjectBuilder object(arena);
    object.set("account_id", std::string_view(attempt.accountId));
    object.set("number", json::Value::unsignedInteger(attempt.number));
    object.set("cause", tokenCauseName(attempt.cause));
    object.set("by", renderText(arena, attempt.by));
    object.set("started_at", renderTime(arena, attempt.startedAt));
    object.set("locked_at", renderTime(arena, attempt.lockedAt));
    object.set("lock_holder", renderText(arena, attempt.lockHolder));
    object.set("fence", json::Value::unsignedInteger(attempt.fence));
    object.set("requested_at", renderTime(arena, attempt.requestedAt));
    object.set("request_ms", json::Value::integer(attempt.requestTime.count()));
    object.set("ended_at", renderTime(arena, attempt.endedAt));
    object.set("outcome", tokenOutcomeName(attempt.outcome));
    object.set("reason", renderText(arena, attempt.reason));
    object.set("error", renderText(arena, attempt.error));
    object.set("provider_status", attempt.providerStatus == 0 ? json::Value::null()
                                                              : json::Value::integer(attempt.providerStatus));
    object.set("next_try_at", renderTime(arena, attempt.nextTryAt));
    object.set("token_expires_at", renderTime(arena, attempt.tokenExpiresAt));
    object.set("rotated", json::Value::boolean(attempt.rotated));
    object.set("waiters", renderList(arena, attempt.waiters, renderWaiter));
    object.set("waiters_in_all", json::Value::unsignedInteger(attempt.waitersInAll));
    object.set("exchange", attempt.exchange ? toJson(*attempt.exchange, arena) : json::Value::null());
    return object.build();
}

json::Value renderTokenHistory(json::Arena& arena, const TokenHistory& history)
{
    json::ObjectBuilder object(arena);
    object.set("account_id", std::string_view(history.accountId));
    object.set("token_issued_at", renderTime(arena, history.tokenIssuedAt));
    object.set("token_expires_at", renderTime(arena, history.tokenExpiresAt));
    object.set("refresh_token_issued_at", renderTime(arena, history.refreshTokenIssuedAt));
    object.set("refresh_token_used_at", renderTime(arena, history.refreshTokenUsedAt));
    object.set("refresh_due_at", renderTime(arena, history.refreshDueAt));
    object.set("failures_in_a_row", json::Value::integer(history.failuresInARow));
    object.set("granted_scopes", renderTexts(arena, history.grantedScopes));
    object.set("missing_scopes", renderTexts(arena, history.missingScopes));
    object.set("attempts", renderList(arena, history.attempts, renderTokenAttempt));
    return object.build();
}

json::Value renderScopeUse(json::Arena& arena, const ScopeUse& use)
{
    json::ObjectBuilder object(arena);
    object.set("scope", std::string_view(use.scope));
    object.set("requested", json::Value::boolean(use.requested));
    object.set("granted", use.granted ? json::Value::boolean(*use.granted) : json::Value::null());
    object.set("needed_by", renderTexts(arena, use.neededBy));
    object.set("calls", json::Value::unsignedInteger(use.calls));
    object.set("last_used_at", renderTime(arena, use.lastUsedAt));
    return object.build();
}

json::Value renderCredentialDate(json::Arena& arena, const CredentialDate& date)
{
    json::ObjectBuilder object(arena);
    object.set("account_id", std::string_view(date.accountId));
    object.set("kind", credentialKindName(date.kind));
    object.set("issued_at", renderTime(arena, date.issuedAt));
    object.set("expires_at", renderTime(arena, date.expiresAt));
    object.set("because", renderText(arena, date.because));
    object.set("renewed_by_itself", json::Value::boolean(date.renewedByItself));
    object.set("warn_at", renderTime(arena, date.warnAt));
    return object.build();
}

json::Value renderAlert(json::Arena& arena, const Alert& alert)
{
    json::ObjectBuilder object(arena);
    object.set("id", std::string_view(alert.id));
    object.set("kind", std::string_view(alert.kind));
    object.set("severity", alertSeverityName(alert.severity));
    object.set("account_id", renderText(arena, alert.accountId));
    object.set("environment_id", renderText(arena, alert.environmentId));
    object.set("title", std::string_view(alert.title));
    object.set("detail", std::string_view(alert.detail));
    object.set("state", alert.resolvedAt ? "resolved" : "open");
    object.set("raised_at", renderTime(arena, alert.raisedAt));
    object.set("resolved_at", renderTime(arena, alert.resolvedAt));
    object.set("acknowledged_at", renderTime(arena, alert.acknowledgedAt));
    object.set("acknowledged_by", renderText(arena, alert.acknowledgedBy));
    return object.build();
}

} // namespace gatehouse::api
