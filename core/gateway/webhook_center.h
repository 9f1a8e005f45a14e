// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/delivery/delivery_engine.h"
#include "core/delivery/endpoint_book.h"
#include "core/delivery/event_mapper.h"
#include "core/delivery/job_worker.h"
#include "core/delivery/sender.h"
#include "core/gateway/answer_times.h"
#include "core/gateway/node_core.h"
#include "core/gateway/webhook_intake.h"
#include "core/gateway/webhook_values.h"
#include "core/runtime/timers.h"
#include "core/webhooks/ingest/ingest.h"

#include <qcoro/qcorotask.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse {

/// The working and delivering side of webhooks, wired: workers, lanes, endpoints, and what is told about
/// them. Engine thread.
class WebhookCenter
{
public:
    explicit WebhookCenter(NodeCore& core);

    /// Reads the endpoints and sets to work.
    [[nodiscard]] QCoro::Task<Status> start();
    /// Takes nothing new; what is under way ends.
    void stop();
    void cutOff();

    /// The side that takes webhooks in; outlives this or is taken away with null.
    void setIntake(WebhookIntake* intake) { m_intake = intake; }

    [[nodiscard]] WebhookIntake* intake() const noexcept { return m_intake; }

    /// Something was taken in: tells the stream, wakes the workers.
    void received(WebhookEvent event);
    /// Something was refused.
    void rejected(const RejectedWebhook& rejected);
    /// One that is stored came again.
    void repeated(const webhooks::RepeatedEvent& repeated);

    [[nodiscard]] AnswerTimes& answers() noexcept { return m_answers; }

    [[nodiscard]] EndpointView view(const delivery::Subscriber& subscriber);
    void publishEndpoint(const std::string& id);

    /// Delivers an event of the gateway itself to the endpoints that subscribe to it. data lives in the arena
    /// of the call.
    void emit(std::string_view type, const Account* account, const json::Value& data);

    /// Told of each job that ended, besides the stream.
    void onJobEnded(std::function<void(const delivery::JobEnd&)> ended) { m_jobEnded = std::move(ended); }

    [[nodiscard]] delivery::EndpointBook& endpoints() noexcept { return m_endpoints; }

    [[nodiscard]] delivery::DeliveryEngine& engine() noexcept { return m_engine; }

    [[nodiscard]] delivery::Sender& sender() noexcept { return m_sender; }

    [[nodiscard]] delivery::JobWorker& worker() noexcept { return m_worker; }

    [[nodiscard]] delivery::EventMapper::Parts mapperParts() const;
    /// The exact bytes of a received event.
    void readPayload(const WebhookEvent& event, Completion<std::string> done);

    [[nodiscard]] runtime::Timers& timers() noexcept { return *m_timers; }

private:
    /// Since this node started.
    struct Ended
    {
        std::uint64_t delivered = 0;
        std::uint64_t dead = 0;
    };

    [[nodiscard]] delivery::DeliveryEngine::Parts engineParts();
    [[nodiscard]] delivery::JobWorker::Parts workerParts();
    void jobEnded(const delivery::JobEnd& end);
    QCoro::Task<> publishEvent(std::string id);
    void publishRepeated();
    QCoro::Task<> queueOwn(std::vector<store::NewDelivery> deliveries);
    void endOldAlerts();
    void endpointWell(const std::string& id);
    void clockSet(std::chrono::milliseconds by);
    void hear(const GatewayEvent& event);
    void endpointTrouble(std::string_view type, const std::string& id, const std::string& reason);

    NodeCore& m_core;
    std::unique_ptr<runtime::Timers> m_timers;
    std::unique_ptr<net::HttpClient> m_http;
    delivery::EndpointBook m_endpoints;
    delivery::Sender m_sender;
    delivery::DeliveryEngine m_engine;
    delivery::EventMapper m_mapper;
    delivery::JobWorker m_worker;
    WebhookIntake* m_intake = nullptr;
    std::function<void(const delivery::JobEnd&)> m_jobEnded;
    AnswerTimes m_answers;
    std::set<std::string, std::less<>> m_repeated; ///< Ids to be told about, in a moment and once.
    std::set<std::string, std::less<>> m_knownAccounts;
    std::map<std::string, Ended, std::less<>> m_ended; ///< By endpoint.
    runtime::TimerId m_clockAlert = 0;                 ///< Ends the alert about the clock.
    std::chrono::milliseconds m_clockOff{};            ///< By which it was set while that alert stands.
    std::unique_ptr<Subscription> m_subscription;
};

} // namespace gatehouse
