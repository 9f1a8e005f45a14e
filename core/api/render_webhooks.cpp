// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/render_webhooks.h"

#include "core/api/render_values.h"
#include "core/json/parse.h"

namespace gatehouse::api {
namespace {

using json::ObjectBuilder;
using json::Value;

Value number(std::uint64_t count)
{
    return Value::unsignedInteger(count);
}

Value renderHeaders(json::Arena& arena, const std::vector<HeaderField>& headers)
{
    std::vector<Value> out;
    out.reserve(headers.size());
    for (const HeaderField& field : headers) {
        out.push_back(arena.array({arena.string(field.name), arena.string(field.value)}));
    }
    return arena.array(out);
}

/// JSON text as a value; null when there is none or it is broken.
Value renderJsonText(json::Arena& arena, const std::string& text)
{
    const auto parsed = json::parse(std::string_view(text));
    return parsed ? arena.clone(**parsed) : Value::null();
}

Value renderCheck(json::Arena& arena, const SignatureCheck& check)
{
    ObjectBuilder out(arena);
    out.set("passed", Value::boolean(check.passed)).set("scheme", check.scheme);
    out.set("header", renderText(arena, check.header)).set("secret", renderText(arena, check.secretName));
    out.set("reason", renderText(arena, check.reason)).set("signed", renderText(arena, check.signedText));
    out.set("expected_prefix", renderText(arena, check.expectedPrefix));
    out.set("received_prefix", renderText(arena, check.receivedPrefix));
    out.set("clock_skew_s", check.clockSkew ? Value::integer(check.clockSkew->count()) : Value::null());
    out.set("tolerance_s", check.tolerance ? Value::integer(check.tolerance->count()) : Value::null());
    return out.build();
}

Value renderFinding(json::Arena& arena, const AutopsyFinding& finding)
{
    ObjectBuilder out(arena);
    out.set("mistake", finding.mistake).set("explanation", finding.explanation);
    return out.build();
}

Value renderRequest(json::Arena& arena, const WebhookRequest& request)
{
    ObjectBuilder out(arena);
    out.set("method", request.method).set("target", request.target);
    out.set("headers", renderHeaders(arena, request.headers));
    out.set("peer", renderText(arena, request.peerAddress));
    return out.build();
}

Value renderMicros(const std::optional<std::chrono::microseconds>& time)
{
    return time ? Value::integer(time->count()) : Value::null();
}

Value renderAnswer(json::Arena& arena, const WebhookAnswer& answer)
{
    ObjectBuilder out(arena);
    out.set("status", Value::integer(answer.status)).set("headers", renderHeaders(arena, answer.headers));
    return out.set("body", answer.body).build();
}

Value renderAnswers(json::Arena& arena, const AnswerHealth& health)
{
    ObjectBuilder out(arena);
    out.set("count", number(health.answers)).set("median_us", Value::integer(health.median.count()));
    out.set("p95_us", Value::integer(health.p95.count()));
    out.set("longest_us", Value::integer(health.longest.count()));
    out.set("failures_in_a_row", number(health.failuresInARow));
    out.set("last_failure_at", renderTime(arena, health.lastFailureAt));
    out.set("last_failure", renderText(arena, health.lastFailure));
    return out.build();
}

/// Null for what is not known.
Value orNull(std::int64_t count)
{
    return count == 0 ? Value::null() : Value::integer(count);
}

Value renderRetries(json::Arena& arena, const WebhookManners& manners)
{
    ObjectBuilder out(arena);
    out.set("attempts", orNull(manners.retries)).set("within_s", orNull(manners.retriesFor.count()));
    return out.set("note", renderText(arena, manners.retryNote)).build();
}

Value renderDisables(json::Arena& arena, const WebhookManners& manners)
{
    ObjectBuilder out(arena);
    out.set("failures_in_a_row", orNull(manners.disablesAfter));
    return out.set("note", renderText(arena, manners.disableNote)).build();
}

Value renderAttempt(json::Arena& arena, const DeliveryAttempt& attempt)
{
    ObjectBuilder out(arena);
    out.set("number", number(attempt.number)).set("started_at", renderTime(arena, attempt.startedAt));
    out.set("duration_us", Value::integer(attempt.duration.count())).set("url", attempt.url);
    out.set("status", Value::integer(attempt.status)).set("error", renderText(arena, attempt.error));
    out.set("request_headers", renderHeaders(arena, attempt.requestHeaders));
    out.set("request_body", attempt.requestBody);
    out.set("request_body_bytes", Value::integer(attempt.requestBodyBytes));
    out.set("response_headers", renderHeaders(arena, attempt.responseHeaders));
    out.set("response_body", attempt.responseBody);
    out.set("response_body_bytes", Value::integer(attempt.responseBodyBytes));
    const auto kept = static_cast<std::int64_t>(attempt.responseBody.size());
    out.set("response_body_cut", Value::boolean(kept < attempt.responseBodyBytes));
    return out.build();
}

Value renderHealth(json::Arena& arena, const EndpointHealth& health)
{
    ObjectBuilder out(arena);
    out.set("failing", Value::boolean(health.failing)).set("attempts", number(health.attempts));
    out.set("failures", number(health.failures));
    out.set("consecutive_failures", number(health.consecutiveFailures));
    out.set("breaker", health.breaker).set("breaker_until", renderTime(arena, health.breakerUntil));
    out.set("last_success_at", renderTime(arena, health.lastSuccessAt));
    out.set("last_failure_at", renderTime(arena, health.lastFailureAt));
    out.set("median_latency_ms", Value::integer(health.medianLatency.count()));
    out.set("pending", number(health.pending)).set("in_flight", number(health.inFlight));
    out.set("delivered", number(health.delivered)).set("dead", number(health.dead));
    out.set("oldest_pending_at", renderTime(arena, health.oldestPendingAt));
    return out.build();
}

std::string_view changeName(json::ChangeKind kind)
{
    switch (kind) {
    case json::ChangeKind::Added:
        return "added";
    case json::ChangeKind::Removed:
        return "removed";
    case json::ChangeKind::Changed:
        break;
    }
    return "changed";
}

Value renderFieldChange(json::Arena& arena, const ReplayItem::FieldChange& change)
{
    ObjectBuilder out(arena);
    out.set("kind", changeName(change.kind)).set("pointer", change.pointer);
    out.set("before", renderJsonText(arena, change.beforeJson));
    out.set("after", renderJsonText(arena, change.afterJson));
    return out.build();
}

Value renderReplayItem(json::Arena& arena, const ReplayItem& item)
{
    ObjectBuilder out(arena);
    out.set("event_id", item.eventId).set("state", item.state).set("error", renderText(arena, item.error));
    out.set("new_event_id", renderText(arena, item.newEventId));
    if (!item.beforeJson.empty() || !item.afterJson.empty()) {
        out.set("before", renderJsonText(arena, item.beforeJson));
        out.set("after", renderJsonText(arena, item.afterJson));
        out.set("changes", renderList(arena, item.changes, renderFieldChange));
    }
    out.set("delivery_ids", renderTexts(arena, item.deliveryIds));
    return out.build();
}

} // namespace

Value renderWebhook(json::Arena& arena, const WebhookEvent& event)
{
    ObjectBuilder out(arena);
    out.set("id", event.id).set("sequence", number(event.sequence));
    out.set("received_at", renderTime(arena, event.receivedAt));
    out.set("occurred_at", renderTime(arena, event.occurredAt)).set("source", event.source);
    out.set("integration", renderText(arena, event.integration));
    out.set("environment_id", renderText(arena, event.environmentId));
    out.set("account_id", renderText(arena, event.accountId));
    out.set("provider_event_id", renderText(arena, event.providerEventId));
    out.set("type", renderText(arena, event.type)).set("event", renderText(arena, event.event));
    out.set("model", renderText(arena, event.model)).set("resource", renderText(arena, event.resource));
    out.set("state", eventStateName(event.state)).set("error", renderText(arena, event.error));
    out.set("verified_by", renderText(arena, event.verifiedBy)).set("payload_ref", event.payloadRef);
    out.set("payload_bytes", Value::integer(event.payloadBytes));
    out.set("duplicates", number(event.duplicates)).set("records", number(event.records));
    out.set("last_seen_at", renderTime(arena, event.lastSeenAt));
    out.set("answered", Value::integer(event.answered)).set("answer_us", renderMicros(event.answerTime));
    out.set("answer_note", renderText(arena, std::string(answerTimeNote(event))));
    return out.build();
}

Value renderTrail(json::Arena& arena, const EventTrail& trail)
{
    ObjectBuilder out(arena);
    for (const json::Member& member : renderWebhook(arena, trail.detail.event).members()) {
        out.set(member.name, member.value);
    }
    out.set("request", renderRequest(arena, trail.detail.request));
    out.set("answer", renderAnswer(arena, trail.detail.answer));
    out.set("result", renderJsonText(arena, trail.detail.resultJson));
    out.set("deliveries", renderList(arena, trail.deliveries, renderDeliveryDetail));
    return out.build();
}

Value renderVerification(json::Arena& arena, const VerificationReport& report)
{
    ObjectBuilder out(arena);
    out.set("accepted", Value::boolean(report.accepted));
    out.set("checks", renderList(arena, report.checks, renderCheck));
    out.set("findings", renderList(arena, report.findings, renderFinding));
    out.set("attempts", number(report.attempts));
    return out.build();
}

Value renderRejected(json::Arena& arena, const RejectedWebhook& rejected)
{
    ObjectBuilder out(arena);
    out.set("id", rejected.id).set("received_at", renderTime(arena, rejected.receivedAt));
    out.set("integration", renderText(arena, rejected.integration));
    out.set("account_id", renderText(arena, rejected.accountId));
    out.set("environment_id", renderText(arena, rejected.environmentId));
    out.set("status", Value::integer(rejected.status)).set("reason", rejected.reason);
    out.set("request", renderRequest(arena, rejected.request));
    out.set("answer", renderAnswer(arena, rejected.answer));
    out.set("answer_us", renderMicros(rejected.answerTime));
    out.set("body", rejected.body).set("body_bytes", Value::integer(rejected.bodyBytes));
    out.set("verification", renderVerification(arena, rejected.report));
    return out.build();
}

Value renderIngestUrl(json::Arena& arena, const IngestUrl& url)
{
    ObjectBuilder out(arena);
    out.set("integration", url.integration).set("account_id", renderText(arena, url.accountId));
    out.set("environment_id", renderText(arena, url.environmentId)).set("url", url.url);
    out.set("can_send_test", Value::boolean(url.canSendTest));
    out.set("answer_within_s", Value::integer(url.manners.answerWithin.count()));
    out.set("retries", renderRetries(arena, url.manners)).set("disables", renderDisables(arena, url.manners));
    out.set("answers", renderAnswers(arena, url.answers));
    return out.build();
}

Value renderStorage(json::Arena& arena, const EventStorage& storage)
{
    ObjectBuilder out(arena);
    out.set("events", number(storage.events)).set("payload_bytes", number(storage.payloadBytes));
    out.set("oldest_at", renderTime(arena, storage.oldestAt));
    out.set("kept_for_h", Value::integer(storage.keptFor.count()));
    out.set("max_events", number(storage.maxEvents));
    out.set("max_payload_bytes", number(storage.maxPayloadBytes));
    return out.build();
}

Value renderEndpoint(json::Arena& arena, const EndpointView& view)
{
    const Endpoint& endpoint = view.endpoint;
    ObjectBuilder out(arena);
    out.set("id", endpoint.id).set("url", endpoint.url).set("label", renderText(arena, endpoint.label));
    out.set("environment_id", renderText(arena, endpoint.environmentId));
    out.set("event_types", renderTexts(arena, endpoint.eventTypes));
    out.set("models", renderTexts(arena, endpoint.models));
    out.set("integrations", renderTexts(arena, endpoint.integrations));
    out.set("filter", renderText(arena, endpoint.filter));
    out.set("transform", renderText(arena, endpoint.transform));
    out.set("status", endpointStatusName(endpoint.status));
    out.set("status_reason", renderText(arena, endpoint.statusReason));
    out.set("ordered", Value::boolean(endpoint.ordered));
    out.set("pause_on_failures", Value::boolean(endpoint.pauseOnFailures));
    out.set("concurrency", number(endpoint.concurrency));
    out.set("headers", renderHeaders(arena, endpoint.headers));
    out.set("secrets", renderTexts(arena, view.maskedSecrets));
    out.set("created_at", renderTime(arena, endpoint.createdAt));
    out.set("updated_at", renderTime(arena, endpoint.updatedAt));
    out.set("health", renderHealth(arena, view.health));
    return out.build();
}

Value renderEndpointWithSecret(json::Arena& arena, const EndpointWithSecret& made)
{
    ObjectBuilder out(arena);
    for (const json::Member& member : renderEndpoint(arena, made.view).members()) {
        out.set(member.name, member.value);
    }
    if (!made.secret.empty()) {
        out.set("secret", made.secret.reveal());
    }
    return out.build();
}

Value renderDelivery(json::Arena& arena, const Delivery& delivery)
{
    ObjectBuilder out(arena);
    out.set("id", delivery.id).set("sequence", number(delivery.sequence));
    out.set("event_id", renderText(arena, delivery.eventId)).set("message_id", delivery.messageId);
    out.set("endpoint_id", delivery.endpointId);
    out.set("environment_id", renderText(arena, delivery.environmentId));
    out.set("account_id", renderText(arena, delivery.accountId));
    out.set("integration", renderText(arena, delivery.integration)).set("event", delivery.event);
    out.set("model", renderText(arena, delivery.model));
    out.set("resource", renderText(arena, delivery.resource));
    out.set("state", deliveryStateName(delivery.state)).set("attempts", number(delivery.attempts));
    out.set("next_at", renderTime(arena, delivery.nextAt));
    out.set("last_status", Value::integer(delivery.lastStatus));
    out.set("last_us", renderMicros(delivery.lastTook));
    out.set("last_error", renderText(arena, delivery.lastError));
    out.set("replay", Value::boolean(delivery.replay));
    out.set("url_override", renderText(arena, delivery.urlOverride));
    out.set("signed_at", renderTime(arena, delivery.signedAt));
    out.set("created_at", renderTime(arena, delivery.createdAt));
    out.set("finished_at", renderTime(arena, delivery.finishedAt));
    return out.build();
}

Value renderDeliveryDetail(json::Arena& arena, const DeliveryDetail& detail)
{
    ObjectBuilder out(arena);
    for (const json::Member& member : renderDelivery(arena, detail.delivery).members()) {
        out.set(member.name, member.value);
    }
    out.set("body", detail.body).set("tries", renderList(arena, detail.attempts, renderAttempt));
    return out.build();
}

Value renderReplay(json::Arena& arena, const ReplayRun& run)
{
    ObjectBuilder out(arena);
    out.set("id", run.id).set("started_at", renderTime(arena, run.startedAt));
    out.set("ended_at", renderTime(arena, run.endedAt));
    out.set("dry_run", Value::boolean(run.dryRun)).set("stopped", Value::boolean(run.stopped));
    out.set("total", number(run.total)).set("done", number(run.done));
    out.set("changed", number(run.changed)).set("failed", number(run.failed));
    out.set("items", renderList(arena, run.items, renderReplayItem));
    return out.build();
}

} // namespace gatehouse::api
