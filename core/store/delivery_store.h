// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/webhook_store.h"

namespace gatehouse::store {

/// Subscribers' endpoints and what is on its way to them, by the rules of core/store/store.h.

class Endpoints
{
public:
    virtual ~Endpoints() = default;

    virtual void putEndpoint(Endpoint endpoint, Completion<Endpoint> done) = 0;
    /// NotFound.
    virtual void endpoint(std::string id, Completion<Endpoint> done) = 0;
    /// Oldest first.
    virtual void endpoints(Completion<std::vector<Endpoint>> done) = 0;
    /// NotFound.
    virtual void setEndpointStatus(std::string id, EndpointStatus status, std::string reason, UnixMillis at,
                                   Completion<bool> done) = 0;
    /// Makes what waits due at `at`: one delivery, or all with "", but what is being sent. Gives how many.
    virtual void releaseQueue(std::string id, std::string deliveryId, UnixMillis at,
                              Completion<std::uint64_t> done) = 0;
    /// Its pending deliveries are discarded. False: there was none.
    virtual void removeEndpoint(std::string id, UnixMillis at, Completion<bool> done) = 0;
    /// How many deliveries each endpoint has in each state; none where there are none. Reads an index
    /// through.
    virtual void deliveryCounts(Completion<std::vector<DeliveryCount>> done) = 0;
};

/// Which deliveries to list, newest first. Empty members do not restrict.
struct DeliveryQuery
{
    std::uint64_t after = 0;
    std::optional<std::uint64_t> before;
    std::size_t limit = 100; ///< At most 10,000.
    std::string endpointId;
    std::string eventId;
    std::string accountId;
    std::string environmentId;
    std::string integration;
    std::string event;
    std::optional<DeliveryState> state;
    std::optional<UnixMillis> since; ///< createdAt from …
    std::optional<UnixMillis> until; ///< … to.
};

/// A delivery to be sent now.
struct LeasedDelivery
{
    Delivery delivery;
    std::string body;
    std::uint64_t lease = 0;
};

/// What waits for one endpoint.
struct EndpointQueue
{
    std::string endpointId;
    std::uint64_t pending = 0;
    std::optional<UnixMillis> oldest; ///< createdAt of the oldest pending one.
    std::optional<UnixMillis> nextAt; ///< When the next is due (or its lease over).
};

/// What an attempt makes of its delivery.
struct DeliveryOutcome
{
    DeliveryState state = DeliveryState::Delivered;
    std::optional<UnixMillis> nextAt; ///< For Pending.
    UnixMillis at;
};

class Deliveries
{
public:
    virtual ~Deliveries() = default;

    /// Queues deliveries that belong to no job (events of the gateway itself, tests, replays).
    virtual void addDeliveries(std::vector<NewDelivery> deliveries, Completion<std::uint64_t> done) = 0;
    /// An endpoint's due deliveries that nobody leases, in order; each invisible until `now + lease`. With
    /// ordered, only the oldest pending one, and only when it is due.
    virtual void leaseDeliveries(std::string endpointId, bool ordered, UnixMillis now,
                                 std::chrono::milliseconds lease, std::size_t limit,
                                 Completion<std::vector<LeasedDelivery>> done) = 0;
    /// Attempt and new state in one write. Conflict: the lease was lost, and the attempt alone is kept.
    virtual void recordAttempt(LeasedDelivery delivery, DeliveryAttempt attempt, DeliveryOutcome outcome,
                               Completion<bool> done) = 0;
    virtual void deliveries(DeliveryQuery query, Completion<std::vector<Delivery>> done) = 0;
    /// NotFound.
    virtual void delivery(std::string id, Completion<Delivery> done) = 0;
    /// NotFound.
    virtual void deliveryBody(std::string id, Completion<std::string> done) = 0;
    /// Oldest first.
    virtual void attempts(std::string deliveryId, Completion<std::vector<DeliveryAttempt>> done) = 0;
    /// Pending again, due at `at`; with a body, that is sent from now on. NotFound; Conflict: it is pending.
    virtual void requeue(std::string id, UnixMillis at, std::optional<std::string> body,
                         Completion<bool> done) = 0;
    /// Pending or dead → discarded. False: neither.
    virtual void discard(std::string id, UnixMillis at, Completion<bool> done) = 0;
    /// One row per endpoint with pending deliveries.
    virtual void queues(Completion<std::vector<EndpointQueue>> done) = 0;
};

} // namespace gatehouse::store
