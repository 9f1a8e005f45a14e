// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/base/random.h"
#include "core/delivery/endpoint_book.h"
#include "core/delivery/retry_schedule.h"
#include "core/delivery/sender.h"
#include "core/runtime/executor.h"
#include "core/runtime/timers.h"
#include "core/store/store.h"

#include <qcoro/qcorotask.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <string>

namespace gatehouse::delivery {

/// What is told about deliveries and endpoints; each may be empty. Engine thread.
struct DeliveryListener
{
    std::function<void(const Delivery&)> changed;
    std::function<void(const std::string& endpointId)> endpointChanged;
    std::function<void(const std::string& endpointId, const std::string& reason)> failing;
    std::function<void(const std::string& endpointId, const std::string& reason)> paused;
};

/// Sends what the store has for each endpoint. Every endpoint has a lane of its own with its own places, its
/// own breaker and its own waits: one that hangs or fails never takes anything from another. At least once: a
/// delivery is leased, sent, and only then written down as sent; after a crash it is sent again, under the
/// same message id. Engine thread.
class DeliveryEngine
{
public:
    struct Parts
    {
        const Clock* clock = nullptr;
        Random* random = nullptr;
        LogSink* log = nullptr;
        runtime::Executor* engine = nullptr;
        runtime::Timers* timers = nullptr;
        store::Deliveries* store = nullptr;
        EndpointBook* endpoints = nullptr;
        Sender* sender = nullptr;
        RetrySchedule schedule;
        DeliveryListener listener;
        /// What keeps the node from ending while something is under way.
        std::function<std::shared_ptr<void>()> hold;
    };

    explicit DeliveryEngine(Parts parts);

    /// Looks at every queue now and from then on.
    void start();
    /// Takes nothing new. What is under way ends by itself, or at once when cut off.
    void stop();

    void cutOff() { m_cutOff.request_stop(); }

    /// Something new is due for the endpoint.
    void wake(const std::string& endpointId);
    /// The endpoint was resumed, changed or removed.
    void endpointChanged(const std::string& endpointId);

    struct LaneState
    {
        std::uint64_t inFlight = 0;
        std::uint64_t pending = 0;
        std::optional<UnixMillis> oldestPending;
    };

    [[nodiscard]] LaneState lane(const std::string& endpointId) const;

    /// Whether a try of that delivery is under way here.
    [[nodiscard]] bool isSending(const std::string& deliveryId) const
    {
        return m_sending.contains(deliveryId);
    }

private:
    struct Lane
    {
        std::string endpointId;
        std::size_t inFlight = 0;
        bool filling = false;
        bool again = false; ///< Look once more when the present look is over.
        std::optional<UnixMillis> armedFor;
        runtime::TimerId timer = 0;
        std::uint64_t pending = 0;
        std::optional<UnixMillis> oldest;
    };

    using LanePtr = std::shared_ptr<Lane>;

    [[nodiscard]] LanePtr laneOf(const std::string& endpointId);
    void lookLater();
    QCoro::Task<> look();
    void arm(const LanePtr& lane, UnixMillis at);
    /// How many more may be sent now; arms the lane when the answer changes with time alone.
    [[nodiscard]] std::size_t room(const LanePtr& lane, const Subscriber& subscriber);
    QCoro::Task<> fill(LanePtr lane);
    [[nodiscard]] QCoro::Task<std::size_t> lease(LanePtr lane, std::size_t limit);
    QCoro::Task<> deliver(LanePtr lane, store::LeasedDelivery leased);
    [[nodiscard]] store::DeliveryOutcome judge(const store::LeasedDelivery& leased, SendResult& result);
    [[nodiscard]] QCoro::Task<> record(LanePtr lane, store::LeasedDelivery leased, SendResult result);
    [[nodiscard]] QCoro::Task<> noteHealth(std::string endpointId, bool delivered,
                                           std::chrono::milliseconds took);
    [[nodiscard]] QCoro::Task<> pause(std::string endpointId, EndpointStatus status, std::string reason);

    Parts m_parts;
    std::map<std::string, LanePtr, std::less<>> m_lanes;
    std::set<std::string, std::less<>> m_sending;
    std::stop_source m_cutOff;
    bool m_running = false;
};

} // namespace gatehouse::delivery
