// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/limits/refusal.h"

#include <algorithm>

namespace gatehouse::limits {
namespace {

/// "contacts.list" is meant by "contacts.list", "contacts.*" and an empty list.
bool appliesTo(const config::BudgetDefinition& budget, std::string_view operation)
{
    return budget.appliesTo.empty() || std::ranges::any_of(budget.appliesTo, [&](std::string_view pattern) {
               return pattern == operation
                      || (pattern.ends_with('*')
                          && operation.starts_with(pattern.substr(0, pattern.size() - 1)));
           });
}

/// The budget that the refusal names, else the first one that holds for the operation.
const config::BudgetDefinition*
budgetFor(const LimitReading& reading, const config::RateLimitDefinition& rules, std::string_view operation)
{
    const auto named = std::ranges::find(rules.budgets, reading.reason, &config::BudgetDefinition::name);
    if (!reading.reason.empty() && named != rules.budgets.end()) {
        return &*named;
    }
    const auto first =
        std::ranges::find_if(rules.budgets, [&](const auto& budget) { return appliesTo(budget, operation); });
    return first == rules.budgets.end() ? nullptr : &*first;
}

} // namespace

void completeRefusal(LimitReading& reading, const config::RateLimitDefinition& rules,
                     std::string_view operation, std::int64_t retryAfterSeconds)
{
    const auto wait = static_cast<double>(std::max<std::int64_t>(retryAfterSeconds, 0));
    const auto* const budget = budgetFor(reading, rules, operation);
    if (reading.windows.empty()) {
        auto& window = reading.windows.emplace_back();
        window.name = budget != nullptr ? budget->name : "default";
        window.limit = reading.limit;
        window.remaining = reading.remaining;
        window.resetSeconds = reading.resetSeconds;
        window.windowSeconds = reading.windowSeconds;
        if (budget != nullptr && budget->window.count() > 0 && !window.windowSeconds) {
            window.windowSeconds = static_cast<double>(budget->window.count());
        }
    }
    auto& window = reading.windows.front();
    if (!window.limit && budget != nullptr) {
        window.limit = budget->limit;
    }
    if (!window.remaining) {
        window.remaining = 0;
    }
    if (!window.resetSeconds) {
        window.resetSeconds = wait;
    }
    reading.limit = window.limit;
    reading.remaining = window.remaining;
    reading.resetSeconds = window.resetSeconds;
}

} // namespace gatehouse::limits
