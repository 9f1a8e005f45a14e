// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/limits/throttle.h"

#include <string>
#include <unordered_map>

namespace gatehouse::limits {

/// A throttle that knows what providers themselves said and nothing else: after a refusal with a wait, calls
/// of that account are refused until the wait is over, without asking the provider again.
class ObservedLimits final : public Throttle
{
public:
    [[nodiscard]] ThrottleDecision admit(const ThrottleRequest& request, UnixMillis now) override;
    void observe(const ThrottleRequest& request, const LimitReading& reading, UnixMillis now) override;
    [[nodiscard]] LimitReading current(std::string_view accountId, UnixMillis now) const override;
    [[nodiscard]] unsigned refusalsInARow(std::string_view accountId) const override;

private:
    struct Account
    {
        LimitReading reading;
        UnixMillis at;
        std::optional<UnixMillis> blockedUntil;
        unsigned refusals = 0;
    };

    std::unordered_map<std::string, Account> m_accounts;
};

} // namespace gatehouse::limits
