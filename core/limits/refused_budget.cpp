// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/limits/refused_budget.h"

#include <algorithm>

namespace gatehouse::limits {

bool appliesTo(const std::vector<std::string>& patterns, std::string_view operation)
{
    return patterns.empty() || std::ranges::any_of(patterns, [&](std::string_view pattern) {
               return pattern == operation
                      || (pattern.ends_with('*')
                          && operation.starts_with(pattern.substr(0, pattern.size() - 1)));
           });
}

const config::BudgetDefinition* refusedBudget(const LimitReading& reading,
                                              const config::RateLimitDefinition& rules,
                                              std::string_view operation)
{
    const auto named = std::ranges::find(rules.budgets, reading.reason, &config::BudgetDefinition::name);
    if (!reading.reason.empty() && named != rules.budgets.end()) {
        return &*named;
    }
    const config::BudgetDefinition* general = nullptr;
    for (const config::BudgetDefinition& budget : rules.budgets) {
        if (!budget.appliesTo.empty() && appliesTo(budget.appliesTo, operation)) {
            return &budget;
        }
        if (budget.appliesTo.empty() && general == nullptr) {
            general = &budget;
        }
    }
    return general;
}

} // namespace gatehouse::limits
