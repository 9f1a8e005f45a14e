// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auth/oauth2/refresh_scheduler.h"

#include <algorithm>

namespace gatehouse::auth {

using std::chrono::milliseconds;

RefreshScheduler::RefreshScheduler(const Clock& clock, runtime::Timers& timers, Random& random,
                                   std::function<void(const std::string&)> start, SchedulerLimits limits)
    : m_clock(clock)
    , m_timers(timers)
    , m_random(random)
    , m_start(std::move(start))
    , m_limits(limits)
{}

RefreshScheduler::~RefreshScheduler()
{
    if (m_timer) {
        m_timers.cancel(*m_timer);
    }
}

void RefreshScheduler::plan(const std::string& account, UnixMillis due)
{
    forget(account);
    const UnixMillis now = m_clock.now();
    const UnixMillis at = due + m_limits.late < now ? spread(now) : due;
    m_due.emplace(account, at);
    m_order.emplace(at, account);
    arm();
}

void RefreshScheduler::forget(const std::string& account)
{
    const auto found = m_due.find(account);
    if (found != m_due.end()) {
        m_order.erase({found->second, account});
        m_due.erase(found);
    }
}

void RefreshScheduler::finished(const std::string& account)
{
    m_running.erase(account);
    arm();
}

std::optional<UnixMillis> RefreshScheduler::due(const std::string& account) const
{
    const auto found = m_due.find(account);
    return found == m_due.end() ? std::nullopt : std::optional(found->second);
}

UnixMillis RefreshScheduler::spread(UnixMillis now)
{
    return now
           + milliseconds{
               static_cast<std::int64_t>(m_random.below(static_cast<std::uint64_t>(m_limits.late.count())))};
}

void RefreshScheduler::arm()
{
    if (m_timer) {
        m_timers.cancel(*m_timer);
        m_timer.reset();
    }
    // A full house is woken by finished(), not by the clock.
    if (m_order.empty() || m_running.size() >= m_limits.concurrent) {
        return;
    }
    const milliseconds wait =
        std::clamp(m_order.begin()->first - m_clock.now(), milliseconds{0}, m_limits.longestWait);
    m_timer = m_timers.after(wait, [this] {
        m_timer.reset();
        wake();
    });
}

void RefreshScheduler::wake()
{
    const UnixMillis now = m_clock.now();
    std::size_t moved = 0;
    while (!m_order.empty() && m_order.begin()->first <= now && m_running.size() < m_limits.concurrent) {
        const auto [due, account] = *m_order.begin();
        forget(account);
        // Long overdue: the machine slept. The first few go at once, the others are spread.
        if (due + m_limits.late < now && ++moved > m_limits.concurrent / 2) {
            const UnixMillis at = spread(now) + milliseconds{1};
            m_due.emplace(account, at);
            m_order.emplace(at, account);
            continue;
        }
        m_running.insert(account);
        m_start(account);
    }
    arm();
}

} // namespace gatehouse::auth
