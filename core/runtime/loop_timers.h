// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <QAbstractEventDispatcher>

#include <set>
#include <unordered_map>
#include <utility>

namespace gatehouse::runtime {

/// Qt's timers of one thread.
class LoopTimers
{
public:
    void add(int id, qint64 interval, Qt::TimerType type, QObject* object);
    bool remove(int id);
    bool removeAll(const QObject* object);
    [[nodiscard]] QList<QAbstractEventDispatcher::TimerInfo> of(const QObject* object) const;
    /// Milliseconds until it is due; -1 when there is no such timer.
    [[nodiscard]] int remaining(int id) const;

    /// How long the loop may wait; -1 for ever.
    [[nodiscard]] int millisecondsToNext() const;
    /// Fires what is due, each timer at most once. True when there was one.
    bool activate();

private:
    struct Timer
    {
        SteadyTime due;
        std::chrono::milliseconds interval;
        Qt::TimerType type;
        QObject* object;
        bool firing = false; ///< Its handler runs; a round inside of it leaves the timer alone.
    };

    void fire(int id, SteadyTime now);

    SystemClock m_clock;
    std::unordered_map<int, Timer> m_timers;
    std::set<std::pair<SteadyTime, int>> m_order;
};

} // namespace gatehouse::runtime
