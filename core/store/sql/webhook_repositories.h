// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/delivery_store.h"
#include "core/store/sql/job.h"

namespace gatehouse::store::sql {

/// The webhook repositories of core/store/webhook_store.h and delivery_store.h. Stateless but for the
/// dispatcher.

class SqlWebhookEvents final : public WebhookEvents
{
public:
    explicit SqlWebhookEvents(Dispatcher& dispatcher)
        : m_dispatcher(dispatcher)
    {}

    void appendEvent(NewEvent event, runtime::Executor& answerOn, Completion<EventReceipt> done) override;
    void events(EventQuery query, Completion<std::vector<WebhookEvent>> done) override;
    void event(std::string id, Completion<WebhookEventDetail> done) override;
    void eventPayload(std::string id, Completion<std::string> done) override;
    void countEvents(Completion<std::uint64_t> done) override;
    void pruneEvents(EventRetention retention, UnixMillis now, Completion<std::uint64_t> done) override;

private:
    Dispatcher& m_dispatcher;
};

class SqlWebhookJobs final : public WebhookJobs
{
public:
    explicit SqlWebhookJobs(Dispatcher& dispatcher)
        : m_dispatcher(dispatcher)
    {}

    void leaseJobs(UnixMillis now, std::chrono::milliseconds lease, std::size_t limit,
                   Completion<std::vector<WebhookJob>> done) override;
    void finishJob(WebhookJob job, JobResult result, std::vector<NewDelivery> deliveries,
                   Completion<std::uint64_t> done) override;
    void retryJob(WebhookJob job, UnixMillis at, std::string error, Completion<bool> done) override;
    void addJob(std::string eventId, std::string kind, std::string optionsJson, UnixMillis visibleAt,
                Completion<std::uint64_t> done) override;
    void jobBacklog(Completion<Backlog> done) override;
    void clockSetBack(UnixMillis now, std::chrono::milliseconds by, Completion<std::uint64_t> done) override;
    void neededPayloads(Completion<std::vector<std::string>> done) override;

private:
    Dispatcher& m_dispatcher;
};

class SqlEndpoints final : public Endpoints
{
public:
    explicit SqlEndpoints(Dispatcher& dispatcher)
        : m_dispatcher(dispatcher)
    {}

    void putEndpoint(Endpoint endpoint, Completion<Endpoint> done) override;
    void endpoint(std::string id, Completion<Endpoint> done) override;
    void endpoints(Completion<std::vector<Endpoint>> done) override;
    void setEndpointStatus(std::string id, EndpointStatus status, std::string reason, UnixMillis at,
                           Completion<bool> done) override;
    void releaseQueue(std::string id, std::string deliveryId, UnixMillis at,
                      Completion<std::uint64_t> done) override;
    void removeEndpoint(std::string id, UnixMillis at, Completion<bool> done) override;
    void deliveryCounts(Completion<std::vector<DeliveryCount>> done) override;

private:
    Dispatcher& m_dispatcher;
};

class SqlDeliveries final : public Deliveries
{
public:
    explicit SqlDeliveries(Dispatcher& dispatcher)
        : m_dispatcher(dispatcher)
    {}

    void addDeliveries(std::vector<NewDelivery> deliveries, Completion<std::uint64_t> done) override;
    void leaseDeliveries(std::string endpointId, bool ordered, UnixMillis now,
                         std::chrono::milliseconds lease, std::size_t limit,
                         Completion<std::vector<LeasedDelivery>> done) override;
    void recordAttempt(LeasedDelivery delivery, DeliveryAttempt attempt, DeliveryOutcome outcome,
                       Completion<bool> done) override;
    void deliveries(DeliveryQuery query, Completion<std::vector<Delivery>> done) override;
    void delivery(std::string id, Completion<Delivery> done) override;
    void deliveryBody(std::string id, Completion<std::string> done) override;
    void attempts(std::string deliveryId, Completion<std::vector<DeliveryAttempt>> done) override;
    void requeue(std::string id, UnixMillis at, std::optional<std::string> body,
                 Completion<bool> done) override;
    void discard(std::string id, UnixMillis at, Completion<bool> done) override;
    void queues(Completion<std::vector<EndpointQueue>> done) override;

private:
    Dispatcher& m_dispatcher;
};

} // namespace gatehouse::store::sql
