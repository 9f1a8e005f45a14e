// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/event_fanout.h"

#include <utility>
#include <vector>

namespace gatehouse {

class EventFanout::Handle final : public Subscription
{
public:
    Handle(std::weak_ptr<State> state, std::uint64_t id)
        : m_state(std::move(state))
        , m_id(id)
    {}

    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;

    ~Handle() override
    {
        if (const auto state = m_state.lock()) {
            const std::scoped_lock lock(state->mutex);
            state->listeners.erase(m_id);
        }
    }

private:
    std::weak_ptr<State> m_state;
    std::uint64_t m_id;
};

std::unique_ptr<Subscription> EventFanout::subscribe(Listener listener)
{
    const std::scoped_lock lock(m_state->mutex);
    const std::uint64_t id = ++m_state->lastId;
    m_state->listeners.emplace(id, std::make_shared<const Listener>(std::move(listener)));
    return std::make_unique<Handle>(m_state, id);
}

void EventFanout::publish(const GatewayEvent& event) const
{
    // Copied out, so that a listener may subscribe or unsubscribe.
    std::vector<std::shared_ptr<const Listener>> listeners;
    {
        const std::scoped_lock lock(m_state->mutex);
        listeners.reserve(m_state->listeners.size());
        for (const auto& [id, listener] : m_state->listeners) {
            listeners.push_back(listener);
        }
    }
    for (const auto& listener : listeners) {
        (*listener)(event);
    }
}

bool EventFanout::anyone() const
{
    const std::scoped_lock lock(m_state->mutex);
    return !m_state->listeners.empty();
}

} // namespace gatehouse
