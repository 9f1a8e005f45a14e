// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/rate_limit_definition.h"
#include "core/json/document.h"
#include "core/jsonata/evaluation_budget.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::limits {

/// One quota with its window, as a response tells of it.
struct LimitWindow
{
    std::string name; ///< "burst", "daily", …; "default" when the provider names none.
    std::optional<std::int64_t> limit;
    std::optional<std::int64_t> remaining; ///< Never negative.
    std::optional<double> resetSeconds;    ///< From the moment of the response; never negative.
    std::optional<double> windowSeconds;
};

/// What one response says about limits, in one form for all providers.
struct LimitReading
{
    bool limited = false; ///< The call was refused because of a limit.
    bool partial = false; ///< Only some items of a batch were refused.
    /// How long the provider asks to wait; unset when it does not say.
    std::optional<double> retryAfterSeconds;
    std::optional<std::int64_t> limit;
    std::optional<std::int64_t> remaining;
    std::optional<double> resetSeconds;
    std::optional<double> windowSeconds;
    std::string reason;
    /// Every window known; the one that limit, remaining and reset are about stands first.
    std::vector<LimitWindow> windows;
    std::vector<std::string> warnings; ///< Rules that failed on this response.

    [[nodiscard]] bool knowsAnything() const noexcept { return limited || !windows.empty(); }
};

/// Reads the limit signals of a response. input comes from config::responseInput; the rules'
/// time counts towards the budget, if there is one. Pure.
[[nodiscard]] LimitReading readLimits(const config::RateLimitDefinition& rules, const json::Value& input,
                                      json::Arena& arena, jsonata::EvaluationBudget* budget = nullptr);

} // namespace gatehouse::limits
