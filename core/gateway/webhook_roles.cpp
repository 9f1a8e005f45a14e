// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/webhook_roles.h"

#include "core/gateway/event_import.h"
#include "core/gateway/webhook_query.h"
#include "core/runtime/await.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace gatehouse {
namespace {

constexpr std::size_t kMostDeliveriesOfOne = 1000;

tl::unexpected<Error> noIntake()
{
    return fail(Errc::Unsupported, "this node takes no webhooks in");
}

} // namespace

void ReceivedEventsRole::events(EventQuery query, Completion<std::vector<WebhookEvent>> done)
{
    m_core.services.store->webhookEvents().events(toStoreQuery(query), std::move(done));
}

void ReceivedEventsRole::event(std::string id, Completion<EventTrail> done)
{
    onEngine(m_core, [this, id = std::move(id), done = std::move(done)]() mutable {
        deliver(m_core, trail(std::move(id)), std::move(done));
    });
}

QCoro::Task<Result<EventTrail>> ReceivedEventsRole::trail(std::string id)
{
    EventTrail out;
    auto pendingDetail =
        runtime::awaitCompletion<WebhookEventDetail>(*m_core.services.engine, [this, &id](auto done) {
            m_core.services.store->webhookEvents().event(id, std::move(done));
        });
    auto detail = co_await pendingDetail;
    if (!detail) {
        co_return fail(std::move(detail).error());
    }
    out.detail = std::move(*detail);
    auto& event = out.detail.event;
    event.answerTime = event.answerTime ? event.answerTime : m_center.answers().of(event.sequence);
    store::DeliveryQuery query;
    query.eventId = id;
    query.limit = kMostDeliveriesOfOne;
    auto pendingList =
        runtime::awaitCompletion<std::vector<Delivery>>(*m_core.services.engine, [this, &query](auto done) {
            m_core.services.store->deliveries().deliveries(query, std::move(done));
        });
    auto list = co_await pendingList;
    if (!list) {
        co_return fail(std::move(list).error());
    }
    for (auto it = list->rbegin(); it != list->rend(); ++it) {
        auto finding = m_service.delivery(it->id);
        auto one = co_await finding;
        if (one) {
            out.deliveries.push_back(std::move(*one));
        }
    }
    co_return out;
}

void ReceivedEventsRole::payload(std::string id, Completion<EventPayload> done)
{
    onEngine(m_core, [this, id = std::move(id), done = std::move(done)]() mutable {
        deliver(m_core, content(std::move(id)), std::move(done));
    });
}

QCoro::Task<Result<EventPayload>> ReceivedEventsRole::content(std::string id)
{
    auto pendingDetail =
        runtime::awaitCompletion<WebhookEventDetail>(*m_core.services.engine, [this, &id](auto done) {
            m_core.services.store->webhookEvents().event(id, std::move(done));
        });
    auto detail = co_await pendingDetail;
    if (!detail) {
        co_return fail(std::move(detail).error());
    }
    auto pendingBody =
        runtime::awaitCompletion<std::string>(*m_core.services.engine, [this, &detail](auto done) {
            m_center.readPayload(detail->event, std::move(done));
        });
    auto body = co_await pendingBody;
    if (!body) {
        co_return fail(std::move(body).error());
    }
    co_return EventPayload{std::move(detail->request), std::move(*body)};
}

void ReceivedEventsRole::rejected(Completion<std::vector<RejectedWebhook>> done)
{
    onEngine(m_core, [this, done = std::move(done)]() mutable {
        if (m_center.intake() == nullptr) {
            done(std::vector<RejectedWebhook>());
        } else {
            m_center.intake()->rejected(std::move(done));
        }
    });
}

void ReceivedEventsRole::trySecret(std::string rejectedId, Secret secret, Completion<VerificationReport> done)
{
    onEngine(m_core, [this, id = std::move(rejectedId), secret = std::move(secret),
                      done = std::move(done)]() mutable {
        if (m_center.intake() == nullptr) {
            done(noIntake());
        } else {
            m_center.intake()->trySecret(std::move(id), std::move(secret), std::move(done));
        }
    });
}

void ReceivedEventsRole::ingestUrls(Completion<std::vector<IngestUrl>> done)
{
    onEngine(m_core, [this, done = std::move(done)]() mutable {
        if (m_center.intake() == nullptr) {
            done(std::vector<IngestUrl>());
        } else {
            auto shared = std::make_shared<Completion<std::vector<IngestUrl>>>(std::move(done));
            m_center.intake()->ingestUrls([this, shared](Result<std::vector<IngestUrl>> urls) {
                if (urls) {
                    for (auto& url : *urls) {
                        url.canSendTest = m_canSendTest && m_canSendTest(url);
                        url.answers = m_center.answers().health(url.integration, url.accountId);
                    }
                }
                (*shared)(std::move(urls));
            });
        }
    });
}

void ReceivedEventsRole::rotateUrl(UrlOwner owner, Completion<IngestUrl> done)
{
    onEngine(m_core, [this, owner = std::move(owner), done = std::move(done)]() mutable {
        const std::string subject = owner.accountId.empty() ? owner.integration : owner.accountId;
        if (m_center.intake() == nullptr) {
            done(noIntake());
            return;
        }
        m_core.audit.note(m_core.audit.actor(), "webhook_url.rotate", subject);
        m_center.intake()->rotateUrl(std::move(owner), std::move(done));
    });
}

void ReceivedEventsRole::sendTest(std::string accountId, Completion<std::uint32_t> done)
{
    onEngine(m_core, [this, id = std::move(accountId), done = std::move(done)]() mutable {
        if (m_sendTest) {
            m_sendTest(std::move(id), std::move(done));
        } else {
            done(fail(Errc::Unsupported,
                      "test webhooks come from the simulated vendors: start the gateway with --sandbox"));
        }
    });
}

void ReceivedEventsRole::storage(Completion<EventStorage> done)
{
    onEngine(m_core, [this, done = std::move(done)]() mutable {
        if (m_center.intake() == nullptr) {
            done(EventStorage());
        } else {
            m_center.intake()->storage(std::move(done));
        }
    });
}

void ReceivedEventsRole::setRetention(EventRetention retention, Completion<EventStorage> done)
{
    onEngine(m_core, [this, retention, done = std::move(done)]() mutable {
        if (m_center.intake() == nullptr) {
            done(noIntake());
        } else {
            m_center.intake()->setRetention(retention, std::move(done));
        }
    });
}

QCoro::Task<Result<WebhookEvent>> ReceivedEventsRole::taken(EventImport event)
{
    auto importing = gatehouse::importEvent(m_core, std::move(event));
    auto kept = co_await importing;
    if (kept) {
        m_center.received(*kept);
    }
    co_return kept;
}

void ReceivedEventsRole::importEvent(EventImport event, Completion<WebhookEvent> done)
{
    onEngine(m_core, [this, event = std::move(event), done = std::move(done)]() mutable {
        if (m_core.stopping) {
            done(stoppingError());
        } else {
            deliver(m_core, taken(std::move(event)), std::move(done));
        }
    });
}

void WebhookEndpointsRole::endpoints(Completion<std::vector<EndpointView>> done)
{
    onEngine(m_core, [this, done = std::move(done)]() mutable {
        std::vector<EndpointView> out;
        for (const auto& subscriber : m_center.endpoints().all()) {
            out.push_back(m_center.view(*subscriber));
        }
        done(std::move(out));
    });
}

void WebhookEndpointsRole::endpoint(std::string id, Completion<EndpointView> done)
{
    onEngine(m_core,
             [this, id = std::move(id), done = std::move(done)]() mutable { done(m_service.find(id)); });
}

void WebhookEndpointsRole::createEndpoint(json::Document fields, Completion<EndpointWithSecret> done)
{
    onEngine(m_core, [this, fields = std::move(fields), done = std::move(done)]() mutable {
        deliver(m_core, m_service.create(std::move(fields)), std::move(done));
    });
}

void WebhookEndpointsRole::updateEndpoint(std::string id, json::Document fields,
                                          Completion<EndpointView> done)
{
    onEngine(m_core,
             [this, id = std::move(id), fields = std::move(fields), done = std::move(done)]() mutable {
                 deliver(m_core, m_service.update(std::move(id), std::move(fields)), std::move(done));
             });
}

void WebhookEndpointsRole::removeEndpoint(std::string id, Completion<bool> done)
{
    onEngine(m_core, [this, id = std::move(id), done = std::move(done)]() mutable {
        deliver(m_core, m_service.remove(std::move(id)), std::move(done));
    });
}

void WebhookEndpointsRole::rotateSecret(std::string id, std::chrono::hours overlap,
                                        Completion<EndpointWithSecret> done)
{
    onEngine(m_core, [this, id = std::move(id), overlap, done = std::move(done)]() mutable {
        deliver(m_core, m_service.rotate(std::move(id), overlap), std::move(done));
    });
}

void WebhookEndpointsRole::testEndpoint(std::string id, Completion<DeliveryDetail> done)
{
    onEngine(m_core, [this, id = std::move(id), done = std::move(done)]() mutable {
        deliver(m_core, m_service.test(std::move(id)), std::move(done));
    });
}

void WebhookEndpointsRole::resumeEndpoint(std::string id, Completion<EndpointView> done)
{
    onEngine(m_core, [this, id = std::move(id), done = std::move(done)]() mutable {
        deliver(m_core, m_service.resume(std::move(id)), std::move(done));
    });
}

void WebhookEndpointsRole::recoverEndpoint(std::string id, UnixMillis since, Completion<std::uint64_t> done)
{
    onEngine(m_core, [this, id = std::move(id), since, done = std::move(done)]() mutable {
        deliver(m_core, m_service.recover(std::move(id), since), std::move(done));
    });
}

void DeliveriesRole::deliveries(DeliveryQuery query, Completion<std::vector<Delivery>> done)
{
    m_core.services.store->deliveries().deliveries(toStoreQuery(query), std::move(done));
}

void DeliveriesRole::counts(Completion<std::vector<DeliveryCount>> done)
{
    m_core.services.store->endpoints().deliveryCounts(std::move(done));
}

void DeliveriesRole::delivery(std::string id, Completion<DeliveryDetail> done)
{
    onEngine(m_core, [this, id = std::move(id), done = std::move(done)]() mutable {
        deliver(m_core, m_service.delivery(std::move(id)), std::move(done));
    });
}

void DeliveriesRole::retry(std::string id, Completion<Delivery> done)
{
    onEngine(m_core, [this, id = std::move(id), done = std::move(done)]() mutable {
        deliver(m_core, m_service.retry(std::move(id), std::nullopt), std::move(done));
    });
}

void DeliveriesRole::editAndRetry(std::string id, std::string body, Completion<Delivery> done)
{
    onEngine(m_core, [this, id = std::move(id), body = std::move(body), done = std::move(done)]() mutable {
        deliver(m_core, m_service.retry(std::move(id), std::move(body)), std::move(done));
    });
}

void DeliveriesRole::discard(std::string id, Completion<Delivery> done)
{
    onEngine(m_core, [this, id = std::move(id), done = std::move(done)]() mutable {
        deliver(m_core, m_service.discard(std::move(id)), std::move(done));
    });
}

void ReplaysRole::start(ReplayRequest request, Completion<ReplayRun> done)
{
    onEngine(m_core, [this, request = std::move(request), done = std::move(done)]() mutable {
        if (m_core.stopping) {
            done(stoppingError());
            return;
        }
        deliver(m_core, m_service.start(std::move(request)), std::move(done));
    });
}

void ReplaysRole::run(std::string id, Completion<ReplayRun> done)
{
    onEngine(m_core,
             [this, id = std::move(id), done = std::move(done)]() mutable { done(m_service.run(id)); });
}

void ReplaysRole::runs(Completion<std::vector<ReplayRun>> done)
{
    onEngine(m_core, [this, done = std::move(done)]() mutable { done(m_service.runs()); });
}

void ReplaysRole::stop(std::string id, Completion<ReplayRun> done)
{
    onEngine(m_core,
             [this, id = std::move(id), done = std::move(done)]() mutable { done(m_service.stop(id)); });
}

} // namespace gatehouse
