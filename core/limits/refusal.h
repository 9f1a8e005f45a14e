// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/rate_limit_definition.h"
#include "core/limits/normaliser.h"

#include <cstdint>
#include <string_view>

namespace gatehouse::limits {

/// Fills in what a refusal does not say itself, so that every 429 carries the same headers: nothing remains,
/// the limit is the one the definition publishes for the operation, and it resets when the caller may come
/// back. What the provider said is kept as it is.
void completeRefusal(LimitReading& reading, const config::RateLimitDefinition& rules,
                     std::string_view operation, std::int64_t retryAfterSeconds);

} // namespace gatehouse::limits
