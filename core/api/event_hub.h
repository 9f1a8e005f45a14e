// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/api_call.h"
#include "core/api/event_client.h"
#include "core/gateway/gateway.h"
#include "core/runtime/timers.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::api {

/// How /v1/stream behaves.
struct EventHubOptions
{
    std::size_t keptEvents = 2'000;                       ///< For clients that come back with Last-Event-ID.
    std::size_t clientQueueBytes = std::size_t{1} << 20U; ///< A client that is further behind is dropped.
    std::size_t maxClients = 200;
    std::chrono::milliseconds heartbeat{15'000};
    std::chrono::milliseconds stalledAfter{30'000}; ///< A dropped client that does not even take its notice.
};

/// The gateway's events as server-sent events (HTML Living Standard §9.2): each event is rendered once and
/// put into the queue of every client that may see it; when nobody listens it is kept as it is, since a busy
/// gateway makes thousands a second. Ids are "RUN-N"; RUN names this run of the gateway, so
/// that a client from before a restart is told that it missed something. Lives on the engine thread.
class EventHub
{
public:
    /// run: unguessable is not needed, different on each start is.
    EventHub(Monitor& monitor, runtime::Timers& timers, std::string run, EventHubOptions options = {});
    EventHub(const EventHub&) = delete;
    EventHub& operator=(const EventHub&) = delete;
    ~EventHub();

    /// Starts the stream: what the client missed since lastEventId, then what comes. Errc::LimitExceeded
    /// when there are too many clients.
    [[nodiscard]] Status attach(const ApiCallPtr& call, EventFilter filter, std::string_view lastEventId);
    /// Ends all streams, and those that come later, with a notice; for shutting down.
    void close();

    [[nodiscard]] std::size_t clientCount() const noexcept { return m_clients.size(); }

private:
    /// An event that nobody has asked for yet. A GatewayEvent itself has the size of its largest kind.
    struct Kept
    {
        std::uint64_t number = 0;
        std::function<GatewayEvent()> event;
    };

    void publish(const GatewayEvent& event);
    void beat();
    void replay(EventClient& client, std::string_view lastEventId) const;
    void forgetEnded();

    runtime::Timers& m_timers;
    std::string m_run;
    EventHubOptions m_options;
    std::uint64_t m_lastNumber = 0;
    std::deque<Kept> m_kept;
    std::vector<std::shared_ptr<EventClient>> m_clients;
    runtime::TimerId m_beat = 0;
    bool m_closed = false;
    std::unique_ptr<Subscription> m_subscription;
};

} // namespace gatehouse::api
