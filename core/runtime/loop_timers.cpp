// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/loop_timers.h"

#include <QCoreApplication>
#include <QTimerEvent>

#include <algorithm>
#include <limits>
#include <vector>

namespace gatehouse::runtime {

namespace {

int wholeMilliseconds(SteadyTime::duration time)
{
    const auto count = std::chrono::ceil<std::chrono::milliseconds>(time).count();
    return static_cast<int>(std::clamp<decltype(count)>(count, 0, std::numeric_limits<int>::max()));
}

} // namespace

void LoopTimers::add(int id, qint64 interval, Qt::TimerType type, QObject* object)
{
    const std::chrono::milliseconds every(interval);
    const SteadyTime due = m_clock.steady() + every;
    m_timers.insert_or_assign(id, Timer{due, every, type, object});
    m_order.emplace(due, id);
}

bool LoopTimers::remove(int id)
{
    const auto found = m_timers.find(id);
    if (found == m_timers.end()) {
        return false;
    }
    m_order.erase({found->second.due, id});
    m_timers.erase(found);
    return true;
}

bool LoopTimers::removeAll(const QObject* object)
{
    std::vector<int> ids;
    for (const auto& [id, timer] : m_timers) {
        if (timer.object == object) {
            ids.push_back(id);
        }
    }
    for (const int id : ids) {
        remove(id);
    }
    return !ids.empty();
}

QList<QAbstractEventDispatcher::TimerInfo> LoopTimers::of(const QObject* object) const
{
    QList<QAbstractEventDispatcher::TimerInfo> list;
    for (const auto& [id, timer] : m_timers) {
        if (timer.object == object) {
            list.append({id, static_cast<int>(timer.interval.count()), timer.type});
        }
    }
    return list;
}

int LoopTimers::remaining(int id) const
{
    const auto found = m_timers.find(id);
    return found == m_timers.end() ? -1 : wholeMilliseconds(found->second.due - m_clock.steady());
}

int LoopTimers::millisecondsToNext() const
{
    return m_order.empty() ? -1 : wholeMilliseconds(m_order.begin()->first - m_clock.steady());
}

bool LoopTimers::activate()
{
    if (m_order.empty()) {
        return false;
    }
    const auto now = m_clock.steady();
    std::vector<int> due;
    for (auto it = m_order.begin(); it != m_order.end() && it->first <= now; ++it) {
        due.push_back(it->second);
    }
    for (const int id : due) {
        fire(id, now);
    }
    return !due.empty();
}

void LoopTimers::fire(int id, SteadyTime now)
{
    const auto found = m_timers.find(id);
    // One fired before may have stopped it, or stopped it and begun another with the same id.
    if (found == m_timers.end() || found->second.firing || found->second.due > now) {
        return;
    }
    auto& timer = found->second;
    m_order.erase({timer.due, id});
    timer.due = std::max(timer.due + timer.interval, now);
    m_order.emplace(timer.due, id);
    timer.firing = true;
    QTimerEvent event(id);
    QCoreApplication::sendEvent(timer.object, &event);
    if (const auto still = m_timers.find(id); still != m_timers.end()) {
        still->second.firing = false;
    }
}

} // namespace gatehouse::runtime
