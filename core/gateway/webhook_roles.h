// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/endpoint_service.h"
#include "core/gateway/replay_service.h"
#include "core/gateway/webhook_center.h"
#include "core/gateway/webhooks.h"

#include <functional>
#include <string>

namespace gatehouse {

/// Asks the simulated vendor of an account to send a webhook; unset without --sandbox.
using SendTestWebhook = std::function<void(std::string accountId, Completion<std::uint32_t> done)>;
/// Whether that would work for the account behind a URL.
using CanSendTestWebhook = std::function<bool(const IngestUrl& url)>;

class ReceivedEventsRole final : public ReceivedEvents
{
public:
    ReceivedEventsRole(NodeCore& core, WebhookCenter& center, EndpointService& service)
        : m_core(core)
        , m_center(center)
        , m_service(service)
    {}

    void setSendTest(SendTestWebhook sendTest, CanSendTestWebhook canSendTest)
    {
        m_sendTest = std::move(sendTest);
        m_canSendTest = std::move(canSendTest);
    }

    void events(EventQuery query, Completion<std::vector<WebhookEvent>> done) override;
    void event(std::string id, Completion<EventTrail> done) override;
    void payload(std::string id, Completion<EventPayload> done) override;
    void rejected(Completion<std::vector<RejectedWebhook>> done) override;
    void trySecret(std::string rejectedId, Secret secret, Completion<VerificationReport> done) override;
    void ingestUrls(Completion<std::vector<IngestUrl>> done) override;
    void rotateUrl(UrlOwner owner, Completion<IngestUrl> done) override;
    void sendTest(std::string accountId, Completion<std::uint32_t> done) override;
    void storage(Completion<EventStorage> done) override;
    void setRetention(EventRetention retention, Completion<EventStorage> done) override;
    void importEvent(EventImport event, Completion<WebhookEvent> done) override;

private:
    [[nodiscard]] QCoro::Task<Result<WebhookEvent>> taken(EventImport event);
    [[nodiscard]] QCoro::Task<Result<EventTrail>> trail(std::string id);
    [[nodiscard]] QCoro::Task<Result<EventPayload>> content(std::string id);

    NodeCore& m_core;
    WebhookCenter& m_center;
    EndpointService& m_service;
    SendTestWebhook m_sendTest;
    CanSendTestWebhook m_canSendTest;
};

class WebhookEndpointsRole final : public WebhookEndpoints
{
public:
    WebhookEndpointsRole(NodeCore& core, WebhookCenter& center, EndpointService& service)
        : m_core(core)
        , m_center(center)
        , m_service(service)
    {}

    void endpoints(Completion<std::vector<EndpointView>> done) override;
    void endpoint(std::string id, Completion<EndpointView> done) override;
    void createEndpoint(json::Document fields, Completion<EndpointWithSecret> done) override;
    void updateEndpoint(std::string id, json::Document fields, Completion<EndpointView> done) override;
    void removeEndpoint(std::string id, Completion<bool> done) override;
    void rotateSecret(std::string id, std::chrono::hours overlap,
                      Completion<EndpointWithSecret> done) override;
    void testEndpoint(std::string id, Completion<DeliveryDetail> done) override;
    void resumeEndpoint(std::string id, Completion<EndpointView> done) override;
    void recoverEndpoint(std::string id, UnixMillis since, Completion<std::uint64_t> done) override;

private:
    NodeCore& m_core;
    WebhookCenter& m_center;
    EndpointService& m_service;
};

class DeliveriesRole final : public Deliveries
{
public:
    DeliveriesRole(NodeCore& core, EndpointService& service)
        : m_core(core)
        , m_service(service)
    {}

    void deliveries(DeliveryQuery query, Completion<std::vector<Delivery>> done) override;
    void counts(Completion<std::vector<DeliveryCount>> done) override;
    void delivery(std::string id, Completion<DeliveryDetail> done) override;
    void retry(std::string id, Completion<Delivery> done) override;
    void editAndRetry(std::string id, std::string body, Completion<Delivery> done) override;
    void discard(std::string id, Completion<Delivery> done) override;

private:
    NodeCore& m_core;
    EndpointService& m_service;
};

class ReplaysRole final : public Replays
{
public:
    ReplaysRole(NodeCore& core, ReplayService& service)
        : m_core(core)
        , m_service(service)
    {}

    void start(ReplayRequest request, Completion<ReplayRun> done) override;
    void run(std::string id, Completion<ReplayRun> done) override;
    void runs(Completion<std::vector<ReplayRun>> done) override;
    void stop(std::string id, Completion<ReplayRun> done) override;

private:
    NodeCore& m_core;
    ReplayService& m_service;
};

/// The façade's webhooks over a node: the roles and what they stand on.
class WebhooksRole final : public Webhooks
{
public:
    explicit WebhooksRole(NodeCore& core)
        : m_center(core)
        , m_service(core, m_center)
        , m_replayService(core, m_center)
        , m_received(core, m_center, m_service)
        , m_endpoints(core, m_center, m_service)
        , m_deliveries(core, m_service)
        , m_replays(core, m_replayService)
    {}

    [[nodiscard]] ReceivedEvents& received() override { return m_received; }

    [[nodiscard]] WebhookEndpoints& endpoints() override { return m_endpoints; }

    [[nodiscard]] Deliveries& deliveries() override { return m_deliveries; }

    [[nodiscard]] Replays& replays() override { return m_replays; }

    [[nodiscard]] WebhookCenter& center() noexcept { return m_center; }

    void setSendTest(SendTestWebhook sendTest, CanSendTestWebhook canSendTest)
    {
        m_received.setSendTest(std::move(sendTest), std::move(canSendTest));
    }

private:
    WebhookCenter m_center;
    EndpointService m_service;
    ReplayService m_replayService;
    ReceivedEventsRole m_received;
    WebhookEndpointsRole m_endpoints;
    DeliveriesRole m_deliveries;
    ReplaysRole m_replays;
};

} // namespace gatehouse
