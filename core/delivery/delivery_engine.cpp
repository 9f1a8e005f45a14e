// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/delivery/delivery_engine.h"

#include "core/runtime/await.h"

#include <fmt/format.h>

#include <algorithm>

namespace gatehouse::delivery {
namespace {

using namespace std::chrono_literals;

/// Longer than a delivery can take, so that only a crash lets a lease run out.
constexpr std::chrono::milliseconds kLease = kDeliveryTimeout + 15s;
/// A look at all queues, for what no wake-up told: leases of a crashed node, another node's deliveries.
constexpr std::chrono::milliseconds kLookEvery = 2s;
/// After the store refused.
constexpr std::chrono::milliseconds kStoreWait = 1s;

} // namespace

DeliveryEngine::DeliveryEngine(Parts parts)
    : m_parts(std::move(parts))
{}

void DeliveryEngine::start()
{
    m_running = true;
    look();
}

void DeliveryEngine::stop()
{
    m_running = false;
    for (const auto& [id, lane] : m_lanes) {
        m_parts.timers->cancel(lane->timer);
    }
}

void DeliveryEngine::wake(const std::string& endpointId)
{
    fill(laneOf(endpointId));
}

void DeliveryEngine::endpointChanged(const std::string& endpointId)
{
    const LanePtr lane = laneOf(endpointId);
    m_parts.timers->cancel(lane->timer);
    lane->armedFor.reset();
    if (!m_parts.endpoints->find(endpointId)) {
        m_lanes.erase(endpointId);
        return;
    }
    fill(lane);
}

DeliveryEngine::LaneState DeliveryEngine::lane(const std::string& endpointId) const
{
    const auto found = m_lanes.find(endpointId);
    return found == m_lanes.end()
               ? LaneState()
               : LaneState{found->second->inFlight, found->second->pending, found->second->oldest};
}

DeliveryEngine::LanePtr DeliveryEngine::laneOf(const std::string& endpointId)
{
    LanePtr& lane = m_lanes[endpointId];
    if (!lane) {
        lane = std::make_shared<Lane>();
        lane->endpointId = endpointId;
    }
    return lane;
}

void DeliveryEngine::lookLater()
{
    if (m_running) {
        m_parts.timers->after(kLookEvery, [this] { look(); });
    }
}

QCoro::Task<> DeliveryEngine::look()
{
    const auto held = m_parts.hold();
    auto pendingQueues = runtime::awaitCompletion<std::vector<store::EndpointQueue>>(
        *m_parts.engine, [this](auto done) { m_parts.store->queues(std::move(done)); });
    auto queues = co_await pendingQueues;
    if (!queues) {
        m_parts.log->write(LogLevel::Error, "delivery queues cannot be read",
                           {{"reason", queues.error().describe()}});
    } else {
        for (const auto& [id, lane] : m_lanes) {
            lane->pending = 0;
            lane->oldest.reset();
        }
        for (const store::EndpointQueue& queue : *queues) {
            const LanePtr lane = laneOf(queue.endpointId);
            lane->pending = queue.pending;
            lane->oldest = queue.oldest;
            if (queue.nextAt && *queue.nextAt <= m_parts.clock->now()) {
                fill(lane);
            } else if (queue.nextAt) {
                arm(lane, *queue.nextAt);
            }
        }
    }
    lookLater();
}

void DeliveryEngine::arm(const LanePtr& lane, UnixMillis at)
{
    if (!m_running || (lane->armedFor && *lane->armedFor <= at)) {
        return;
    }
    m_parts.timers->cancel(lane->timer);
    lane->armedFor = at;
    const auto wait = std::clamp(at - m_parts.clock->now(), 0ms, std::chrono::milliseconds(24h));
    lane->timer = m_parts.timers->after(wait, [this, weak = std::weak_ptr<Lane>(lane)] {
        if (const LanePtr due = weak.lock()) {
            due->armedFor.reset();
            fill(due);
        }
    });
}

std::size_t DeliveryEngine::room(const LanePtr& lane, const Subscriber& subscriber)
{
    const Endpoint& endpoint = subscriber.endpoint;
    if (!m_running || endpoint.status != EndpointStatus::Active) {
        return 0;
    }
    const UnixMillis now = m_parts.clock->now();
    const EndpointHealthState& health = m_parts.endpoints->health(endpoint.id);
    if (const auto until = health.closedUntil(now)) {
        arm(lane, *until);
        return 0;
    }
    const bool oneByOne = endpoint.ordered || health.breaker(now) == EndpointHealthState::Breaker::HalfOpen;
    const std::size_t places = oneByOne ? 1 : std::max<std::size_t>(endpoint.concurrency, 1);
    return places > lane->inFlight ? places - lane->inFlight : 0;
}

QCoro::Task<> DeliveryEngine::fill(LanePtr lane)
{
    if (lane->filling) {
        lane->again = true;
        co_return;
    }
    const auto held = m_parts.hold();
    lane->filling = true;
    do {
        lane->again = false;
        const SubscriberPtr subscriber = m_parts.endpoints->find(lane->endpointId);
        const std::size_t places = subscriber ? room(lane, *subscriber) : 0;
        if (places > 0) {
            auto leasing = lease(lane, places);
            const std::size_t taken = co_await leasing;
            lane->again = lane->again || taken == places;
        }
    } while (lane->again);
    lane->filling = false;
}

QCoro::Task<std::size_t> DeliveryEngine::lease(LanePtr lane, std::size_t limit)
{
    const SubscriberPtr subscriber = m_parts.endpoints->find(lane->endpointId);
    const bool ordered = subscriber->endpoint.ordered;
    const UnixMillis now = m_parts.clock->now();
    auto pendingLease = runtime::awaitCompletion<std::vector<store::LeasedDelivery>>(
        *m_parts.engine, [this, &lane, ordered, now, limit](auto done) {
            m_parts.store->leaseDeliveries(lane->endpointId, ordered, now, kLease, limit, std::move(done));
        });
    auto leased = co_await pendingLease;
    if (!leased) {
        m_parts.log->write(LogLevel::Error, "deliveries cannot be taken from the queue",
                           {{"endpoint", lane->endpointId}, {"reason", leased.error().describe()}});
        arm(lane, now + kStoreWait);
        co_return std::size_t{0};
    }
    for (store::LeasedDelivery& one : *leased) {
        ++lane->inFlight;
        deliver(lane, std::move(one));
    }
    co_return leased->size();
}

QCoro::Task<> DeliveryEngine::deliver(LanePtr lane, store::LeasedDelivery leased)
{
    const auto held = m_parts.hold();
    const std::string id = leased.delivery.id;
    m_sending.insert(id);
    const SubscriberPtr subscriber = m_parts.endpoints->find(lane->endpointId);
    if (subscriber) {
        Message message{subscriber, leased.delivery, leased.body};
        auto sending = m_parts.sender->send(std::move(message), m_cutOff.get_token());
        auto result = co_await sending;
        // Cut off by the node's own end: the lease runs out and it is sent again.
        if (result.delivered || !m_cutOff.stop_requested()) {
            auto recording = record(lane, std::move(leased), std::move(result));
            co_await recording;
        }
    }
    m_sending.erase(id);
    --lane->inFlight;
    fill(lane);
}

store::DeliveryOutcome DeliveryEngine::judge(const store::LeasedDelivery& leased, SendResult& result)
{
    store::DeliveryOutcome outcome;
    outcome.at = m_parts.clock->now();
    if (result.delivered) {
        return outcome;
    }
    outcome.state = DeliveryState::Dead;
    if (result.gone) {
        result.attempt.error = "answered 410: the subscriber wants nothing more here";
        return outcome;
    }
    if (result.refused || leased.delivery.replay) {
        return outcome;
    }
    // A delivery that a person queued again gets the whole schedule again.
    const std::size_t round = m_parts.schedule.attempts();
    const std::size_t tries = leased.delivery.attempts % round + 1;
    const auto wait = m_parts.schedule.next(tries, result.retryAfter, *m_parts.random);
    if (!wait) {
        result.attempt.error =
            fmt::format("{}; given up after {} tries", result.attempt.error, leased.delivery.attempts + 1);
        return outcome;
    }
    outcome.state = DeliveryState::Pending;
    outcome.nextAt = outcome.at + *wait;
    return outcome;
}

QCoro::Task<> DeliveryEngine::record(LanePtr lane, store::LeasedDelivery leased, SendResult result)
{
    const store::DeliveryOutcome outcome = judge(leased, result);
    const DeliveryAttempt& attempt = result.attempt;
    auto pendingRecord =
        runtime::awaitCompletion<bool>(*m_parts.engine, [this, &leased, &attempt, &outcome](auto done) {
            m_parts.store->recordAttempt(leased, attempt, outcome, std::move(done));
        });
    auto recorded = co_await pendingRecord;
    if (!recorded) {
        m_parts.log->write(LogLevel::Error, "an attempt was not written down; it may be sent again",
                           {{"delivery", leased.delivery.id}, {"reason", recorded.error().describe()}});
        arm(lane, m_parts.clock->now() + kStoreWait);
    }
    Delivery now = leased.delivery;
    now.state = outcome.state;
    now.attempts = attempt.number;
    now.nextAt = outcome.nextAt;
    now.lastStatus = attempt.status;
    now.lastError = attempt.error;
    now.lastTook = attempt.duration;
    now.finishedAt = outcome.nextAt ? std::nullopt : std::optional(outcome.at);
    if (recorded && m_parts.listener.changed) {
        m_parts.listener.changed(now);
    }
    if (outcome.nextAt) {
        arm(lane, *outcome.nextAt);
    }
    if (result.gone && leased.delivery.urlOverride.empty()) {
        auto pausing = pause(lane->endpointId, EndpointStatus::Disabled, "it answered 410 Gone");
        co_await pausing;
    } else if (!leased.delivery.replay) {
        const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(attempt.duration);
        auto noting = noteHealth(lane->endpointId, result.delivered, took);
        co_await noting;
    }
}

QCoro::Task<> DeliveryEngine::noteHealth(std::string endpointId, bool delivered,
                                         std::chrono::milliseconds took)
{
    EndpointHealthState& health = m_parts.endpoints->health(endpointId);
    const auto change = health.note(delivered, took, m_parts.clock->now());
    const SubscriberPtr subscriber = m_parts.endpoints->find(endpointId);
    if (change.startedFailing && subscriber) {
        const std::string reason =
            fmt::format("{} of the last {} attempts failed", health.failures(), health.attempts());
        m_parts.log->write(LogLevel::Warning, "an endpoint is failing",
                           {{"endpoint", endpointId}, {"reason", reason}});
        if (m_parts.listener.failing) {
            m_parts.listener.failing(endpointId, reason);
        }
        if (subscriber->endpoint.pauseOnFailures && subscriber->endpoint.status == EndpointStatus::Active) {
            auto pausing = pause(endpointId, EndpointStatus::Paused, reason);
            co_await pausing;
            co_return;
        }
    }
    const bool told = change.startedFailing || change.recovered || change.breakerMoved;
    if (told && m_parts.listener.endpointChanged) {
        m_parts.listener.endpointChanged(endpointId);
    }
}

QCoro::Task<> DeliveryEngine::pause(std::string endpointId, EndpointStatus status, std::string reason)
{
    auto setting = m_parts.endpoints->setStatus(endpointId, status, reason);
    auto set = co_await setting;
    if (!set) {
        m_parts.log->write(LogLevel::Error, "an endpoint could not be switched off",
                           {{"endpoint", endpointId}, {"reason", set.error().describe()}});
        co_return;
    }
    if (m_parts.listener.paused) {
        m_parts.listener.paused(endpointId, reason);
    }
    if (m_parts.listener.endpointChanged) {
        m_parts.listener.endpointChanged(endpointId);
    }
}

} // namespace gatehouse::delivery
