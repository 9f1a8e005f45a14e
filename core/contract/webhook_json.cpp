// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/contract/webhook_json.h"

#include "core/base/time_format.h"
#include "core/json/parse.h"

namespace gatehouse {
namespace {

using json::Value;

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

Value textOrNull(const std::string& text, json::Arena& arena)
{
    return text.empty() ? Value::null() : arena.string(text);
}

Value timeOrNull(const std::optional<UnixMillis>& at, json::Arena& arena)
{
    return at ? arena.string(formatRfc3339(*at)) : Value::null();
}

Value textsToJson(const std::vector<std::string>& texts, json::Arena& arena)
{
    return arrayOf(texts, arena, [&](const std::string& text) { return arena.string(text); });
}

std::vector<std::string> textsFromJson(const Value& value)
{
    std::vector<std::string> texts;
    for (const Value& item : value.items()) {
        texts.emplace_back(item.asString());
    }
    return texts;
}

std::string textOf(const Value& value, std::string_view name)
{
    return std::string(value[name].asString());
}

void setEvent(json::ObjectBuilder& out, const WebhookEvent& event, json::Arena& arena)
{
    out.set("id", event.id).set("sequence", Value::unsignedInteger(event.sequence));
    out.set("received_at", formatRfc3339(event.receivedAt));
    out.set("occurred_at", timeOrNull(event.occurredAt, arena)).set("source", event.source);
    out.set("integration", event.integration);
    out.set("environment_id", textOrNull(event.environmentId, arena));
    out.set("account_id", textOrNull(event.accountId, arena));
    out.set("provider_event_id", textOrNull(event.providerEventId, arena));
    out.set("type", textOrNull(event.type, arena)).set("event", textOrNull(event.event, arena));
    out.set("model", textOrNull(event.model, arena)).set("resource", textOrNull(event.resource, arena));
    out.set("state", eventStateName(event.state)).set("error", textOrNull(event.error, arena));
    out.set("verified_by", event.verifiedBy).set("payload_ref", event.payloadRef);
    out.set("payload_bytes", Value::integer(event.payloadBytes));
    out.set("duplicates", Value::integer(event.duplicates));
    out.set("records", Value::integer(event.records));
    out.set("last_seen_at", timeOrNull(event.lastSeenAt, arena));
    out.set("answered", Value::integer(event.answered));
    out.set("answer_us", event.answerTime ? Value::integer(event.answerTime->count()) : Value::null());
    const auto note = answerTimeNote(event);
    out.set("answer_note", note.empty() ? Value::null() : Value::string(note));
}

Value toJson(const SignatureCheck& check, json::Arena& arena)
{
    json::ObjectBuilder out(arena);
    out.set("passed", Value::boolean(check.passed)).set("scheme", check.scheme);
    out.set("header", textOrNull(check.header, arena)).set("secret", textOrNull(check.secretName, arena));
    out.set("reason", textOrNull(check.reason, arena));
    out.set("signed_text", textOrNull(check.signedText, arena));
    out.set("expected_prefix", textOrNull(check.expectedPrefix, arena));
    out.set("received_prefix", textOrNull(check.receivedPrefix, arena));
    out.set("clock_skew_s", check.clockSkew ? Value::integer(check.clockSkew->count()) : Value::null());
    out.set("tolerance_s", check.tolerance ? Value::integer(check.tolerance->count()) : Value::null());
    return out.build();
}

} // namespace

Value headersToJson(const std::vector<HeaderField>& headers, json::Arena& arena)
{
    return arrayOf(headers, arena, [&](const HeaderField& field) {
        return arena.array({arena.string(field.name), arena.string(field.value)});
    });
}

std::vector<HeaderField> headersFromJson(const Value& value)
{
    std::vector<HeaderField> headers;
    for (const Value& pair : value.items()) {
        headers.push_back({std::string(pair[0].asString()), std::string(pair[1].asString())});
    }
    return headers;
}

Value toJson(const WebhookEvent& event, json::Arena& arena)
{
    json::ObjectBuilder out(arena);
    setEvent(out, event, arena);
    return out.build();
}

Value toJson(const WebhookEventDetail& detail, json::Arena& arena)
{
    json::ObjectBuilder out(arena);
    setEvent(out, detail.event, arena);
    out.set("request", toJson(detail.request, arena)).set("answer", toJson(detail.answer, arena));
    const auto result = detail.resultJson.empty() ? Result<json::Document>(json::Document())
                                                  : json::parse(std::string_view(detail.resultJson));
    out.set("result", result && !(*result)->isUndefined() ? arena.clone(**result) : Value::null());
    return out.build();
}

Value toJson(const WebhookRequest& request, json::Arena& arena)
{
    json::ObjectBuilder out(arena);
    out.set("method", request.method).set("target", request.target);
    out.set("headers", headersToJson(request.headers, arena)).set("peer_address", request.peerAddress);
    return out.build();
}

WebhookRequest webhookRequestFromJson(const Value& value)
{
    return {textOf(value, "method"), textOf(value, "target"), headersFromJson(value["headers"]),
            textOf(value, "peer_address")};
}

Value toJson(const WebhookAnswer& answer, json::Arena& arena)
{
    json::ObjectBuilder out(arena);
    out.set("status", Value::integer(answer.status));
    out.set("headers", headersToJson(answer.headers, arena)).set("body", answer.body);
    return out.build();
}

WebhookAnswer webhookAnswerFromJson(const Value& value)
{
    WebhookAnswer answer;
    if (const Value status = value["status"]; status.isNumber()) {
        answer.status = static_cast<int>(status.asInt());
    }
    answer.headers = headersFromJson(value["headers"]);
    answer.body = textOf(value, "body");
    return answer;
}

Value toJson(const VerificationReport& report, json::Arena& arena)
{
    json::ObjectBuilder out(arena);
    out.set("accepted", Value::boolean(report.accepted));
    out.set("checks", arrayOf(report.checks, arena, [&](const auto& check) { return toJson(check, arena); }));
    out.set("findings", arrayOf(report.findings, arena, [&](const AutopsyFinding& finding) {
                json::ObjectBuilder one(arena);
                return one.set("mistake", finding.mistake).set("explanation", finding.explanation).build();
            }));
    out.set("attempts", Value::integer(report.attempts));
    return out.build();
}

Value toJson(const RejectedWebhook& rejected, json::Arena& arena)
{
    json::ObjectBuilder out(arena);
    out.set("id", rejected.id).set("received_at", formatRfc3339(rejected.receivedAt));
    out.set("integration", rejected.integration).set("account_id", textOrNull(rejected.accountId, arena));
    out.set("environment_id", textOrNull(rejected.environmentId, arena));
    out.set("status", Value::integer(rejected.status)).set("reason", rejected.reason);
    out.set("request", toJson(rejected.request, arena)).set("body", rejected.body);
    out.set("answer", toJson(rejected.answer, arena));
    out.set("answer_us", rejected.answerTime ? Value::integer(rejected.answerTime->count()) : Value::null());
    out.set("body_bytes", Value::integer(rejected.bodyBytes));
    out.set("verification", toJson(rejected.report, arena));
    return out.build();
}

Value toJson(const Endpoint& endpoint, json::Arena& arena)
{
    json::ObjectBuilder out(arena);
    out.set("id", endpoint.id).set("url", endpoint.url).set("label", endpoint.label);
    out.set("environment_id", textOrNull(endpoint.environmentId, arena));
    out.set("event_types", textsToJson(endpoint.eventTypes, arena));
    out.set("models", textsToJson(endpoint.models, arena));
    out.set("integrations", textsToJson(endpoint.integrations, arena));
    out.set("filter", textOrNull(endpoint.filter, arena));
    out.set("transform", textOrNull(endpoint.transform, arena));
    out.set("status", endpointStatusName(endpoint.status));
    out.set("status_reason", textOrNull(endpoint.statusReason, arena));
    out.set("ordered", Value::boolean(endpoint.ordered));
    out.set("pause_on_failures", Value::boolean(endpoint.pauseOnFailures));
    out.set("concurrency", Value::integer(endpoint.concurrency));
    out.set("headers", headersToJson(endpoint.headers, arena));
    out.set("created_at", formatRfc3339(endpoint.createdAt));
    out.set("updated_at", formatRfc3339(endpoint.updatedAt));
    return out.build();
}

Endpoint endpointFromJson(const Value& value)
{
    Endpoint out;
    out.id = textOf(value, "id");
    out.url = textOf(value, "url");
    out.label = textOf(value, "label");
    out.environmentId = textOf(value, "environment_id");
    out.eventTypes = textsFromJson(value["event_types"]);
    out.models = textsFromJson(value["models"]);
    out.integrations = textsFromJson(value["integrations"]);
    out.filter = textOf(value, "filter");
    out.transform = textOf(value, "transform");
    out.status = endpointStatusByName(value["status"].asString()).value_or(EndpointStatus::Active);
    out.statusReason = textOf(value, "status_reason");
    out.ordered = value["ordered"].asBool();
    out.pauseOnFailures = value["pause_on_failures"].asBool();
    if (const Value concurrency = value["concurrency"]; concurrency.isNumber()) {
        out.concurrency = static_cast<std::uint32_t>(concurrency.asUInt());
    }
    out.headers = headersFromJson(value["headers"]);
    out.createdAt = parseRfc3339(value["created_at"].asString()).value_or(UnixMillis{});
    out.updatedAt = parseRfc3339(value["updated_at"].asString()).value_or(UnixMillis{});
    return out;
}

Value toJson(const Delivery& delivery, json::Arena& arena)
{
    json::ObjectBuilder out(arena);
    out.set("id", delivery.id).set("sequence", Value::unsignedInteger(delivery.sequence));
    out.set("event_id", textOrNull(delivery.eventId, arena)).set("message_id", delivery.messageId);
    out.set("endpoint_id", delivery.endpointId);
    out.set("environment_id", textOrNull(delivery.environmentId, arena));
    out.set("account_id", textOrNull(delivery.accountId, arena));
    out.set("integration", textOrNull(delivery.integration, arena)).set("event", delivery.event);
    out.set("model", textOrNull(delivery.model, arena)).set("resource", textOrNull(delivery.resource, arena));
    out.set("state", deliveryStateName(delivery.state)).set("attempts", Value::integer(delivery.attempts));
    out.set("next_at", timeOrNull(delivery.nextAt, arena));
    out.set("last_status", delivery.lastStatus == 0 ? Value::null() : Value::integer(delivery.lastStatus));
    out.set("last_us", delivery.lastTook ? Value::integer(delivery.lastTook->count()) : Value::null());
    out.set("last_error", textOrNull(delivery.lastError, arena))
        .set("replay", Value::boolean(delivery.replay));
    out.set("url_override", textOrNull(delivery.urlOverride, arena));
    out.set("signed_at", timeOrNull(delivery.signedAt, arena));
    out.set("created_at", formatRfc3339(delivery.createdAt));
    out.set("finished_at", timeOrNull(delivery.finishedAt, arena));
    return out.build();
}

Value toJson(const DeliveryAttempt& attempt, json::Arena& arena)
{
    json::ObjectBuilder out(arena);
    out.set("delivery_id", attempt.deliveryId).set("number", Value::integer(attempt.number));
    out.set("started_at", formatRfc3339(attempt.startedAt));
    out.set("duration_us", Value::integer(attempt.duration.count())).set("url", attempt.url);
    out.set("status", attempt.status == 0 ? Value::null() : Value::integer(attempt.status));
    out.set("error", textOrNull(attempt.error, arena));
    out.set("request_headers", headersToJson(attempt.requestHeaders, arena));
    out.set("request_body", attempt.requestBody);
    out.set("request_body_bytes", Value::integer(attempt.requestBodyBytes));
    out.set("response_headers", headersToJson(attempt.responseHeaders, arena));
    out.set("response_body", attempt.responseBody);
    out.set("response_body_bytes", Value::integer(attempt.responseBodyBytes));
    return out.build();
}

} // namespace gatehouse
