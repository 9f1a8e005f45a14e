// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractEventDispatcher>

#include <memory>

namespace gatehouse::runtime {

/// A Qt event dispatcher on epoll(7). Qt's own dispatchers hand every socket of the thread to poll(2) in each
/// round, so thousands of idle connections slow the few busy ones down; here idle ones cost nothing. Set it
/// before the event loop starts: EventThread does so; for the main thread, before the QCoreApplication is
/// made:
///   QCoreApplication::setEventDispatcher(runtime::makeEventDispatcher().release());
/// Only for threads without windows (a window system brings a dispatcher of its own).
[[nodiscard]] std::unique_ptr<QAbstractEventDispatcher> makeEventDispatcher();

} // namespace gatehouse::runtime
