// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/runtime/timers.h"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace gatehouse::auth {

struct SchedulerLimits
{
    std::size_t concurrent = 16; ///< Refreshes running at once.
    /// Due by more than this when looked at (the machine slept, its clock jumped, the process was down): such
    /// jobs are spread over the same time instead of starting together.
    std::chrono::milliseconds late{10'000};
    /// The wall clock is looked at no later than this, because timers stand still while a machine sleeps.
    std::chrono::milliseconds longestWait{300'000};
};

/// One job per account, due at its own moment of wall time; one timer for all of them, so that ten thousand
/// accounts cost nothing while they are idle. Lives on one thread; everything passed in outlives it.
class RefreshScheduler
{
public:
    /// start is called when an account's job is due; it must call finished(account) when the refresh ended.
    RefreshScheduler(const Clock& clock, runtime::Timers& timers, Random& random,
                     std::function<void(const std::string& account)> start, SchedulerLimits limits = {});
    RefreshScheduler(const RefreshScheduler&) = delete;
    RefreshScheduler& operator=(const RefreshScheduler&) = delete;
    ~RefreshScheduler();

    /// Plans or moves an account's job.
    void plan(const std::string& account, UnixMillis due);
    void forget(const std::string& account);
    /// A refresh that start() began has ended, however; the next waiting one may begin.
    void finished(const std::string& account);

    [[nodiscard]] std::optional<UnixMillis> due(const std::string& account) const;

    [[nodiscard]] std::size_t planned() const noexcept { return m_due.size(); }

    [[nodiscard]] std::size_t running() const noexcept { return m_running.size(); }

private:
    void arm();
    void wake();
    [[nodiscard]] UnixMillis spread(UnixMillis now);

    const Clock& m_clock;
    runtime::Timers& m_timers;
    Random& m_random;
    std::function<void(const std::string&)> m_start;
    SchedulerLimits m_limits;
    std::map<std::string, UnixMillis, std::less<>> m_due;
    std::set<std::pair<UnixMillis, std::string>> m_order;
    std::set<std::string, std::less<>> m_running;
    std::optional<runtime::TimerId> m_timer;
};

} // namespace gatehouse::auth
