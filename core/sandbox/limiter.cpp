// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/limiter.h"

#include <algorithm>

namespace gatehouse::sandbox {

void Limiter::expire(SteadyTime now)
{
    if (!m_started) {
        m_started = true;
        m_windowStart = now;
        m_inWindow = m_definition->usedAtStart;
        m_times.assign(m_definition->usedAtStart, now);
    }
    const auto oldest = now - m_definition->window;
    while (!m_times.empty() && m_times.front() <= oldest) {
        m_times.pop_front();
    }
    if (now - m_windowStart >= m_definition->window) {
        m_windowStart = now - (now - m_windowStart) % m_definition->window;
        m_inWindow = 0;
    }
}

LimitState Limiter::admit(SteadyTime now, bool enforce)
{
    expire(now);
    const bool rolling = m_definition->algorithm == LimitDefinition::Algorithm::RollingWindow;
    LimitState state;
    state.limit = m_definition->limit;
    state.used = rolling ? static_cast<std::int64_t>(m_times.size()) : m_inWindow;
    state.exceeded = state.used >= state.limit && enforce;
    if (!state.exceeded) {
        // Unenforced, a rolling window would remember every request of a benchmark.
        if (!rolling) {
            ++m_inWindow;
        } else if (state.used < state.limit) {
            m_times.push_back(now);
        }
        ++state.used;
    }
    state.remaining = std::max<std::int64_t>(0, state.limit - state.used);
    const auto begin = rolling ? (m_times.empty() ? now : m_times.front()) : m_windowStart;
    const auto left = begin + m_definition->window - now;
    state.resetSeconds = std::max<std::int64_t>(0, std::chrono::ceil<std::chrono::seconds>(left).count());
    return state;
}

} // namespace gatehouse::sandbox
