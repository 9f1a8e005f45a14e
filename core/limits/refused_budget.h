// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/limits/normaliser.h"

#include <string_view>

namespace gatehouse::limits {

/// Whether a budget holds for a provider operation: "contacts.list" is meant by "contacts.list",
/// "contacts.*" and an empty list. An unknown operation ("") is meant by the empty list alone.
[[nodiscard]] bool appliesTo(const std::vector<std::string>& patterns, std::string_view operation);

/// The budget that a refusal is about: the one its reason names, else the first that is for the operation
/// alone, else the first that is for every call; null when the definition has none of these.
[[nodiscard]] const config::BudgetDefinition* refusedBudget(const LimitReading& reading,
                                                            const config::RateLimitDefinition& rules,
                                                            std::string_view operation);

} // namespace gatehouse::limits
