// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/webhook_center.h"

#include "core/base/ids.h"
#include "core/base/time_format.h"
#include "core/net/client.h"
#include "core/runtime/await.h"

#include <fmt/format.h>

#include <algorithm>
#include <variant>

namespace gatehouse {
namespace {

json::Value accountData(const Account& account, json::Arena& arena)
{
    json::ObjectBuilder out(arena);
    out.set("id", account.id).set("label", account.label);
    out.set("status", accountStatusName(account.status)).set("status_reason", account.statusReason);
    return out.build();
}

json::Value alertData(const Alert& alert, json::Arena& arena)
{
    json::ObjectBuilder out(arena);
    out.set("id", alert.id).set("kind", alert.kind);
    out.set("severity", alertSeverityName(alert.severity));
    out.set("title", alert.title).set("detail", alert.detail);
    out.set("raised_at", formatRfc3339(alert.raisedAt));
    return out.build();
}

std::string_view breakerName(delivery::EndpointHealthState::Breaker breaker)
{
    using Breaker = delivery::EndpointHealthState::Breaker;
    return breaker == Breaker::Closed ? "closed" : breaker == Breaker::Open ? "open" : "half_open";
}

constexpr std::size_t kMostRepeated = 100;
constexpr std::string_view kClockAlert = "clock_set";

std::string failingAlertOf(const std::string& endpointId)
{
    return "endpoint_failing:" + endpointId;
}

constexpr std::string_view kJobs = "gatehouse_webhook_jobs_total";
constexpr std::string_view kAttempts = "gatehouse_delivery_attempts_total";

void declareCounts(NodeCore& core, const delivery::JobWorker& worker)
{
    core.metrics.declare({std::string(kJobs),
                          "Received events that were worked off, by the state they ended in.",
                          MetricKind::Counter,
                          {},
                          {}});
    core.metrics.declare({std::string(kAttempts),
                          "Attempts to deliver, by the state that the delivery had afterwards.",
                          MetricKind::Counter,
                          {},
                          {}});
    core.countedElsewhere.emplace_back([&worker](std::vector<MetricFamily>& families) {
        families.push_back({"gatehouse_webhook_jobs_waiting",
                            "Received events that are not worked off yet, as counted within the last second.",
                            MetricKind::Gauge,
                            {},
                            {{{}, static_cast<double>(worker.backlog()), {}, 0, 0}}});
    });
}

} // namespace

WebhookCenter::WebhookCenter(NodeCore& core)
    : m_core(core)
    , m_timers(runtime::makeTimers(*core.services.clock))
    , m_http(core.services.makeClient())
    , m_endpoints({&core.services.store->endpoints(), core.services.credentials, core.services.engine,
                   core.services.clock})
    , m_sender({core.services.clock, m_timers.get(), m_http.get(),
                core.options.allowPrivateTargets || core.options.sandbox,
                fmt::format("Gatehouse/{}", core.options.version)})
    , m_engine(engineParts())
    , m_mapper(mapperParts())
    , m_worker(workerParts())
{
    declareCounts(core, m_worker);
}

delivery::DeliveryEngine::Parts WebhookCenter::engineParts()
{
    delivery::DeliveryEngine::Parts parts;
    parts.clock = m_core.services.clock;
    parts.random = m_core.services.random;
    parts.log = m_core.services.log;
    parts.engine = m_core.services.engine;
    parts.timers = m_timers.get();
    parts.store = &m_core.services.store->deliveries();
    parts.endpoints = &m_endpoints;
    parts.sender = &m_sender;
    parts.listener.changed = [this](const Delivery& delivery) {
        Ended& ended = m_ended[delivery.endpointId];
        ended.delivered += delivery.state == DeliveryState::Delivered ? 1U : 0U;
        ended.dead += delivery.state == DeliveryState::Dead ? 1U : 0U;
        m_core.metrics.add(kAttempts, {{"state", std::string(deliveryStateName(delivery.state))}});
        if (delivery.state == DeliveryState::Delivered) {
            endpointWell(delivery.endpointId);
        }
        m_core.events.publish(DeliveryChanged{delivery});
    };
    parts.listener.endpointChanged = [this](const std::string& id) { publishEndpoint(id); };
    parts.listener.failing = [this](const std::string& id, const std::string& reason) {
        endpointTrouble("endpoint:failing", id, reason);
    };
    parts.listener.paused = [this](const std::string& id, const std::string& reason) {
        endpointTrouble("endpoint:paused", id, reason);
    };
    parts.hold = [this] { return std::make_shared<InFlight::Token>(m_core.inFlight); };
    return parts;
}

delivery::EventMapper::Parts WebhookCenter::mapperParts() const
{
    delivery::EventMapper::Parts parts;
    parts.clock = m_core.services.clock;
    parts.snapshots = &m_core.definitions.snapshots();
    parts.planner = &m_core.planner;
    parts.accounts = &m_core.accounts;
    parts.accountsOf = [this](std::string_view integration) {
        std::vector<pipeline::AccountRecordPtr> out;
        for (const Account& account : m_core.accounts.accounts()) {
            if (account.integration == integration) {
                out.push_back(m_core.accounts.find(account.id));
            }
        }
        return out;
    };
    return parts;
}

delivery::JobWorker::Parts WebhookCenter::workerParts()
{
    delivery::JobWorker::Parts parts;
    parts.clock = m_core.services.clock;
    parts.random = m_core.services.random;
    parts.log = m_core.services.log;
    parts.engine = m_core.services.engine;
    parts.timers = m_timers.get();
    parts.jobs = &m_core.services.store->webhookJobs();
    parts.events = &m_core.services.store->webhookEvents();
    parts.readPayload = [this](const WebhookEvent& event, Completion<std::string> done) {
        readPayload(event, std::move(done));
    };
    parts.mapper = &m_mapper;
    parts.endpoints = &m_endpoints;
    parts.pipeline = &m_core.pipeline;
    parts.ended = [this](const delivery::JobEnd& end) { jobEnded(end); };
    parts.clockSet = [this](std::chrono::milliseconds by) { clockSet(by); };
    parts.yield = [this] { return m_intake != nullptr && m_intake->busy(); };
    parts.answerTime = [this](std::uint64_t sequence) { return m_answers.of(sequence); };
    parts.hold = [this] { return std::make_shared<InFlight::Token>(m_core.inFlight); };
    return parts;
}

QCoro::Task<Status> WebhookCenter::start()
{
    auto loading = m_endpoints.load();
    auto loaded = co_await loading;
    if (!loaded) {
        co_return loaded;
    }
    for (const Account& account : m_core.accounts.accounts()) {
        m_knownAccounts.insert(account.id);
    }
    endOldAlerts();
    m_subscription = m_core.events.subscribe([this](const GatewayEvent& event) { hear(event); });
    m_engine.start();
    m_worker.start();
    co_return Status{};
}

/// Of what an earlier run raised: nobody knows any more how far the clock was off, and endpoints that were
/// removed meanwhile fail no longer.
void WebhookCenter::endOldAlerts()
{
    m_core.alerts.resolve(std::string(kClockAlert));
    const std::string failing = failingAlertOf({});
    m_core.alerts.resolveIf([this, &failing](const Alert& alert) {
        return alert.id.starts_with(failing) && !m_endpoints.find(alert.id.substr(failing.size()));
    });
}

void WebhookCenter::stop()
{
    m_subscription.reset();
    m_worker.stop();
    m_engine.stop();
}

void WebhookCenter::cutOff()
{
    m_engine.cutOff();
}

void WebhookCenter::readPayload(const WebhookEvent& event, Completion<std::string> done)
{
    if (m_intake != nullptr) {
        m_intake->readPayload(event, std::move(done));
        return;
    }
    // Without the side that takes webhooks in, only what stands in the row can be read; an empty row does not
    // mean an empty body.
    auto shared = std::make_shared<Completion<std::string>>(std::move(done));
    m_core.services.store->webhookEvents().eventPayload(
        event.id, [shared, wanted = event.payloadBytes](Result<std::string> body) {
            const bool whole = !body || static_cast<std::int64_t>(body->size()) == wanted;
            (*shared)(whole ? std::move(body)
                            : fail(Errc::Unavailable, "its payload cannot be read at the moment"));
        });
}

void WebhookCenter::received(WebhookEvent event)
{
    m_answers.stored(event);
    m_core.events.publish(WebhookChanged{std::move(event)});
    m_worker.wake();
}

void WebhookCenter::rejected(const RejectedWebhook& rejected)
{
    m_answers.failed(rejected.integration, rejected.accountId, rejected.receivedAt, rejected.reason);
    m_core.events.publish(WebhookRejected{rejected});
}

void WebhookCenter::repeated(const webhooks::RepeatedEvent& repeated)
{
    constexpr auto kTold = std::chrono::milliseconds(250);
    m_answers.answered(repeated.integration, repeated.accountId, repeated.answerTime);
    if (!m_core.events.anyone() || m_repeated.size() >= kMostRepeated) {
        return; // A storm of them: their counts are in the store.
    }
    if (m_repeated.empty()) {
        m_timers->after(kTold, [this] { publishRepeated(); });
    }
    m_repeated.insert(repeated.eventId);
}

void WebhookCenter::publishRepeated()
{
    for (const std::string& id : std::exchange(m_repeated, {})) {
        publishEvent(id);
    }
}

void WebhookCenter::jobEnded(const delivery::JobEnd& end)
{
    if (end.result.touchesEvent) {
        m_core.metrics.add(kJobs, {{"state", std::string(eventStateName(end.result.state))}});
    }
    for (const std::string& id : end.endpointIds) {
        m_engine.wake(id);
    }
    if (m_core.events.anyone()) {
        for (const Delivery& delivery : end.deliveries) {
            m_core.events.publish(DeliveryChanged{delivery});
        }
        if (end.event) {
            m_core.events.publish(WebhookChanged{*end.event});
        } else if (end.result.touchesEvent) {
            publishEvent(end.eventId);
        }
    }
    if (m_jobEnded) {
        m_jobEnded(end);
    }
}

QCoro::Task<> WebhookCenter::publishEvent(std::string id)
{
    const InFlight::Token token(m_core.inFlight);
    auto pendingDetail =
        runtime::awaitCompletion<WebhookEventDetail>(*m_core.services.engine, [this, &id](auto done) {
            m_core.services.store->webhookEvents().event(id, std::move(done));
        });
    auto detail = co_await pendingDetail;
    if (detail) {
        auto& event = detail->event;
        event.answerTime = event.answerTime ? event.answerTime : m_answers.of(event.sequence);
        m_core.events.publish(WebhookChanged{std::move(event)});
    }
}

EndpointView WebhookCenter::view(const delivery::Subscriber& subscriber)
{
    const UnixMillis now = m_core.services.clock->now();
    const std::string& id = subscriber.endpoint.id;
    const delivery::EndpointHealthState& state = m_endpoints.health(id);
    const auto lane = m_engine.lane(id);
    EndpointView out;
    out.endpoint = subscriber.endpoint;
    out.health.failing = state.failing();
    out.health.attempts = state.attempts();
    out.health.failures = state.failures();
    out.health.consecutiveFailures = state.consecutiveFailures();
    out.health.breaker = breakerName(state.breaker(now));
    out.health.breakerUntil = state.closedUntil(now);
    out.health.lastSuccessAt = state.lastSuccessAt();
    out.health.lastFailureAt = state.lastFailureAt();
    out.health.medianLatency = state.medianLatency();
    out.health.inFlight = lane.inFlight;
    out.health.pending = lane.pending;
    out.health.oldestPendingAt = lane.oldestPending;
    out.health.delivered = m_ended[id].delivered;
    out.health.dead = m_ended[id].dead;
    for (const Secret& secret : subscriber.secrets.at(now)) {
        out.maskedSecrets.push_back(secret.masked());
    }
    return out;
}

void WebhookCenter::publishEndpoint(const std::string& id)
{
    const auto subscriber = m_endpoints.find(id);
    if (!subscriber) {
        return;
    }
    EndpointView shown = view(*subscriber);
    endpointWell(id);
    m_core.events.publish(EndpointChanged{std::move(shown), false});
}

/// Ends its alert, unless it is still failing or switched off.
void WebhookCenter::endpointWell(const std::string& id)
{
    const std::string alert = failingAlertOf(id);
    if (!m_core.alerts.stands(alert)) {
        return;
    }
    const auto subscriber = m_endpoints.find(id);
    if (!subscriber
        || (subscriber->endpoint.status == EndpointStatus::Active && !m_endpoints.health(id).failing())) {
        m_core.alerts.resolve(alert);
    }
}

void WebhookCenter::endpointTrouble(std::string_view type, const std::string& id, const std::string& reason)
{
    const auto subscriber = m_endpoints.find(id);
    if (!subscriber) {
        return;
    }
    json::Arena arena;
    json::ObjectBuilder data(arena);
    data.set("id", id).set("url", subscriber->endpoint.url).set("label", subscriber->endpoint.label);
    data.set("reason", reason);
    emit(type, nullptr, data.build());
    Alert alert;
    alert.id = failingAlertOf(id);
    alert.kind = "endpoint_failing";
    alert.environmentId = subscriber->endpoint.environmentId;
    alert.title = fmt::format("Deliveries to {} are failing", subscriber->endpoint.url);
    alert.detail =
        type == "endpoint:paused"
            ? fmt::format("{}. It is switched off; its queue is kept. Mend it, then resume it.", reason)
            : fmt::format("{}. What fails is tried again for about 32 hours.", reason);
    m_core.alerts.raise(std::move(alert));
}

void WebhookCenter::clockSet(std::chrono::milliseconds by)
{
    constexpr auto kShownFor = std::chrono::minutes(10);
    constexpr auto kSame = std::chrono::seconds(5);
    m_timers->cancel(m_clockAlert);
    m_clockOff += by;
    if (std::chrono::abs(m_clockOff) <= kSame) { // Set back to what it was.
        m_clockOff = {};
        m_core.alerts.resolve(std::string(kClockAlert));
        return;
    }
    Alert alert;
    alert.id = kClockAlert;
    alert.kind = kClockAlert;
    alert.severity = AlertSeverity::Critical;
    alert.title = "The machine's clock was set";
    alert.detail =
        fmt::format("By {} s. Signatures with a timestamp are checked against it, and senders whose "
                    "clock is right are refused while it is wrong: compare it with the time. What "
                    "waits is sent as if it had not moved.",
                    std::chrono::duration_cast<std::chrono::seconds>(m_clockOff).count());
    m_core.alerts.raise(std::move(alert));
    m_clockAlert = m_timers->after(kShownFor, [this] {
        m_clockOff = {}; // It stays: that is the time now.
        m_core.alerts.resolve(std::string(kClockAlert));
    });
}

void WebhookCenter::hear(const GatewayEvent& event)
{
    json::Arena arena;
    if (const auto* changed = std::get_if<AccountChanged>(&event)) {
        if (changed->removed) {
            m_knownAccounts.erase(changed->account.id);
        } else if (m_knownAccounts.insert(changed->account.id).second) {
            emit("account:created", &changed->account, accountData(changed->account, arena));
        }
    } else if (const auto* connected = std::get_if<AccountConnected>(&event)) {
        emit(connected->again ? "account:reactivated" : "account:active", &connected->account,
             accountData(connected->account, arena));
    } else if (const auto* needs = std::get_if<AccountNeedsReauth>(&event)) {
        emit("account:needs_reauth", &needs->account, accountData(needs->account, arena));
    } else if (const auto* again = std::get_if<AccountReactivated>(&event)) {
        emit("account:reactivated", &again->account, accountData(again->account, arena));
    } else if (const auto* endpoint = std::get_if<EndpointChanged>(&event)) {
        if (endpoint->removed) {
            m_core.alerts.resolve(failingAlertOf(endpoint->endpoint.endpoint.id));
        }
    } else if (const auto* raised = std::get_if<AlertRaised>(&event)) {
        emit("alert:raised", nullptr, alertData(raised->alert, arena));
    } else if (const auto* resolved = std::get_if<AlertResolved>(&event)) {
        emit("alert:resolved", nullptr, alertData(resolved->alert, arena));
    }
}

void WebhookCenter::emit(std::string_view type, const Account* account, const json::Value& data)
{
    const UnixMillis now = m_core.services.clock->now();
    const std::string id = makeId("evt_", *m_core.services.random);
    json::Arena arena;
    json::ObjectBuilder document(arena);
    document.set("id", id).set("event", type);
    delivery::OutgoingEvent event;
    event.subject.type = type;
    if (account != nullptr) {
        document.set("environment_id", account->environmentId).set("account_id", account->id);
        document.set("integration", account->integration);
        event.subject.integration = account->integration;
        event.subject.environmentId = account->environmentId;
        event.accountId = account->id;
    }
    document.set("data", data).set("created_at", formatRfc3339(now));
    event.messageId = id;
    event.document = document.build();
    std::vector<store::NewDelivery> deliveries;
    std::vector<std::string> problems;
    delivery::fanOut({&m_endpoints, m_core.services.clock, m_core.services.random}, event, {}, arena,
                     deliveries, problems);
    for (const std::string& problem : problems) {
        m_core.services.log->write(LogLevel::Warning, "an event of the gateway was not delivered",
                                   {{"event", std::string(type)}, {"reason", problem}});
    }
    if (!deliveries.empty()) {
        queueOwn(std::move(deliveries));
    }
}

QCoro::Task<> WebhookCenter::queueOwn(std::vector<store::NewDelivery> deliveries)
{
    const InFlight::Token token(m_core.inFlight);
    auto pendingQueued =
        runtime::awaitCompletion<std::uint64_t>(*m_core.services.engine, [this, &deliveries](auto done) {
            m_core.services.store->deliveries().addDeliveries(deliveries, std::move(done));
        });
    auto queued = co_await pendingQueued;
    if (!queued) {
        m_core.services.log->write(LogLevel::Error, "an event of the gateway could not be queued",
                                   {{"reason", queued.error().describe()}});
        co_return;
    }
    for (const store::NewDelivery& made : deliveries) {
        m_engine.wake(made.delivery.endpointId);
        m_core.events.publish(DeliveryChanged{made.delivery});
    }
}

} // namespace gatehouse
