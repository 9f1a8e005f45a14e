// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/contract/connect_json.h"

#include "core/base/time_format.h"
#include "core/contract/call_json.h"

namespace gatehouse {
namespace {

using json::Value;

Value timeToJson(const std::optional<UnixMillis>& time, json::Arena& arena)
{
    return time ? arena.string(formatRfc3339(*time)) : Value::null();
}

Value textToJson(const std::string& text, json::Arena& arena)
{
    return text.empty() ? Value::null() : arena.string(text);
}

Value textsToJson(const std::vector<std::string>& texts, json::Arena& arena)
{
    std::vector<Value> items;
    items.reserve(texts.size());
    for (const auto& text : texts) {
        items.push_back(arena.string(text));
    }
    return arena.array(items);
}

Value failureToJson(const std::optional<ConnectFailure>& failure, json::Arena& arena)
{
    if (!failure) {
        return Value::null();
    }
    json::ObjectBuilder out(arena);
    out.set("code", std::string_view(failure->code));
    out.set("description", std::string_view(failure->description));
    out.set("meaning", std::string_view(failure->meaning));
    out.set("remedy", std::string_view(failure->remedy));
    out.set("fixer", connectFixerName(failure->fixer));
    return out.build();
}

Value checksToJson(const std::vector<ConnectCheck>& checks, json::Arena& arena)
{
    std::vector<Value> items;
    items.reserve(checks.size());
    for (const ConnectCheck& check : checks) {
        json::ObjectBuilder out(arena);
        out.set("name", std::string_view(check.name)).set("passed", Value::boolean(check.passed));
        out.set("detail", std::string_view(check.detail));
        items.push_back(out.build());
    }
    return arena.array(items);
}

Value claimsToJson(const std::vector<TokenClaims>& tokens, json::Arena& arena)
{
    std::vector<Value> items;
    items.reserve(tokens.size());
    for (const TokenClaims& token : tokens) {
        json::ObjectBuilder out(arena);
        out.set("token", std::string_view(token.name));
        out.set("header", arena.clone(*token.header)).set("claims", arena.clone(*token.claims));
        items.push_back(out.build());
    }
    return arena.array(items);
}

Value stepToJson(const ConnectStep& step, bool whole, json::Arena& arena)
{
    json::ObjectBuilder out(arena);
    out.set("step", connectStepName(step.kind)).set("state", connectStepStateName(step.state));
    out.set("started_at", timeToJson(step.startedAt, arena));
    out.set("ended_at", timeToJson(step.endedAt, arena));
    out.set("note", std::string_view(step.note));
    if (whole) {
        out.set("checks", checksToJson(step.checks, arena));
        std::vector<Value> exchanges;
        exchanges.reserve(step.exchanges.size());
        for (const Exchange& exchange : step.exchanges) {
            exchanges.push_back(toJson(exchange, arena));
        }
        out.set("exchanges", arena.array(exchanges));
        out.set("claims", claimsToJson(step.claims, arena));
    }
    out.set("failure", failureToJson(step.failure, arena));
    return out.build();
}

Value deviceToJson(const std::optional<DevicePrompt>& device, json::Arena& arena)
{
    if (!device) {
        return Value::null();
    }
    json::ObjectBuilder out(arena);
    out.set("user_code", std::string_view(device->userCode));
    out.set("verification_uri", std::string_view(device->verificationUri));
    out.set("verification_uri_complete", textToJson(device->verificationUriComplete, arena));
    out.set("interval", Value::integer(device->interval.count()));
    out.set("expires_at", timeToJson(device->expiresAt, arena));
    out.set("polls", Value::integer(device->polls));
    return out.build();
}

Value sessionToJson(const ConnectSession& session, bool whole, json::Arena& arena)
{
    json::ObjectBuilder out(arena);
    out.set("id", std::string_view(session.id)).set("status", connectStatusName(session.status));
    out.set("account_id", std::string_view(session.accountId));
    out.set("environment_id", std::string_view(session.environmentId));
    out.set("integration", std::string_view(session.integration));
    out.set("label", std::string_view(session.label));
    out.set("auth", std::string_view(session.auth)).set("kind", std::string_view(session.kind));
    out.set("reconnect", Value::boolean(session.reconnect));
    out.set("created_at", timeToJson(session.createdAt, arena));
    out.set("expires_at", timeToJson(session.expiresAt, arena));
    out.set("ended_at", timeToJson(session.endedAt, arena));
    if (whole) {
        out.set("authorize_url", textToJson(session.authorizeUrl, arena));
        out.set("state", textToJson(session.state, arena));
        out.set("redirect_uri", textToJson(session.redirectUri, arena));
        out.set("device", deviceToJson(session.device, arena));
        out.set("scopes_requested", textsToJson(session.scopesRequested, arena));
        out.set("scopes_granted", textsToJson(session.scopesGranted, arena));
    }
    out.set("token_expires_at", timeToJson(session.tokenExpiresAt, arena));
    std::vector<Value> steps;
    for (const ConnectStep& step : session.steps) {
        steps.push_back(stepToJson(step, whole, arena));
    }
    out.set("steps", arena.array(steps));
    out.set("failure", failureToJson(session.failure, arena));
    return out.build();
}

std::string textOf(const Value& value, std::string_view name)
{
    return std::string(value[name].asString());
}

std::optional<UnixMillis> timeOf(const Value& value, std::string_view name)
{
    const auto time = parseRfc3339(value[name].asString());
    return time ? std::optional(*time) : std::nullopt;
}

std::vector<std::string> textsOf(const Value& value)
{
    std::vector<std::string> out;
    for (const Value& item : value.items()) {
        out.emplace_back(item.asString());
    }
    return out;
}

std::optional<ConnectFailure> failureOf(const Value& value)
{
    if (!value.isObject()) {
        return std::nullopt;
    }
    ConnectFailure out{textOf(value, "code"), textOf(value, "description"), textOf(value, "meaning"),
                       textOf(value, "remedy"), ConnectFixer::Operator};
    for (const auto fixer : {ConnectFixer::User, ConnectFixer::CustomerAdmin, ConnectFixer::Provider}) {
        if (connectFixerName(fixer) == value["fixer"].asString()) {
            out.fixer = fixer;
        }
    }
    return out;
}

ConnectStep stepOf(const Value& value, ConnectStepKind kind)
{
    ConnectStep out;
    out.kind = kind;
    for (const auto state : {ConnectStepState::Running, ConnectStepState::Done, ConnectStepState::Failed,
                             ConnectStepState::Skipped}) {
        if (connectStepStateName(state) == value["state"].asString()) {
            out.state = state;
        }
    }
    out.startedAt = timeOf(value, "started_at");
    out.endedAt = timeOf(value, "ended_at");
    out.note = textOf(value, "note");
    for (const Value& check : value["checks"].items()) {
        out.checks.push_back({textOf(check, "name"), check["passed"].asBool(), textOf(check, "detail")});
    }
    for (const Value& exchange : value["exchanges"].items()) {
        out.exchanges.push_back(exchangeFromJson(exchange));
    }
    for (const Value& token : value["claims"].items()) {
        out.claims.push_back({textOf(token, "token"), json::Document::copyOf(token["header"]),
                              json::Document::copyOf(token["claims"])});
    }
    out.failure = failureOf(value["failure"]);
    return out;
}

std::optional<DevicePrompt> deviceOf(const Value& value)
{
    if (!value.isObject()) {
        return std::nullopt;
    }
    DevicePrompt out;
    out.userCode = textOf(value, "user_code");
    out.verificationUri = textOf(value, "verification_uri");
    out.verificationUriComplete = textOf(value, "verification_uri_complete");
    out.interval = std::chrono::seconds(value["interval"].asInt());
    out.expiresAt = timeOf(value, "expires_at").value_or(UnixMillis());
    out.polls = static_cast<int>(value["polls"].asInt());
    return out;
}

Value inputToJson(const ConnectInput& input, json::Arena& arena)
{
    json::ObjectBuilder out(arena);
    out.set("name", std::string_view(input.name)).set("label", std::string_view(input.label));
    out.set("help", std::string_view(input.help));
    out.set("placeholder", std::string_view(input.placeholder));
    out.set("pattern", std::string_view(input.pattern));
    out.set("default", std::string_view(input.defaultValue));
    out.set("input", std::string_view(input.input)).set("options", textsToJson(input.options, arena));
    out.set("secret", Value::boolean(input.secret));
    out.set("credential", Value::boolean(input.credential)).set("required", Value::boolean(input.required));
    return out.build();
}

} // namespace

Value toJson(const ConnectSession& session, json::Arena& arena)
{
    return sessionToJson(session, true, arena);
}

Value progressToJson(const ConnectSession& session, json::Arena& arena)
{
    return sessionToJson(session, false, arena);
}

Value toJson(const ConnectForm& form, json::Arena& arena)
{
    json::ObjectBuilder out(arena);
    out.set("auth", std::string_view(form.auth)).set("kind", std::string_view(form.kind));
    out.set("label", std::string_view(form.label));
    out.set("client_certificate", Value::boolean(form.clientCertificate));
    std::vector<Value> inputs;
    inputs.reserve(form.inputs.size());
    for (const ConnectInput& input : form.inputs) {
        inputs.push_back(inputToJson(input, arena));
    }
    out.set("inputs", arena.array(inputs));
    out.set("scopes", textsToJson(form.scopes, arena));
    return out.build();
}

ConnectSession connectSessionFromJson(const Value& value)
{
    ConnectSession out;
    out.id = textOf(value, "id");
    out.status = connectStatusFromName(value["status"].asString()).value_or(ConnectStatus::Failed);
    out.accountId = textOf(value, "account_id");
    out.environmentId = textOf(value, "environment_id");
    out.integration = textOf(value, "integration");
    out.label = textOf(value, "label");
    out.auth = textOf(value, "auth");
    out.kind = textOf(value, "kind");
    out.reconnect = value["reconnect"].asBool();
    out.createdAt = timeOf(value, "created_at").value_or(UnixMillis());
    out.expiresAt = timeOf(value, "expires_at").value_or(UnixMillis());
    out.endedAt = timeOf(value, "ended_at");
    out.authorizeUrl = textOf(value, "authorize_url");
    out.state = textOf(value, "state");
    out.redirectUri = textOf(value, "redirect_uri");
    out.device = deviceOf(value["device"]);
    out.scopesRequested = textsOf(value["scopes_requested"]);
    out.scopesGranted = textsOf(value["scopes_granted"]);
    out.tokenExpiresAt = timeOf(value, "token_expires_at");
    for (std::size_t i = 0; i < kConnectSteps; ++i) {
        out.steps[i] = stepOf(value["steps"][i], static_cast<ConnectStepKind>(i));
    }
    out.failure = failureOf(value["failure"]);
    return out;
}

} // namespace gatehouse
