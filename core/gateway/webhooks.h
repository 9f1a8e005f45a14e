// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/completion.h"
#include "core/gateway/webhook_values.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace gatehouse {

/// The webhook roles of the façade. As everywhere in it: any thread, returns at once, completions are
/// answered on the engine thread.

/// What was received, and what was refused.
class ReceivedEvents
{
public:
    virtual ~ReceivedEvents() = default;

    virtual void events(EventQuery query, Completion<std::vector<WebhookEvent>> done) = 0;
    /// NotFound.
    virtual void event(std::string id, Completion<EventTrail> done) = 0;
    /// NotFound: no such event. Unavailable: its payload is gone (retention, a deleted file).
    virtual void payload(std::string id, Completion<EventPayload> done) = 0;
    /// The inspector's ring, newest first, with reasons and autopsies.
    virtual void rejected(Completion<std::vector<RejectedWebhook>> done) = 0;
    /// Verifies a rejected request again with a secret that a person tries; nothing is kept or accepted.
    /// NotFound when the ring has lost it.
    virtual void trySecret(std::string rejectedId, Secret secret, Completion<VerificationReport> done) = 0;
    virtual void ingestUrls(Completion<std::vector<IngestUrl>> done) = 0;
    /// A new URL for an account, or for an integration whose accounts share one; the old one goes on for 24
    /// h. Gives the new one. NotFound: neither has a URL.
    virtual void rotateUrl(UrlOwner owner, Completion<IngestUrl> done) = 0;
    /// Asks the simulated vendor of an account to change a record and send its own signed webhook for it.
    /// Unsupported outside the sandbox. Gives the number of requests that the vendor sent.
    virtual void sendTest(std::string accountId, Completion<std::uint32_t> done) = 0;
    virtual void storage(Completion<EventStorage> done) = 0;
    /// Kept across starts; what is too much is removed in the background. InvalidArgument.
    virtual void setRetention(EventRetention retention, Completion<EventStorage> done) = 0;
    /// Takes it in as if it had just come, without looking at its signature: it is mapped and delivered, and
    /// listed with the source "import". NotFound, Unsupported, LimitExceeded.
    virtual void importEvent(EventImport event, Completion<WebhookEvent> done) = 0;
};

/// Subscribers' URLs.
class WebhookEndpoints
{
public:
    virtual ~WebhookEndpoints() = default;

    /// Oldest first.
    virtual void endpoints(Completion<std::vector<EndpointView>> done) = 0;
    virtual void endpoint(std::string id, Completion<EndpointView> done) = 0;
    /// fields: url, label, environment_id, event_types, models, integrations, filter, transform, ordered,
    /// pause_on_failures, concurrency, headers, secret ("whsec_…"; made when missing). InvalidArgument with
    /// the pointer to what is wrong; Forbidden: the URL is on a private address.
    virtual void createEndpoint(json::Document fields, Completion<EndpointWithSecret> done) = 0;
    /// The same fields (without secret), and status: active, paused or disabled.
    virtual void updateEndpoint(std::string id, json::Document fields, Completion<EndpointView> done) = 0;
    /// With its queue. False: there was none.
    virtual void removeEndpoint(std::string id, Completion<bool> done) = 0;
    /// A new secret; the old one stays valid for the overlap.
    virtual void rotateSecret(std::string id, std::chrono::hours overlap,
                              Completion<EndpointWithSecret> done) = 0;
    /// Sends one signed example event now and gives its end. Not counted in health.
    virtual void testEndpoint(std::string id, Completion<DeliveryDetail> done) = 0;
    /// Active again, its health forgotten, its queue due at once.
    virtual void resumeEndpoint(std::string id, Completion<EndpointView> done) = 0;
    /// Queues anew what died or was discarded for it since then. Gives how many.
    virtual void recoverEndpoint(std::string id, UnixMillis since, Completion<std::uint64_t> done) = 0;
};

/// What is under way to subscribers, and what was.
class Deliveries
{
public:
    virtual ~Deliveries() = default;

    virtual void deliveries(DeliveryQuery query, Completion<std::vector<Delivery>> done) = 0;
    /// How many each endpoint has in each state, of all that are kept. Not to be asked many times a second.
    virtual void counts(Completion<std::vector<DeliveryCount>> done) = 0;
    virtual void delivery(std::string id, Completion<DeliveryDetail> done) = 0;
    /// Due at once, with the whole schedule before it again. Conflict: it is under way.
    virtual void retry(std::string id, Completion<Delivery> done) = 0;
    /// The same with another body. InvalidArgument: not JSON.
    virtual void editAndRetry(std::string id, std::string body, Completion<Delivery> done) = 0;
    /// Takes a pending or dead one out.
    virtual void discard(std::string id, Completion<Delivery> done) = 0;
};

class Replays
{
public:
    virtual ~Replays() = default;

    /// Starts it; run() and ReplayChanged tell how it goes on. InvalidArgument; LimitExceeded: too many under
    /// way.
    virtual void start(ReplayRequest request, Completion<ReplayRun> done) = 0;
    /// NotFound; the last 50 are kept.
    virtual void run(std::string id, Completion<ReplayRun> done) = 0;
    virtual void runs(Completion<std::vector<ReplayRun>> done) = 0; ///< Newest first, without items.
    virtual void stop(std::string id, Completion<ReplayRun> done) = 0;
};

class Webhooks
{
public:
    Webhooks() = default;
    Webhooks(const Webhooks&) = delete;
    Webhooks& operator=(const Webhooks&) = delete;
    virtual ~Webhooks() = default;

    [[nodiscard]] virtual ReceivedEvents& received() = 0;
    [[nodiscard]] virtual WebhookEndpoints& endpoints() = 0;
    [[nodiscard]] virtual Deliveries& deliveries() = 0;
    [[nodiscard]] virtual Replays& replays() = 0;
};

} // namespace gatehouse
