// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auth/oauth2/refresh_log.h"

#include <algorithm>
#include <utility>

namespace gatehouse::auth {

void RefreshLog::begin(const std::string& account, TokenCause cause, const std::string& who)
{
    TokenAttempt attempt;
    attempt.accountId = account;
    attempt.number = ++m_lastNumber;
    attempt.cause = cause;
    attempt.by = who;
    attempt.startedAt = m_clock.now();
    attempt.waiters.push_back({who, attempt.startedAt, {}});
    attempt.waitersInAll = 1;
    tell(m_running.insert_or_assign(account, std::move(attempt)).first->second);
}

void RefreshLog::join(const std::string& account, const std::string& who)
{
    TokenAttempt& attempt = running(account);
    ++attempt.waitersInAll;
    if (attempt.waiters.size() < TokenAttempt::kMaxWaiters) {
        attempt.waiters.push_back({who, m_clock.now(), {}});
    }
}

void RefreshLog::locked(const std::string& account, std::uint64_t fence)
{
    TokenAttempt& attempt = running(account);
    attempt.lockedAt = m_clock.now();
    attempt.fence = fence;
    tell(attempt);
}

void RefreshLog::end(const std::string& account, TokenOutcome outcome)
{
    auto node = m_running.extract(account);
    if (node.empty()) {
        return;
    }
    TokenAttempt& attempt = node.mapped();
    attempt.outcome = outcome;
    attempt.endedAt = m_clock.now();
    for (TokenWaiter& waiter : attempt.waiters) {
        waiter.until = attempt.endedAt;
    }
    tell(attempt);
    keep(account, std::move(attempt));
}

void RefreshLog::keep(const std::string& account, TokenAttempt attempt)
{
    auto& own = m_ended[account];
    own.push_back(std::move(attempt));
    m_order.push_back(account);
    if (own.size() > kPerAccount) {
        own.pop_front();
        m_order.erase(std::find(m_order.begin(), m_order.end(), account));
    }
    if (m_order.size() > kInAll) {
        const auto oldest = m_ended.find(m_order.front());
        oldest->second.pop_front();
        if (oldest->second.empty()) {
            m_ended.erase(oldest);
        }
        m_order.pop_front();
    }
}

void RefreshLog::forget(const std::string& account)
{
    if (m_ended.erase(account) > 0) {
        std::erase(m_order, account);
    }
}

std::vector<TokenAttempt> RefreshLog::of(const std::string& account) const
{
    std::vector<TokenAttempt> out;
    if (const auto found = m_ended.find(account); found != m_ended.end()) {
        out.assign(found->second.begin(), found->second.end());
    }
    if (const auto found = m_running.find(account); found != m_running.end()) {
        out.push_back(found->second);
    }
    return out;
}

void RefreshLog::tell(const TokenAttempt& attempt) const
{
    if (m_tell) {
        m_tell(attempt);
    }
}

} // namespace gatehouse::auth
