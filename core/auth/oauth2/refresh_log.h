// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/contract/token.h"

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace gatehouse::auth {

/// What the refreshes of this run of the program did, for people to look at. Bounded per account and over all
/// accounts; the oldest go first. Lives on one thread.
class RefreshLog
{
public:
    static constexpr std::size_t kPerAccount = 20;
    static constexpr std::size_t kInAll = 1000;

    /// tell is called when an attempt begins, gets its lock, and ends; may be empty.
    RefreshLog(const Clock& clock, std::function<void(const TokenAttempt&)> tell)
        : m_clock(clock)
        , m_tell(std::move(tell))
    {}

    void begin(const std::string& account, TokenCause cause, const std::string& who);
    /// Somebody else waits for the attempt that runs.
    void join(const std::string& account, const std::string& who);

    /// The attempt that runs, to write into. begin() must have been called.
    [[nodiscard]] TokenAttempt& running(const std::string& account) { return m_running.at(account); }

    [[nodiscard]] bool runs(const std::string& account) const { return m_running.contains(account); }

    void locked(const std::string& account, std::uint64_t fence);
    /// Everybody who waited is answered.
    void end(const std::string& account, TokenOutcome outcome);
    void forget(const std::string& account);

    /// Oldest first, with the one that runs.
    [[nodiscard]] std::vector<TokenAttempt> of(const std::string& account) const;

private:
    void keep(const std::string& account, TokenAttempt attempt);
    void tell(const TokenAttempt& attempt) const;

    const Clock& m_clock;
    std::function<void(const TokenAttempt&)> m_tell;
    std::uint64_t m_lastNumber = 0;
    std::map<std::string, TokenAttempt, std::less<>> m_running;
    std::map<std::string, std::deque<TokenAttempt>, std::less<>> m_ended;
    std::deque<std::string> m_order; ///< Whose attempts ended, oldest first; one entry each.
};

} // namespace gatehouse::auth
