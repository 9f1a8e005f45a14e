// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/secret.h"
#include "core/contract/webhook.h"
#include "core/json/diff.h"
#include "core/json/document.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse {

/// Values of the webhook roles (core/gateway/webhooks.h).

/// Which part of a list is wanted: newest first.
struct ListWindow
{
    std::uint64_t before = 0; ///< Only sequence < before (older pages); 0: from the newest.
    std::uint64_t after = 0;  ///< Only sequence > after (what is new since).
    std::size_t limit = 100;  ///< At most 10,000.
};

/// Received events to list; unset members do not restrict.
struct EventQuery
{
    ListWindow window;
    std::string integration;
    std::string environmentId;
    std::string accountId;
    std::string event; ///< "record:updated" or "record:*".
    std::string model;
    std::string resource;
    std::string type; ///< The provider's own word.
    std::optional<EventState> state;
    std::optional<UnixMillis> since;
    std::optional<UnixMillis> until;
    bool repeated = false;                                 ///< Only those that came more than once.
    std::optional<std::chrono::milliseconds> answeredOver; ///< Only those answered later than that.
};

/// A delivery with its tries, oldest first.
struct DeliveryDetail
{
    Delivery delivery;
    std::string body; ///< The bytes that are sent.
    std::vector<DeliveryAttempt> attempts;
};

/// A received event and all that came of it: received → verified → stored → mapped → delivered.
struct EventTrail
{
    WebhookEventDetail detail;
    std::vector<DeliveryDetail> deliveries; ///< Oldest first; at most 1,000.
};

struct EventPayload
{
    WebhookRequest request;
    std::string body; ///< The exact bytes.
};

/// What a provider does with webhooks that are not answered well, as its definition tells; for people.
struct WebhookManners
{
    std::chrono::seconds answerWithin{5}; ///< How long it waits.
    std::uint32_t retries = 0;            ///< How often it sends one again; 0: not known.
    std::chrono::seconds retriesFor{0};   ///< For how long; 0: not known.
    std::string retryNote;                ///< "on 408 and 5xx, with growing gaps"
    std::uint32_t disablesAfter = 0; ///< Failures in a row that switch the subscription off; 0: not known.
    std::string disableNote;         ///< What it does then; empty: it never does, as far as is known.
};

/// How the senders of one URL were answered lately. Handshakes do not count.
struct AnswerHealth
{
    std::uint64_t answers = 0; ///< That the figures are of: the latest 512 at most, since this node started.
    std::chrono::microseconds median{0};
    std::chrono::microseconds p95{0};
    std::chrono::microseconds longest{0};
    std::uint64_t failuresInARow = 0; ///< Answers that the provider takes for failures (401, 503).
    std::optional<UnixMillis> lastFailureAt;
    std::string lastFailure;
};

/// Where a provider is told to send to.
struct IngestUrl
{
    std::string integration;
    std::string accountId; ///< Empty: the fan-out URL of the integration.
    std::string environmentId;
    std::string url;
    bool canSendTest = false; ///< The simulated vendor can be asked to send one (sandbox).
    WebhookManners manners;
    AnswerHealth answers;
};

/// A webhook that came some other way: from a file, or edited by a person.
struct EventImport
{
    std::string accountId;
    WebhookRequest request; ///< Method, target and headers as far as they are known; masked again.
    std::string body;       ///< The exact bytes.
};

/// How much of received events is kept; all bounds hold.
struct EventRetention
{
    std::chrono::hours keptFor{24 * 7};
    std::uint64_t maxEvents = 1'000'000;
    std::uint64_t maxPayloadBytes = std::uint64_t{20} << 30U; ///< Of the bodies that stand in segments.
};

/// Whose ingest URL is meant: one of both.
struct UrlOwner
{
    std::string accountId;
    std::string integration; ///< The fan-out URL.
};

/// What is kept, and how long.
struct EventStorage
{
    std::uint64_t events = 0;
    std::uint64_t payloadBytes = 0;
    std::optional<UnixMillis> oldestAt;
    std::chrono::hours keptFor{24 * 7};
    std::uint64_t maxEvents = 0;
    std::uint64_t maxPayloadBytes = 0;
};

/// How an endpoint is doing. Counts are of the sliding window that the health rule looks at.
struct EndpointHealth
{
    bool failing = false; ///< More than half of at least 20 attempts failed.
    std::uint32_t attempts = 0;
    std::uint32_t failures = 0;
    std::uint32_t consecutiveFailures = 0;
    std::string breaker = "closed"; ///< closed, open or half_open.
    std::optional<UnixMillis> breakerUntil;
    std::optional<UnixMillis> lastSuccessAt;
    std::optional<UnixMillis> lastFailureAt;
    std::chrono::milliseconds medianLatency{0};
    std::uint64_t pending = 0; ///< Waiting for their first or next try.
    std::uint64_t inFlight = 0;
    std::uint64_t delivered = 0; ///< Since this node started …
    std::uint64_t dead = 0;      ///< … and those that it gave up.
    std::optional<UnixMillis> oldestPendingAt;
};

struct EndpointView
{
    Endpoint endpoint;
    EndpointHealth health;
    std::vector<std::string> maskedSecrets; ///< Newest first; more than one while rotating.
};

/// An endpoint with the secret that is shown this one time; empty when none was made.
struct EndpointWithSecret
{
    EndpointView view;
    Secret secret; ///< "whsec_…"
};

/// Deliveries to list; unset members do not restrict.
struct DeliveryQuery
{
    ListWindow window;
    std::string endpointId;
    std::string eventId; ///< Received event.
    std::string environmentId;
    std::string accountId;
    std::string integration;
    std::string event;
    std::optional<DeliveryState> state; ///< Dead: the dead letters.
    std::optional<UnixMillis> since;
    std::optional<UnixMillis> until;
};

/// What to replay: the ids, or else what the filter finds (oldest first).
struct ReplayRequest
{
    std::vector<std::string> eventIds;
    EventQuery filter;      ///< Without ids; window.limit is the most that are replayed.
    double perSecond = 0;   ///< 0: as fast as it goes.
    std::string endpointId; ///< Only to this endpoint; empty: to all that subscribe.
    std::string url;        ///< To this URL instead, signed with a secret of its own run.
    bool dryRun = false;    ///< Map only: nothing is stored, fetched or sent.
    bool keepId = true;     ///< The webhook-id of the first time; false: new ones, for receivers that dedupe.
    bool signedAsReceived = false;      ///< Signed with the time it came, not with that of each attempt.
    std::optional<UnixMillis> signedAt; ///< Signed with this time.
    /// Taken in once more, as a new event of the same bytes: deduplicated by its id or content unless
    /// bypassDedupe says so. Its signature is not looked at again.
    bool takeIn = false;
    bool bypassDedupe = true;
    /// Time travel: mappings to try instead of those in force, {"crm.contacts.get": {"response": {…}}}, at
    /// the level of the platform mapping. Only with dryRun.
    json::Document mappings;
};

/// One replayed event.
struct ReplayItem
{
    std::string eventId;
    std::string state; ///< queued, replayed, skipped (nobody wants it), failed; dryRun: unchanged, changed,
                       ///< failed; takeIn: taken_in, duplicate, failed.
    std::string error;
    std::string newEventId; ///< takeIn: the event it became, or is a duplicate of.
    std::string beforeJson; ///< dryRun: what the first processing gave …
    std::string afterJson;  ///< … and what it gives now.

    /// dryRun: the difference, field by field; pointers are into the array of normalised events.
    struct FieldChange
    {
        json::ChangeKind kind = json::ChangeKind::Changed;
        std::string pointer;
        std::string beforeJson;
        std::string afterJson;
    };

    std::vector<FieldChange> changes;
    std::vector<std::string> deliveryIds;
};

/// A replay that goes on by itself.
struct ReplayRun
{
    std::string id; ///< rpl_…
    UnixMillis startedAt;
    std::optional<UnixMillis> endedAt;
    bool dryRun = false;
    bool stopped = false;
    std::uint64_t total = 0;
    std::uint64_t done = 0;
    std::uint64_t changed = 0;
    std::uint64_t failed = 0;
    std::vector<ReplayItem> items; ///< In order; at most the last 1,000.
};

} // namespace gatehouse
