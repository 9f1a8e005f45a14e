// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/loop_mailbox.h"

#include <QCoreApplication>
#include <QEvent>

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

void LoopMailbox::post(UniqueFunction function)
{
    if (m_box.push(std::move(function))) {
        QCoreApplication::postEvent(this, new QEvent(QEvent::User));
    }
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
    if (event->type() != QEvent::User) {
        return QObject::event(event);
    }
    runPosted();
    return true;
}

} // namespace gatehouse::runtime
