// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contract/call.h"

namespace gatehouse {

/// Calls as JSON: what the store keeps and the API shows. Names are the members' in snake_case, times are RFC
/// 3339, durations whole microseconds. The result needs nothing but the arena.
[[nodiscard]] json::Value toJson(const CallSummary& summary, json::Arena& arena);
[[nodiscard]] json::Value toJson(const CallDetail& detail, json::Arena& arena);
[[nodiscard]] json::Value toJson(const Exchange& exchange, json::Arena& arena);
[[nodiscard]] json::Value toJson(const RateLimitState& state, json::Arena& arena);
[[nodiscard]] json::Value toJson(const MappingWarning& warning, json::Arena& arena);

/// Read what toJson wrote; unknown members are ignored and missing ones keep their defaults.
[[nodiscard]] CallSummary callSummaryFromJson(const json::Value& value);
[[nodiscard]] CallDetail callDetailFromJson(const json::Value& value);
[[nodiscard]] Exchange exchangeFromJson(const json::Value& value);

} // namespace gatehouse
