// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/events.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>

namespace gatehouse {

/// Hands events to whoever listens. Subscribing and unsubscribing from any thread; publishing, and so the
/// listeners, on the engine thread. A listener that is being called while its subscription ends on another
/// thread may still see that one event.
class EventFanout
{
public:
    using Listener = std::function<void(const GatewayEvent&)>;

    [[nodiscard]] std::unique_ptr<Subscription> subscribe(Listener listener);
    void publish(const GatewayEvent& event) const;

    /// Whether making an event is worth the while.
    [[nodiscard]] bool anyone() const;

private:
    struct State
    {
        mutable std::mutex mutex;
        std::map<std::uint64_t, std::shared_ptr<const Listener>> listeners;
        std::uint64_t lastId = 0;
    };

    class Handle;

    std::shared_ptr<State> m_state = std::make_shared<State>();
};

} // namespace gatehouse
