// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/event_feed.h"

#include <mutex>

namespace gatehouse::ui {

struct EventFeed::Queue
{
    std::mutex mutex;
    std::vector<GatewayEvent> events;
};

EventFeed::EventFeed(Monitor& monitor, Mailbox& mailbox, QObject* parent)
    : QObject(parent)
    , m_queue(std::make_shared<Queue>())
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(kBatch);
    connect(&m_timer, &QTimer::timeout, this, &EventFeed::deliver);
    m_subscription = monitor.subscribe([queue = m_queue, post = mailbox.poster(),
                                        guard = QPointer<EventFeed>(this)](const GatewayEvent& event) {
        bool first = false;
        {
            const std::scoped_lock lock(queue->mutex);
            queue->events.push_back(event);
            first = queue->events.size() == 1;
        }
        if (first) {
            post([guard] {
                if (guard) {
                    guard->m_timer.start();
                }
            });
        }
    });
}

EventFeed::~EventFeed() = default;

void EventFeed::deliver()
{
    std::vector<GatewayEvent> events;
    {
        const std::scoped_lock lock(m_queue->mutex);
        events.swap(m_queue->events);
    }
    if (!events.empty()) {
        Q_EMIT
        batch(events);
    }
}

} // namespace gatehouse::ui
