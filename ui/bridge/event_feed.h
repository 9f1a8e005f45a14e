// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/gateway.h"
#include "ui/bridge/mailbox.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <vector>

namespace gatehouse::ui {

/// The gateway's events on the GUI thread, in batches: the engine only appends to a vector, the GUI is woken
/// once and then waits kBatch before it hands everything on, so ten thousand calls a second are twenty
/// updates.
class EventFeed : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds kBatch{50};

    EventFeed(Monitor& monitor, Mailbox& mailbox, QObject* parent = nullptr);
    ~EventFeed() override;

Q_SIGNALS:
    /// Valid during the call.
    void batch(const std::vector<gatehouse::GatewayEvent>& events);

private:
    struct Queue;

    void deliver();

    std::shared_ptr<Queue> m_queue;
    QTimer m_timer;
    std::unique_ptr<Subscription> m_subscription;
};

} // namespace gatehouse::ui
