// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/log.h"
#include "core/base/random.h"
#include "core/net/server.h"
#include "core/runtime/executor.h"
#include "core/store/payloads.h"
#include "core/store/webhook_store.h"
#include "core/webhooks/ingest/rejected_ring.h"
#include "core/webhooks/verify/verify.h"

#include <atomic>
#include <functional>
#include <memory>

namespace gatehouse::webhooks {

/// Counts since the start; read on any thread.
struct IngestCounters
{
    std::atomic<std::uint64_t> accepted{0};
    std::atomic<std::uint64_t> duplicates{0};
    std::atomic<std::uint64_t> rejected{0};  ///< 401.
    std::atomic<std::uint64_t> unknown{0};   ///< 404: no such URL.
    std::atomic<std::uint64_t> undurable{0}; ///< Could not be kept, whatever was answered.
    std::atomic<std::uint64_t> handshakes{0};
    std::atomic<std::uint64_t> bytes{0};   ///< Of accepted bodies.
    std::atomic<std::uint64_t> waiting{0}; ///< For the disk, at this moment.
};

/// One more arrival of an event that is stored already.
struct RepeatedEvent
{
    std::string eventId;
    std::string integration;
    std::string accountId;
    std::chrono::microseconds answerTime{0};
};

/// A request that could not be kept, and whose sender was asked to send it again.
struct UnkeptEvent
{
    UnixMillis receivedAt;
    std::string integration;
    std::string accountId;
    int status = 503;
    std::string reason;
};

/// What ingest tells its owner, on the ingest thread; must not block.
struct IngestListener
{
    std::function<void(WebhookEvent)> stored; ///< Durable; its job may be leased.
    std::function<void(const RejectedWebhook&)> rejected;
    std::function<void(const RepeatedEvent&)> repeated;
    std::function<void(const UnkeptEvent&)> unkept;
    /// Nothing can be made durable; lost: events were acknowledged nonetheless, as a definition wants it.
    /// Once of each kind until …
    std::function<void(const std::string& reason, bool lost)> trouble;
    std::function<void()> recovered; ///< … it can again.
};

/// What ingest stands on; all outlive it.
struct IngestServices
{
    const RouteTable& routes;
    store::WebhookEvents& events;
    store::Payloads& payloads;
    const JwkSource& keys;
    RejectedRing& rejected;
    IngestCounters& counters;
    runtime::Executor& thread; ///< The one that this lives on.
    const Clock& clock;
    Random& random;
    LogSink& log;
};

/// Takes webhooks in: route by token, verify over the exact bytes, make durable, answer. Nothing else happens
/// before the answer. Paths: /hooks/a/{token} and /hooks/i/{slug}/{token}. Lives on an ingest thread.
class Ingest final : public net::RequestHandler
{
public:
    struct Options
    {
        std::size_t maxBodyBytes = std::size_t{5} << 20U; ///< 413 past this.
    };

    Ingest(IngestServices services, IngestListener listener, Options options);
    ~Ingest() override;

    [[nodiscard]] BodyPolicy bodyPolicy(const net::ServerRequest& head) override;
    void handle(net::ServerRequest request, std::shared_ptr<net::Responder> responder) override;

private:
    struct Arrival;
    using ArrivalPtr = std::shared_ptr<Arrival>;

    [[nodiscard]] bool answeredHandshake(Arrival& arrival);
    void refuse(Arrival& arrival, VerificationReport report);
    void keep(const ArrivalPtr& arrival);
    void append(const ArrivalPtr& arrival, std::string payloadRef);
    void stored(Arrival& arrival, const store::EventReceipt& receipt);
    void notStored(Arrival& arrival, const Error& error);
    [[nodiscard]] static net::ServerResponse acknowledgement(Arrival& arrival);
    [[nodiscard]] std::chrono::microseconds sinceArrival(const Arrival& arrival) const;

    IngestServices m_services;
    IngestListener m_listener;
    Options m_options;
    bool m_trouble = false;
    bool m_lostSome = false; ///< In this trouble.
    /// Answers of the store may arrive after this is gone.
    std::shared_ptr<Ingest*> m_self = std::make_shared<Ingest*>(this);
};

/// True for the paths that belong to ingest.
[[nodiscard]] bool isIngestPath(std::string_view path) noexcept;

} // namespace gatehouse::webhooks
