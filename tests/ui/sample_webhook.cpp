// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/sample_webhook.h"

namespace gatehouse::test {

namespace {

constexpr std::int64_t kStart = 1'779'192'131'000; // 2026-05-19 12:02:11 UTC

} // namespace

WebhookEvent sampleEvent(std::uint64_t sequence)
{
    WebhookEvent event;
    event.id = "evt_" + std::to_string(100'000 + sequence);
    event.sequence = sequence;
    event.receivedAt =
        UnixMillis(std::chrono::milliseconds(kStart + static_cast<std::int64_t>(sequence) * 37));
    event.occurredAt = event.receivedAt - std::chrono::milliseconds(900);
    event.integration = "hubspot";
    event.environmentId = "env_1";
    event.accountId = "acc_1";
    event.providerEventId = std::to_string(7'000 + sequence);
    event.type = sequence % 3 == 0 ? "contact.creation" : "contact.propertyChange";
    event.event = sequence % 3 == 0 ? "record:created" : "record:updated";
    event.model = "crm";
    event.resource = "contacts";
    event.state = EventState::Processed;
    event.verifiedBy = "hmac_sha256 x-signature-v3 (client_secret)";
    event.payloadRef = "pay_" + std::to_string(sequence);
    event.payloadBytes = 412;
    event.records = 1;
    return event;
}

EventTrail sampleTrail(const WebhookEvent& event)
{
    EventTrail trail;
    trail.detail.event = event;
    trail.detail.request = {"POST",
                            "/hooks/a/••••",
                            {{"Content-Type", "application/json"}, {"X-Signature-V3", "••••9f2c"}},
                            "127.0.0.1"};
    trail.detail.resultJson =
        R"([{"event":"record:updated","model":"crm","resource":"contacts","records":[{"id":"51","first_name":"Jo","phone":"+46 8 123 45"}]}])";
    DeliveryDetail delivery;
    delivery.delivery.id = "dlv_" + std::to_string(event.sequence);
    delivery.delivery.sequence = event.sequence;
    delivery.delivery.eventId = event.id;
    delivery.delivery.endpointId = "ep_1";
    delivery.delivery.event = event.event;
    delivery.delivery.model = event.model;
    delivery.delivery.resource = event.resource;
    delivery.delivery.state = DeliveryState::Delivered;
    delivery.delivery.attempts = 2;
    delivery.delivery.lastStatus = 200;
    delivery.delivery.createdAt = event.receivedAt;
    delivery.body = R"({"event":"record:updated"})";
    for (std::uint32_t number = 1; number <= 2; ++number) {
        DeliveryAttempt attempt;
        attempt.deliveryId = delivery.delivery.id;
        attempt.number = number;
        attempt.startedAt = event.receivedAt + std::chrono::seconds(number * 5);
        attempt.duration = std::chrono::milliseconds(11);
        attempt.url = "https://app.example.com/hooks";
        attempt.status = number == 1 ? 500 : 200;
        attempt.requestHeaders = {{"webhook-id", "msg_1"}, {"webhook-signature", "v1,••••"}};
        attempt.requestBody = delivery.body;
        attempt.requestBodyBytes = static_cast<std::int64_t>(delivery.body.size());
        attempt.responseBody = number == 1 ? "out of memory" : "{}";
        attempt.responseBodyBytes = static_cast<std::int64_t>(attempt.responseBody.size());
        delivery.attempts.push_back(std::move(attempt));
    }
    trail.deliveries.push_back(std::move(delivery));
    return trail;
}

RejectedWebhook sampleRejected()
{
    RejectedWebhook rejected;
    rejected.id = "rej_000001";
    rejected.receivedAt = UnixMillis(std::chrono::milliseconds(kStart + 50));
    rejected.integration = "hubspot";
    rejected.accountId = "acc_1";
    rejected.environmentId = "env_1";
    rejected.reason = "the signature in x-signature-v3 is not the one of these bytes";
    rejected.request = {"POST", "/hooks/a/••••", {{"Content-Type", "application/json"}}, "203.0.113.9"};
    rejected.body = R"({"objectId":151,"subscriptionType":"contact.propertyChange"})";
    rejected.bodyBytes = static_cast<std::int64_t>(rejected.body.size());
    SignatureCheck check;
    check.scheme = "hmac_sha256";
    check.header = "x-signature-v3";
    check.secretName = "client_secret";
    check.reason = rejected.reason;
    check.signedText = "POSThttps://hooks.example.com/hooks/a/••••" + rejected.body + "1779192131050";
    check.expectedPrefix = "q83v";
    check.receivedPrefix = "Zm9v";
    check.clockSkew = std::chrono::seconds(2);
    rejected.report.checks.push_back(check);
    rejected.report.attempts = 214;
    rejected.report.findings.push_back(
        {"trailing_newline",
         "The sender signed the body with a newline at its end, and sent it without one."});
    return rejected;
}

IngestUrl sampleIngestUrl()
{
    IngestUrl url;
    url.integration = "hubspot";
    url.accountId = "acc_1";
    url.environmentId = "env_1";
    url.url = "http://127.0.0.1:8787/hooks/a/whk_6rjG2kqf0t";
    url.canSendTest = true;
    return url;
}

ReplayRun sampleRun(bool dry)
{
    ReplayRun run;
    run.id = "rpl_1";
    run.startedAt = UnixMillis(std::chrono::milliseconds(kStart));
    run.endedAt = run.startedAt + std::chrono::seconds(1);
    run.dryRun = dry;
    run.total = 2;
    run.done = 2;
    if (dry) {
        run.changed = 1;
        ReplayItem item;
        item.eventId = "evt_100001";
        item.state = "changed";
        item.changes.push_back({json::ChangeKind::Changed, "/0/phone", "\"+46 8 123 45\"", "\"+46 70 123\""});
        run.items.push_back(std::move(item));
    } else {
        for (const char* id : {"evt_100001", "evt_100002"}) {
            ReplayItem item;
            item.eventId = id;
            item.state = "queued";
            run.items.push_back(std::move(item));
        }
    }
    return run;
}

EndpointView sampleEndpoint()
{
    EndpointView view;
    view.endpoint.id = "ep_1";
    view.endpoint.url = "https://app.example.com/hooks";
    view.endpoint.label = "Production app";
    view.endpoint.eventTypes = {"record:*"};
    view.endpoint.createdAt = UnixMillis(std::chrono::milliseconds(kStart));
    view.health.attempts = 24;
    view.health.failures = 3;
    view.health.pending = 12;
    view.health.delivered = 1'204;
    view.health.dead = 1;
    view.health.medianLatency = std::chrono::milliseconds(42);
    view.health.lastSuccessAt = view.endpoint.createdAt;
    view.maskedSecrets = {"••••k3v9"};
    return view;
}

} // namespace gatehouse::test
