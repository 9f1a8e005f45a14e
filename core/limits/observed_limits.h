// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/limits/throttle.h"

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace gatehouse::limits {

/// A throttle that knows what providers themselves said and nothing else: after a refusal with a wait, the
/// calls it holds for are refused until the wait is over, without asking the provider again. Which those are,
/// the definition says by the budget that the refusal is about (refusedBudget): operations it applies to, of
/// the account or, for scope app, of every account of the integration. Without budgets: the whole account.
class ObservedLimits final : public Throttle
{
public:
    [[nodiscard]] ThrottleDecision admit(const ThrottleRequest& request, UnixMillis now) override;
    void observe(const ThrottleRequest& request, const LimitReading& reading, UnixMillis now) override;
    [[nodiscard]] LimitReading current(std::string_view accountId, UnixMillis now) const override;
    [[nodiscard]] unsigned refusalsInARow(const ThrottleRequest& request) const override;

private:
    /// What is known of one budget of one owner.
    struct Scope
    {
        std::string budget;                 ///< Its name; empty: the definition has none.
        std::vector<std::string> appliesTo; ///< Empty: every operation.
        LimitReading reading;               ///< Of the last refusal,
        UnixMillis at;                      ///< and when that was.
        std::optional<UnixMillis> blockedUntil;
        unsigned refusals = 0;

        [[nodiscard]] bool blocks(UnixMillis now) const noexcept;
    };

    struct Last
    {
        LimitReading reading;
        UnixMillis at;
    };

    using Scopes = std::vector<Scope>;

    /// Calls visit(scope) for all that the request falls under.
    template <class Self, class Visit>
    static void eachScope(Self& self, const ThrottleRequest& request, const Visit& visit);
    [[nodiscard]] Scope& refusedScope(const ThrottleRequest& request, const LimitReading& reading);

    std::unordered_map<std::string, Last> m_last;       ///< By account.
    std::unordered_map<std::string, Scopes> m_accounts; ///< By account.
    std::unordered_map<std::string, Scopes> m_apps;     ///< By integration.
};

} // namespace gatehouse::limits
