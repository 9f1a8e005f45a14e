// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractEventDispatcher>
#include <QEventLoop>
#include <QTimer>
#include <qcoro/qcorotask.h>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace gatehouse::test {

inline constexpr std::chrono::milliseconds kPatience{60'000};

/// Runs the event loop until the condition holds, looking again after every round of events. False when the
/// deadline passed first: the test then fails instead of hanging.
inline bool runUntil(const std::function<bool()>& condition, std::chrono::milliseconds deadline = kPatience)
{
    QEventLoop loop;
    QTimer limit;
    bool expired = false;
    QObject::connect(&limit, &QTimer::timeout, &loop, [&expired] { expired = true; });
    limit.setSingleShot(true);
    // What was posted is delivered right before the loop blocks, and may be what we wait for.
    auto* dispatcher = QAbstractEventDispatcher::instance();
    QObject::connect(dispatcher, &QAbstractEventDispatcher::aboutToBlock, &loop, [&condition, dispatcher] {
        if (condition()) {
            dispatcher->wakeUp();
        }
    });
    limit.start(deadline);
    while (!condition() && !expired) {
        loop.processEvents(QEventLoop::WaitForMoreEvents);
    }
    return condition();
}

/// Runs a coroutine to its end on the calling thread's event loop; nullopt when the deadline passed first
/// (the coroutine then goes on by itself and its result is dropped).
template <class T>
std::optional<T> runTask(QCoro::Task<T> task, std::chrono::milliseconds deadline = kPatience)
{
    auto result = std::make_shared<std::optional<T>>();
    [](QCoro::Task<T> awaited, std::shared_ptr<std::optional<T>> out) -> QCoro::Task<> {
        out->emplace(co_await awaited);
    }(std::move(task), result);
    runUntil([&result] { return result->has_value(); }, deadline);
    return std::move(*result);
}

} // namespace gatehouse::test
