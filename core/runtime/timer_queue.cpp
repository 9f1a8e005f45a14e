// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/timer_queue.h"

#include <vector>

namespace gatehouse::runtime {

TimerId TimerQueue::at(SteadyTime due, UniqueFunction function)
{
    const TimerId id = ++m_lastId;
    m_byId.emplace(id, m_byTime.emplace(due, Entry{id, std::move(function)}));
    return id;
}

bool TimerQueue::cancel(TimerId id)
{
    const auto found = m_byId.find(id);
    if (found == m_byId.end()) {
        return false;
    }
    m_byTime.erase(found->second);
    m_byId.erase(found);
    return true;
}

std::size_t TimerQueue::runDue(SteadyTime now)
{
    // Ids first: a function may cancel one that is due in the same round.
    std::vector<TimerId> due;
    for (auto it = m_byTime.begin(); it != m_byTime.end() && it->first <= now; ++it) {
        due.push_back(it->second.id);
    }
    std::size_t ran = 0;
    for (const TimerId id : due) {
        const auto found = m_byId.find(id);
        if (found == m_byId.end()) {
            continue;
        }
        auto function = std::move(found->second->second.function);
        cancel(id);
        function();
        ++ran;
    }
    return ran;
}

std::optional<SteadyTime> TimerQueue::next() const
{
    return m_byTime.empty() ? std::nullopt : std::optional(m_byTime.begin()->first);
}

} // namespace gatehouse::runtime
