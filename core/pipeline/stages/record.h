// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/http.h"
#include "core/pipeline/call.h"

#include <string_view>
#include <vector>

namespace gatehouse::pipeline {

/// The contract's headers for the caller: ratelimit-*, RateLimit, RateLimit-Policy, Retry-After (always on
/// 429 and 503), Gatehouse-Request-Id, Gatehouse-Upstream-Ms, Gatehouse-Cache with Age, and traceparent.
[[nodiscard]] std::vector<HeaderField> contractHeaders(const Call& call, int status);
/// The limits of the last answer in the contract's form.
[[nodiscard]] std::vector<RateLimitState> limitStates(const limits::LimitReading& reading);
/// Ends the call: completes its record and hands it to the observer.
void recordCall(Call& call, int status, const std::optional<Problem>& problem,
                std::vector<HeaderField> headers, std::string_view body);

} // namespace gatehouse::pipeline
