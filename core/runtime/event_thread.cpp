// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/event_thread.h"

#include "core/runtime/epoll_dispatcher.h"
#include "core/runtime/handover.h"
#include "core/runtime/loop_mailbox.h"

#include <QThread>

namespace gatehouse::runtime {

class EventThread::Impl
{
public:
    Impl(const std::string& name, LoopKind kind)
    {
        thread.setObjectName(QString::fromStdString(name));
        if (kind == LoopKind::Epoll) {
            thread.setEventDispatcher(makeEventDispatcher().release()); // the thread owns it from here
        }
        mailbox.moveToThread(&thread);
        thread.start();
    }

    QThread thread;
    LoopMailbox mailbox;
};

EventThread::EventThread(const std::string& name, LoopKind kind)
    : m_impl(std::make_unique<Impl>(name, kind))
{}

EventThread::~EventThread()
{
    stop();
}

void EventThread::post(UniqueFunction function)
{
    m_impl->mailbox.post(std::move(function));
}

bool EventThread::isCurrent() const
{
    return QThread::currentThread() == &m_impl->thread;
}

void EventThread::stop()
{
    if (!m_impl->thread.isRunning()) {
        return;
    }
    post([this] {
        m_impl->mailbox.closeBeforeLoopEnds();
        m_impl->thread.quit();
        handOver(&m_impl->thread);
    });
    m_impl->thread.wait();
    takeOver(&m_impl->thread);
    m_impl->mailbox.close();
}

} // namespace gatehouse::runtime
