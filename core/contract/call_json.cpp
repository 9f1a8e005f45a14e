// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/contract/call_json.h"

#include "core/base/time_format.h"

namespace gatehouse {
namespace {

using json::Value;

/// One array with an element for each item.
template <class T, class F>
Value arrayOf(const std::vector<T>& items, json::Arena& arena, F&& toValue)
{
    std::vector<Value> values;
    values.reserve(items.size());
    for (const T& item : items) {
        values.push_back(toValue(item));
    }
    return arena.array(values);
}

template <class T, class F>
std::vector<T> listFrom(const Value& array, F&& fromValue)
{
    std::vector<T> out;
    out.reserve(array.size());
    for (const Value& item : array.items()) {
        out.push_back(fromValue(item));
    }
    return out;
}

std::string textOf(const Value& value, std::string_view name)
{
    return std::string(value[name].asString());
}

std::chrono::microseconds microsOf(const Value& value, std::string_view name)
{
    return std::chrono::microseconds(value[name].asInt());
}

Value headersToJson(const std::vector<HeaderField>& headers, json::Arena& arena)
{
    return arrayOf(headers, arena, [&](const HeaderField& field) {
        return arena.array({arena.string(field.name), arena.string(field.value)});
    });
}

std::vector<HeaderField> headersFromJson(const Value& value)
{
    return listFrom<HeaderField>(value, [](const Value& pair) {
        return HeaderField{std::string(pair[0].asString()), std::string(pair[1].asString())};
    });
}

Value toJson(const StageTiming& stage, json::Arena& arena)
{
    json::ObjectBuilder out(arena);
    out.set("stage", stage.stage).set("duration_us", Value::integer(stage.duration.count()));
    if (!stage.note.empty()) {
        out.set("note", stage.note);
    }
    return out.build();
}

void setNumber(json::ObjectBuilder& out, std::string_view name, const std::optional<std::int64_t>& number)
{
    if (number) {
        out.set(name, Value::integer(*number));
    }
}

std::optional<std::int64_t> numberFrom(const Value& value)
{
    return value.isNumber() ? std::optional(value.asInt()) : std::nullopt;
}

RateLimitState limitFromJson(const Value& value)
{
    return {textOf(value, "policy"), numberFrom(value["limit"]), numberFrom(value["remaining"]),
            numberFrom(value["reset_seconds"]), numberFrom(value["window_seconds"])};
}

MappingWarning warningFromJson(const Value& value)
{
    return {textOf(value, "field"), textOf(value, "level"), textOf(value, "message"),
            static_cast<std::size_t>(value["record"].asUInt())};
}

Problem problemFromJson(const Value& value)
{
    constexpr std::string_view kTypePrefix = "urn:gatehouse:error:";
    Problem out;
    const std::string_view type = value["type"].asString();
    out.type = type.starts_with(kTypePrefix) ? type.substr(kTypePrefix.size()) : type;
    out.title = textOf(value, "title");
    out.status = static_cast<int>(value["status"].asInt());
    out.detail = textOf(value, "detail");
    out.category = textOf(value, "category");
    out.origin = textOf(value, "origin");
    out.provider = textOf(value, "provider");
    out.operation = textOf(value, "operation");
    out.accountId = textOf(value, "account_id");
    out.environmentId = textOf(value, "environment_id");
    out.providerStatus = static_cast<int>(value["provider_status"].asInt());
    if (const Value error = value["provider_error"]; !error.isUndefined()) {
        out.providerError = json::Document::copyOf(error);
    }
    out.retryable = value["retryable"].asBool();
    out.retryAfter = numberFrom(value["retry_after"]);
    out.reauth = value["reauth"].asBool();
    out.source = textOf(value, "source");
    out.pointer = textOf(value, "pointer");
    out.at.line = static_cast<std::uint32_t>(value["line"].asUInt());
    out.at.column = static_cast<std::uint32_t>(value["column"].asUInt());
    out.occurredAt = parseRfc3339(value["occurred_at"].asString()).value_or(UnixMillis{});
    out.requestId = textOf(value, "request_id");
    return out;
}

} // namespace

Value toJson(const Exchange& exchange, json::Arena& arena)
{
    json::ObjectBuilder out(arena);
    out.set("method", exchange.method).set("url", exchange.url);
    out.set("request_headers", headersToJson(exchange.requestHeaders, arena));
    out.set("request_body", exchange.requestBody);
    out.set("request_body_bytes", Value::integer(exchange.requestBodyBytes));
    out.set("status", Value::integer(exchange.status));
    out.set("response_headers", headersToJson(exchange.responseHeaders, arena));
    out.set("response_body", exchange.responseBody);
    out.set("response_body_bytes", Value::integer(exchange.responseBodyBytes));
    out.set("duration_us", Value::integer(exchange.duration.count()));
    if (!exchange.error.empty()) {
        out.set("error", exchange.error);
    }
    return out.build();
}

Exchange exchangeFromJson(const Value& value)
{
    Exchange out;
    out.method = textOf(value, "method");
    out.url = textOf(value, "url");
    out.requestHeaders = headersFromJson(value["request_headers"]);
    out.requestBody = textOf(value, "request_body");
    out.requestBodyBytes = value["request_body_bytes"].asInt();
    out.status = static_cast<int>(value["status"].asInt());
    out.responseHeaders = headersFromJson(value["response_headers"]);
    out.responseBody = textOf(value, "response_body");
    out.responseBodyBytes = value["response_body_bytes"].asInt();
    out.duration = microsOf(value, "duration_us");
    out.error = textOf(value, "error");
    return out;
}

Value toJson(const RateLimitState& state, json::Arena& arena)
{
    json::ObjectBuilder out(arena);
    out.set("policy", state.policy);
    setNumber(out, "limit", state.limit);
    setNumber(out, "remaining", state.remaining);
    setNumber(out, "reset_seconds", state.resetSeconds);
    setNumber(out, "window_seconds", state.windowSeconds);
    return out.build();
}

Value toJson(const MappingWarning& warning, json::Arena& arena)
{
    json::ObjectBuilder out(arena);
    out.set("field", warning.field).set("level", warning.level).set("message", warning.message);
    out.set("record", Value::unsignedInteger(warning.record));
    return out.build();
}

Value toJson(const CallSummary& summary, json::Arena& arena)
{
    json::ObjectBuilder out(arena);
    out.set("id", summary.id).set("sequence", Value::unsignedInteger(summary.sequence));
    out.set("started_at", formatRfc3339(summary.startedAt));
    out.set("kind", summary.kind).set("operation", summary.operation);
    out.set("integration", summary.integration).set("account_id", summary.accountId);
    out.set("environment_id", summary.environmentId);
    out.set("status", Value::integer(summary.status));
    out.set("provider_status", Value::integer(summary.providerStatus));
    out.set("category", summary.category.empty() ? Value::null() : arena.string(summary.category));
    out.set("duration_us", Value::integer(summary.duration.count()));
    out.set("upstream_us", Value::integer(summary.upstream.count()));
    out.set("request_bytes", Value::integer(summary.requestBytes));
    out.set("response_bytes", Value::integer(summary.responseBytes));
    return out.build();
}

Value toJson(const CallDetail& detail, json::Arena& arena)
{
    json::ObjectBuilder out(arena);
    out.set("summary", toJson(detail.summary, arena));
    out.set("stages", arrayOf(detail.stages, arena, [&](const auto& item) { return toJson(item, arena); }));
    out.set("exchanges",
            arrayOf(detail.exchanges, arena, [&](const auto& item) { return toJson(item, arena); }));
    out.set("normalised_headers", headersToJson(detail.normalisedHeaders, arena));
    out.set("response_body", detail.responseBody);
    if (detail.problem) {
        out.set("problem", arena.clone(*problemDocument(*detail.problem)));
    }
    out.set("limits", arrayOf(detail.limits, arena, [&](const auto& item) { return toJson(item, arena); }));
    out.set("warnings",
            arrayOf(detail.warnings, arena, [&](const auto& item) { return toJson(item, arena); }));
    return out.build();
}

CallSummary callSummaryFromJson(const Value& value)
{
    CallSummary out;
    out.id = textOf(value, "id");
    out.sequence = value["sequence"].asUInt();
    out.startedAt = parseRfc3339(value["started_at"].asString()).value_or(UnixMillis{});
    out.kind = textOf(value, "kind");
    out.operation = textOf(value, "operation");
    out.integration = textOf(value, "integration");
    out.accountId = textOf(value, "account_id");
    out.environmentId = textOf(value, "environment_id");
    out.status = static_cast<int>(value["status"].asInt());
    out.providerStatus = static_cast<int>(value["provider_status"].asInt());
    out.category = textOf(value, "category");
    out.duration = microsOf(value, "duration_us");
    out.upstream = microsOf(value, "upstream_us");
    out.requestBytes = value["request_bytes"].asInt();
    out.responseBytes = value["response_bytes"].asInt();
    return out;
}

CallDetail callDetailFromJson(const Value& value)
{
    CallDetail out;
    out.summary = callSummaryFromJson(value["summary"]);
    out.stages = listFrom<StageTiming>(value["stages"], [](const Value& item) {
        return StageTiming{textOf(item, "stage"), microsOf(item, "duration_us"), textOf(item, "note")};
    });
    out.exchanges = listFrom<Exchange>(value["exchanges"], exchangeFromJson);
    out.normalisedHeaders = headersFromJson(value["normalised_headers"]);
    out.responseBody = textOf(value, "response_body");
    if (const Value problem = value["problem"]; problem.isObject()) {
        out.problem = problemFromJson(problem);
    }
    out.limits = listFrom<RateLimitState>(value["limits"], limitFromJson);
    out.warnings = listFrom<MappingWarning>(value["warnings"], warningFromJson);
    return out;
}

} // namespace gatehouse
