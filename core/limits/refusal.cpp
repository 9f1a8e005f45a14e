// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/limits/refusal.h"

#include "core/limits/refused_budget.h"

#include <algorithm>

namespace gatehouse::limits {

void completeRefusal(LimitReading& reading, const config::RateLimitDefinition& rules,
                     std::string_view operation, std::int64_t retryAfterSeconds)
{
    const auto wait = static_cast<double>(std::max<std::int64_t>(retryAfterSeconds, 0));
    const auto* const budget = refusedBudget(reading, rules, operation);
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
