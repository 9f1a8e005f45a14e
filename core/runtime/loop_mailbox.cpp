// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/loop_mailbox.h"

#include "core/runtime/handover.h"

#include <QCoreApplication>
#include <QEvent>

#include <thread>

namespace gatehouse::runtime {

LoopMailbox::~LoopMailbox()
{
    close();
}

void LoopMailbox::close()
{
    // Destroyed outside the lock: a dropped Completion answers, and that answer may post again.
    m_box.close();
}

void LoopMailbox::closeBeforeLoopEnds()
{
    const auto dropped = m_box.close();
    // Qt wakes the loop after it has let go of its lock: the event may be delivered, and the loop with its
    // dispatcher gone, before the poster gets there. It has a few instructions to go.
    while (m_posting.load(std::memory_order_acquire) != 0) {
        std::this_thread::yield();
    }
}

void LoopMailbox::post(UniqueFunction function)
{
    m_posting.fetch_add(1, std::memory_order_relaxed); // seen by who closes: push takes the same lock
    if (m_box.push(std::move(function))) {
        auto* const event = new QEvent(QEvent::User);
        handOver(this);
        QCoreApplication::postEvent(this, event);
    }
    m_posting.fetch_sub(1, std::memory_order_release);
}

void LoopMailbox::runPosted()
{
    for (auto& function : m_box.take()) {
        function();
        function = {};
    }
}

bool LoopMailbox::event(QEvent* event)
{
    takeOver(this);
    if (event->type() != QEvent::User) {
        return QObject::event(event);
    }
    runPosted();
    return true;
}

} // namespace gatehouse::runtime
