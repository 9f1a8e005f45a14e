// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/completion.h"
#include "core/contract/webhook.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::runtime {
class Executor;
}

namespace gatehouse::store {

/// Received events and their jobs, by the rules of core/store/store.h. What goes out of them is in
/// core/store/delivery_store.h.

/// An event as it came, made durable together with its job.
struct NewEvent
{
    WebhookEvent event;      ///< sequence is ignored; state is Queued.
    std::string requestJson; ///< The WebhookRequest as JSON, its "answer" with it; kept byte for byte.
    std::string payload;     ///< The body when payloadRef is held in the row; empty when a segment holds it.
    /// What makes a second arrival the same event, already scoped (integration, account); empty: never.
    std::string dedupeKey;
    std::chrono::milliseconds dedupeWindow{std::chrono::hours(72)};
};

struct EventReceipt
{
    std::string eventId; ///< Of the event that is stored: the first one's when this is a duplicate.
    std::uint64_t sequence = 0;
    bool duplicate = false;
};

/// Which events to list, newest first. Empty members do not restrict.
struct EventQuery
{
    std::uint64_t after = 0;             ///< Only sequence > after …
    std::optional<std::uint64_t> before; ///< … and < before (older pages).
    std::size_t limit = 100;             ///< At most 10,000.
    std::string source;
    std::string integration;
    std::string accountId;
    std::string environmentId;
    std::string type;
    std::string event;
    std::string model;
    std::string resource;
    std::optional<EventState> state;
    std::optional<UnixMillis> since;
    std::optional<UnixMillis> until;
    bool repeated = false; ///< Only with duplicates.
    std::optional<std::chrono::microseconds> answeredOver;
};

/// How much is kept; both bounds hold. An event whose job or deliveries are not finished is never removed.
struct EventRetention
{
    std::uint64_t maxRows = 1'000'000;
    std::chrono::hours maxAge{24 * 7};
};

/// Received events. Appended by the ingest threads, read by everybody.
class WebhookEvents
{
public:
    virtual ~WebhookEvents() = default;

    /// One durable write: event, payload (or its place), job. Answers on answerOn, which outlives this.
    virtual void appendEvent(NewEvent event, runtime::Executor& answerOn, Completion<EventReceipt> done) = 0;
    virtual void events(EventQuery query, Completion<std::vector<WebhookEvent>> done) = 0;
    /// NotFound.
    virtual void event(std::string id, Completion<WebhookEventDetail> done) = 0;
    /// The body held in the row; empty with the event's payloadRef elsewhere. NotFound.
    virtual void eventPayload(std::string id, Completion<std::string> done) = 0;
    virtual void countEvents(Completion<std::uint64_t> done) = 0;
    /// One bounded step of removing what retention no longer allows; gives how many rows (0: nothing left).
    virtual void pruneEvents(EventRetention retention, UnixMillis now, Completion<std::uint64_t> done) = 0;
};

/// How long a job is leased: much longer than it takes, so that only a crash lets a lease run out.
inline constexpr std::chrono::milliseconds kJobLease = std::chrono::seconds(40);

/// Work on one event.
struct WebhookJob
{
    std::uint64_t id = 0;
    std::string eventId;
    std::string kind = "process"; ///< Queued by appendEvent; replay carries options.
    std::string optionsJson = "{}";
    std::uint32_t attempts = 0; ///< Leases so far, this one included.
    std::uint64_t lease = 0;    ///< To finish it with; a new one with every lease.
};

/// A delivery to be made, with the bytes to send.
struct NewDelivery
{
    Delivery delivery; ///< sequence is ignored; state is Pending, or Dead with its lastError.
    std::string body;
};

/// How a job ended.
struct JobResult
{
    EventState state = EventState::Processed;
    std::string error;
    std::optional<UnixMillis> occurredAt;
    std::string type;
    std::string event;
    std::string model;
    std::string resource;
    std::string accountId; ///< When the job found it out; empty: as it was.
    std::string environmentId;
    std::uint32_t records = 0;
    std::optional<std::chrono::microseconds> answerTime; ///< Of its sender, when it is known by then.
    std::string resultJson;                              ///< Kept when it is the first one.
    bool touchesEvent = true; ///< False: only the job ends and deliveries are made (replays).
};

/// Jobs with leases: a worker that dies leaves its job to be seen again when the lease is over.
class WebhookJobs
{
public:
    virtual ~WebhookJobs() = default;

    /// The oldest visible jobs; invisible to others until `now + lease`.
    virtual void leaseJobs(UnixMillis now, std::chrono::milliseconds lease, std::size_t limit,
                           Completion<std::vector<WebhookJob>> done) = 0;
    /// Ends the job, changes its event, queues deliveries (gives how many). Conflict: the lease was lost.
    virtual void finishJob(WebhookJob job, JobResult result, std::vector<NewDelivery> deliveries,
                           Completion<std::uint64_t> done) = 0;
    /// Visible again at `at`, with the reason on the event. Conflict as above.
    virtual void retryJob(WebhookJob job, UnixMillis at, std::string error, Completion<bool> done) = 0;
    /// A further job for an event that is there (replay). Gives its id. NotFound.
    virtual void addJob(std::string eventId, std::string kind, std::string optionsJson, UnixMillis visibleAt,
                        Completion<std::uint64_t> done) = 0;

    /// Jobs that are not finished, and when the next becomes visible (absent: none waits).
    struct Backlog
    {
        std::uint64_t jobs = 0;
        std::optional<UnixMillis> nextAt;
    };

    virtual void jobBacklog(Completion<Backlog> done) = 0;
    /// The clock went back by that much, and what waits with it, jobs and deliveries. Gives how many.
    virtual void clockSetBack(UnixMillis now, std::chrono::milliseconds by,
                              Completion<std::uint64_t> done) = 0;
    /// The payloadRefs of events whose job is not finished, where a segment holds the body.
    virtual void neededPayloads(Completion<std::vector<std::string>> done) = 0;
};

} // namespace gatehouse::store
