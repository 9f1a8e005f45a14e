// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/limits/observed_limits.h"

#include <algorithm>
#include <cmath>

namespace gatehouse::limits {
namespace {

/// No provider's window is longer than a day; a header that names more is wrong.
constexpr double kMaxWaitSeconds = 86'400;

double secondsBetween(UnixMillis from, UnixMillis to)
{
    return static_cast<double>(toMillis(to) - toMillis(from)) / 1000.0;
}

/// Counts a reading down by the time that passed since it was made. A window whose reset has passed is full
/// again as far as anybody knows, so its remaining is dropped.
LimitReading agedBy(LimitReading reading, double seconds)
{
    for (auto& window : reading.windows) {
        if (!window.resetSeconds) {
            continue;
        }
        *window.resetSeconds -= seconds;
        if (*window.resetSeconds <= 0) {
            window.resetSeconds.reset();
            window.remaining.reset();
        }
    }
    if (!reading.windows.empty()) {
        reading.remaining = reading.windows.front().remaining;
        reading.resetSeconds = reading.windows.front().resetSeconds;
    }
    if (reading.retryAfterSeconds) {
        reading.retryAfterSeconds = std::max(*reading.retryAfterSeconds - seconds, 0.0);
    }
    return reading;
}

} // namespace

ThrottleDecision ObservedLimits::admit(const ThrottleRequest& request, UnixMillis now)
{
    ThrottleDecision decision;
    const auto found = m_accounts.find(std::string(request.accountId));
    if (found == m_accounts.end()) {
        return decision;
    }
    auto& account = found->second;
    // A wall clock that was set back must not lock an account out for longer than the provider asked.
    const bool blocked = account.blockedUntil && now < *account.blockedUntil && now >= account.at;
    decision.reading = agedBy(account.reading, secondsBetween(account.at, now));
    decision.reading.limited = blocked;
    if (!blocked) {
        account.blockedUntil.reset();
        return decision;
    }
    decision.admitted = false;
    const auto wait = secondsBetween(now, *account.blockedUntil);
    decision.retryAfterSeconds = static_cast<std::int64_t>(std::ceil(wait));
    decision.reading.retryAfterSeconds = wait;
    return decision;
}

void ObservedLimits::observe(const ThrottleRequest& request, const LimitReading& reading, UnixMillis now)
{
    auto& account = m_accounts[std::string(request.accountId)];
    if (reading.limited && !reading.partial) {
        ++account.refusals;
        if (reading.retryAfterSeconds && *reading.retryAfterSeconds > 0) {
            account.blockedUntil = now
                                   + std::chrono::milliseconds(static_cast<std::int64_t>(
                                       std::min(*reading.retryAfterSeconds, kMaxWaitSeconds) * 1000.0));
        }
    } else if (!account.blockedUntil || now >= *account.blockedUntil || now < account.at) {
        // Before that, the answer is to a call that was sent before the refusal and says nothing about it.
        account.refusals = 0;
        account.blockedUntil.reset();
    }
    if (reading.knowsAnything()) {
        account.reading = reading;
        account.at = now;
    }
}

LimitReading ObservedLimits::current(std::string_view accountId, UnixMillis now) const
{
    const auto found = m_accounts.find(std::string(accountId));
    return found == m_accounts.end() ? LimitReading()
                                     : agedBy(found->second.reading, secondsBetween(found->second.at, now));
}

unsigned ObservedLimits::refusalsInARow(std::string_view accountId) const
{
    const auto found = m_accounts.find(std::string(accountId));
    return found == m_accounts.end() ? 0 : found->second.refusals;
}

} // namespace gatehouse::limits
