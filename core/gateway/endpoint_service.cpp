// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/endpoint_service.h"

#include "core/base/ids.h"
#include "core/base/time_format.h"
#include "core/delivery/signing.h"
#include "core/gateway/endpoint_fields.h"
#include "core/json/parse.h"
#include "core/json/write.h"
#include "core/observe/redactor.h"
#include "core/runtime/await.h"

#include <fmt/format.h>

namespace gatehouse {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::hours kLongestOverlap = 24h * 30;
constexpr std::size_t kRecoveredAtOnce = 1'000;

Error noEndpoint(const std::string& id)
{
    return {Errc::NotFound, fmt::format("there is no endpoint {}", id), {}, {}, {}};
}

std::string exampleBody(const std::string& messageId, const Endpoint& endpoint, UnixMillis now)
{
    json::Arena arena;
    json::ObjectBuilder data(arena);
    data.set("endpoint_id", endpoint.id).set("message", "This is a test of your endpoint.");
    json::ObjectBuilder out(arena);
    out.set("id", messageId).set("event", "endpoint:test").set("data", data.build());
    out.set("created_at", formatRfc3339(now));
    return json::write(out.build());
}

} // namespace

Result<EndpointView> EndpointService::find(const std::string& id)
{
    const auto subscriber = m_center.endpoints().find(id);
    return subscriber ? Result<EndpointView>(m_center.view(*subscriber)) : fail(noEndpoint(id));
}

QCoro::Task<Result<EndpointWithSecret>> EndpointService::create(json::Document fields)
{
    Endpoint endpoint;
    endpoint.id = makeId("ep_", *m_core.services.random);
    endpoint.createdAt = m_core.services.clock->now();
    endpoint.updatedAt = endpoint.createdAt;
    const auto merged = mergeEndpointFields(endpoint, *fields, m_core.pipeline.allowPrivateTargets);
    if (!merged) {
        co_return fail(merged.error());
    }
    auto secrets = std::make_shared<delivery::SigningSecrets>();
    const json::Value given = (*fields)["secret"];
    if (given.isUndefined()) {
        secrets->current = delivery::makeSigningSecret(*m_core.services.random);
    } else if (const auto checked = delivery::checkSigningSecret(given.asString()); !checked) {
        Error error = checked.error();
        error.source = "request body";
        error.pointer = "/secret";
        co_return fail(std::move(error));
    } else {
        secrets->current = Secret(given.asString());
    }
    m_core.services.redactor->learn(secrets->current);
    auto putting = m_center.endpoints().put(std::move(endpoint), secrets);
    auto put = co_await putting;
    if (!put) {
        co_return fail(std::move(put).error());
    }
    m_center.publishEndpoint((*put)->endpoint.id);
    co_return EndpointWithSecret{m_center.view(**put), secrets->current.clone()};
}

QCoro::Task<Result<EndpointView>> EndpointService::update(std::string id, json::Document fields)
{
    auto taking = m_turns.take(id);
    const auto turn = co_await taking;
    const auto before = m_center.endpoints().find(id);
    if (!before) {
        co_return fail(noEndpoint(id));
    }
    Endpoint endpoint = before->endpoint;
    endpoint.updatedAt = m_core.services.clock->now();
    const auto merged = mergeEndpointFields(endpoint, *fields, m_core.pipeline.allowPrivateTargets);
    if (!merged) {
        co_return fail(merged.error());
    }
    auto putting = m_center.endpoints().put(std::move(endpoint), nullptr);
    auto put = co_await putting;
    if (!put) {
        co_return fail(std::move(put).error());
    }
    m_center.engine().endpointChanged(id);
    m_center.publishEndpoint(id);
    co_return m_center.view(**put);
}

QCoro::Task<Result<bool>> EndpointService::remove(std::string id)
{
    auto taking = m_turns.take(id);
    const auto turn = co_await taking;
    const auto before = m_center.endpoints().find(id);
    auto removing = m_center.endpoints().remove(id);
    auto removed = co_await removing;
    if (removed && before) {
        m_center.engine().endpointChanged(id);
        m_core.events.publish(EndpointChanged{m_center.view(*before), true});
    }
    co_return removed;
}

QCoro::Task<Result<EndpointWithSecret>> EndpointService::rotate(std::string id, std::chrono::hours overlap)
{
    auto taking = m_turns.take(id);
    const auto turn = co_await taking;
    const auto before = m_center.endpoints().find(id);
    if (!before) {
        co_return fail(noEndpoint(id));
    }
    if (overlap < 0h || overlap > kLongestOverlap) {
        co_return fail(Errc::InvalidArgument,
                       fmt::format("the overlap must be 0 to {} hours", kLongestOverlap.count()));
    }
    auto secrets = std::make_shared<delivery::SigningSecrets>();
    secrets->current = delivery::makeSigningSecret(*m_core.services.random);
    secrets->previous = before->secrets.current.clone();
    secrets->previousUntil = m_core.services.clock->now() + overlap;
    m_core.services.redactor->learn(secrets->current);
    Endpoint endpoint = before->endpoint;
    endpoint.updatedAt = m_core.services.clock->now();
    auto putting = m_center.endpoints().put(std::move(endpoint), secrets);
    auto put = co_await putting;
    if (!put) {
        co_return fail(std::move(put).error());
    }
    m_center.publishEndpoint(id);
    co_return EndpointWithSecret{m_center.view(**put), secrets->current.clone()};
}

/// Sent at once and not queued: the answer is for the person who waits for it.
QCoro::Task<Result<DeliveryDetail>> EndpointService::test(std::string id)
{
    const auto subscriber = m_center.endpoints().find(id);
    if (!subscriber) {
        co_return fail(noEndpoint(id));
    }
    delivery::Message message;
    message.to = subscriber;
    message.delivery.id = makeId("dlv_", *m_core.services.random);
    message.delivery.messageId = makeId("evt_", *m_core.services.random);
    message.delivery.endpointId = id;
    message.delivery.event = "endpoint:test";
    message.delivery.createdAt = m_core.services.clock->now();
    message.body = exampleBody(message.delivery.messageId, subscriber->endpoint, message.delivery.createdAt);
    DeliveryDetail out;
    out.delivery = message.delivery;
    out.body = message.body;
    auto sending = m_center.sender().send(std::move(message), m_core.cutOff.get_token());
    const auto sent = co_await sending;
    out.delivery.state = sent.delivered ? DeliveryState::Delivered : DeliveryState::Dead;
    out.delivery.attempts = 1;
    out.delivery.lastStatus = sent.attempt.status;
    out.delivery.lastError = sent.attempt.error;
    out.delivery.lastTook = sent.attempt.duration;
    out.delivery.finishedAt = m_core.services.clock->now();
    out.attempts.push_back(sent.attempt);
    co_return out;
}

QCoro::Task<Result<EndpointView>> EndpointService::resume(std::string id)
{
    auto taking = m_turns.take(id);
    const auto turn = co_await taking;
    auto setting = m_center.endpoints().setStatus(id, EndpointStatus::Active, "");
    auto set = co_await setting;
    if (!set) {
        co_return fail(std::move(set).error());
    }
    m_center.endpoints().health(id).clear();
    if (m_center.engine().lane(id).inFlight == 0) {
        const UnixMillis now = m_core.services.clock->now();
        auto pendingRelease =
            runtime::awaitCompletion<std::uint64_t>(*m_core.services.engine, [this, &id, now](auto done) {
                m_core.services.store->endpoints().releaseQueue(id, "", now, std::move(done));
            });
        auto released = co_await pendingRelease;
        if (!released) {
            co_return fail(std::move(released).error());
        }
    }
    m_center.engine().endpointChanged(id);
    m_center.publishEndpoint(id);
    co_return find(id);
}

QCoro::Task<Result<std::uint64_t>> EndpointService::recover(std::string id, UnixMillis since)
{
    if (!m_center.endpoints().find(id)) {
        co_return fail(noEndpoint(id));
    }
    std::uint64_t total = 0;
    for (const DeliveryState state : {DeliveryState::Dead, DeliveryState::Discarded}) {
        auto requeuing = requeueAll(id, state, since);
        auto count = co_await requeuing;
        if (!count) {
            co_return fail(std::move(count).error());
        }
        total += *count;
    }
    m_center.engine().wake(id);
    co_return total;
}

QCoro::Task<Result<std::uint64_t>> EndpointService::requeueAll(std::string id, DeliveryState state,
                                                               UnixMillis since)
{
    store::DeliveryQuery query;
    query.endpointId = std::move(id);
    query.state = state;
    query.since = since;
    query.limit = kRecoveredAtOnce;
    std::uint64_t count = 0;
    while (true) {
        auto pendingList = runtime::awaitCompletion<std::vector<Delivery>>(
            *m_core.services.engine, [this, &query](auto done) {
                m_core.services.store->deliveries().deliveries(query, std::move(done));
            });
        auto list = co_await pendingList;
        if (!list) {
            co_return fail(std::move(list).error());
        }
        const UnixMillis now = m_core.services.clock->now();
        for (const Delivery& one : *list) {
            auto pendingRequeue =
                runtime::awaitCompletion<bool>(*m_core.services.engine, [this, &one, now](auto done) {
                    m_core.services.store->deliveries().requeue(one.id, now, std::nullopt, std::move(done));
                });
            const auto requeued = co_await pendingRequeue;
            if (requeued) {
                ++count;
                publishRequeued(one, now);
            }
        }
        if (list->size() < kRecoveredAtOnce || m_core.stopping) {
            co_return count;
        }
        query.before = list->back().sequence; // those that fail again meanwhile are not taken twice
    }
}

void EndpointService::publishRequeued(Delivery delivery, UnixMillis now)
{
    delivery.state = DeliveryState::Pending;
    delivery.nextAt = now;
    delivery.finishedAt.reset();
    m_core.events.publish(DeliveryChanged{std::move(delivery)});
}

QCoro::Task<Result<Delivery>> EndpointService::load(std::string id)
{
    auto pendingDelivery =
        runtime::awaitCompletion<Delivery>(*m_core.services.engine, [this, &id](auto done) {
            m_core.services.store->deliveries().delivery(id, std::move(done));
        });
    auto found = co_await pendingDelivery;
    co_return found;
}

QCoro::Task<Result<Delivery>> EndpointService::told(std::string id)
{
    auto loading = load(std::move(id));
    auto found = co_await loading;
    if (found) {
        m_center.engine().wake(found->endpointId);
        m_core.events.publish(DeliveryChanged{*found});
    }
    co_return found;
}

QCoro::Task<Result<DeliveryDetail>> EndpointService::delivery(std::string id)
{
    auto loading = load(id);
    auto found = co_await loading;
    if (!found) {
        co_return fail(std::move(found).error());
    }
    DeliveryDetail out;
    out.delivery = std::move(*found);
    auto pendingBody = runtime::awaitCompletion<std::string>(*m_core.services.engine, [this, &id](auto done) {
        m_core.services.store->deliveries().deliveryBody(id, std::move(done));
    });
    auto body = co_await pendingBody;
    auto pendingAttempts = runtime::awaitCompletion<std::vector<DeliveryAttempt>>(
        *m_core.services.engine,
        [this, &id](auto done) { m_core.services.store->deliveries().attempts(id, std::move(done)); });
    auto attempts = co_await pendingAttempts;
    if (!body || !attempts) {
        co_return fail(body ? std::move(attempts).error() : std::move(body).error());
    }
    out.body = std::move(*body);
    out.attempts = std::move(*attempts);
    co_return out;
}

QCoro::Task<Result<Delivery>> EndpointService::retry(std::string id, std::optional<std::string> body)
{
    if (body) {
        if (auto parsed = json::parse(std::string_view(*body)); !parsed) {
            Error error = std::move(parsed).error();
            error.code = Errc::InvalidArgument;
            co_return fail(std::move(error));
        }
    }
    auto loading = load(id);
    auto found = co_await loading;
    if (!found) {
        co_return fail(std::move(found).error());
    }
    if (m_center.engine().isSending(id)) {
        co_return fail(Errc::Conflict, fmt::format("delivery {} is being sent at the moment", id));
    }
    if (!m_center.endpoints().find(found->endpointId)) {
        co_return fail(Errc::Conflict,
                       fmt::format("delivery {} cannot be sent: its endpoint was removed", id));
    }
    if (found->state == DeliveryState::Pending && body) {
        co_return fail(Errc::Conflict, "only a delivery that ended can be edited; discard this one first");
    }
    const UnixMillis now = m_core.services.clock->now();
    if (found->state == DeliveryState::Pending) {
        const std::string& endpointId = found->endpointId;
        auto pendingRelease = runtime::awaitCompletion<std::uint64_t>(
            *m_core.services.engine, [this, &endpointId, &id, now](auto done) {
                m_core.services.store->endpoints().releaseQueue(endpointId, id, now, std::move(done));
            });
        const auto released = co_await pendingRelease;
        if (!released) {
            co_return fail(released.error());
        }
    } else {
        auto pendingRequeue =
            runtime::awaitCompletion<bool>(*m_core.services.engine, [this, &id, &body, now](auto done) {
                m_core.services.store->deliveries().requeue(id, now, body, std::move(done));
            });
        const auto requeued = co_await pendingRequeue;
        if (!requeued) {
            co_return fail(requeued.error());
        }
    }
    auto telling = told(std::move(id));
    auto shown = co_await telling;
    co_return shown;
}

QCoro::Task<Result<Delivery>> EndpointService::discard(std::string id)
{
    const UnixMillis now = m_core.services.clock->now();
    auto pendingDiscard =
        runtime::awaitCompletion<bool>(*m_core.services.engine, [this, &id, now](auto done) {
            m_core.services.store->deliveries().discard(id, now, std::move(done));
        });
    const auto discarded = co_await pendingDiscard;
    if (!discarded) {
        co_return fail(discarded.error());
    }
    auto telling = told(id);
    auto found = co_await telling;
    if (found && !*discarded) {
        co_return fail(Errc::Conflict, fmt::format("delivery {} has ended already", id));
    }
    co_return found;
}

} // namespace gatehouse
