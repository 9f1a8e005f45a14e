// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/rate_limit_definition.h"
#include "core/limits/normaliser.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::limits {

struct HeaderLine
{
    std::string name;
    std::string value;
};

/// Whole seconds to put into Retry-After, rounded up: what the provider said; else the reset of a spent
/// window; else a computed backoff that doubles with each refusal in a row (1 = the first) up to the
/// definition's maximum. Never below 1 when computed; 0 when the provider itself says "now".
[[nodiscard]] std::int64_t retryAfterFor(const config::RateLimitDefinition& rules,
                                         const LimitReading& reading, unsigned refusalsInARow);

/// The contract's headers for a response: ratelimit-limit, ratelimit-remaining, ratelimit-reset,
/// RateLimit-Policy and RateLimit (draft-ietf-httpapi-ratelimit-headers), and Retry-After when retryAfter is
/// given. Never more permissive than the reading: seconds until reset are rounded up, remaining is cut at the
/// limit and at 0.
[[nodiscard]] std::vector<HeaderLine> limitHeaders(const LimitReading& reading,
                                                   std::optional<std::int64_t> retryAfter);

} // namespace gatehouse::limits
