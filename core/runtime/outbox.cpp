// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/outbox.h"

#include <QAbstractEventDispatcher>
#include <QThread>

#include <utility>

namespace gatehouse::runtime {

Outbox::Outbox(Executor& receiver)
    : m_receiver(receiver)
{
    auto* loop = QThread::currentThread()->eventDispatcher();
    m_loop = {QObject::connect(loop, &QAbstractEventDispatcher::aboutToBlock, loop, [this] { flush(); }),
              QObject::connect(loop, &QAbstractEventDispatcher::awake, loop, [this] { roundBegins(); })};
}

Outbox::~Outbox()
{
    for (const auto& connection : m_loop) {
        QObject::disconnect(connection);
    }
}

void Outbox::add(UniqueFunction function)
{
    m_waiting.push_back(std::move(function));
    if (m_waiting.size() == kMostAtOnce) {
        flush();
    }
}

void Outbox::flush()
{
    m_waitedARound = false;
    if (m_waiting.empty()) {
        return;
    }
    m_receiver.post([batch = std::exchange(m_waiting, {})]() mutable {
        for (auto& function : batch) {
            function();
            function = {};
        }
    });
}

/// Qt's own loops do not say that they are about to wait while they have posted events, which may be always.
void Outbox::roundBegins()
{
    if (m_waitedARound) {
        flush();
    } else {
        m_waitedARound = !m_waiting.empty();
    }
}

} // namespace gatehouse::runtime
