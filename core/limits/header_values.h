// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/json/value.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::limits {

/// A wait or a delay in seconds from now, out of whatever a provider or a rule writes it as: a number or
/// numeric text (seconds, decimals allowed), an HTTP date (RFC 9110 §5.6.7) or RFC 3339. Never negative;
/// nothing for anything else.
[[nodiscard]] std::optional<double> delaySeconds(const json::Value& value, double now);
[[nodiscard]] std::optional<double> delaySeconds(std::string_view text, double now);

/// A whole number, as number or text ("5,000" counts as 5000); nothing for anything else.
[[nodiscard]] std::optional<std::int64_t> wholeNumber(const json::Value& value);
/// Any finite number, as number or text.
[[nodiscard]] std::optional<double> decimalNumber(const json::Value& value);
[[nodiscard]] std::optional<double> decimalNumber(std::string_view text);

/// The three forms of HTTP-date: IMF-fixdate and the two obsolete ones. Unix seconds.
[[nodiscard]] std::optional<double> parseHttpDate(std::string_view text);

/// One member of a structured field list as RateLimit and RateLimit-Policy use it:
/// "burst";q=100;w=10 → name burst, {q:100, w:10}. Reads the older unquoted forms too ("limit=100,
/// remaining=4").
struct PolicyItem
{
    std::string name;
    std::vector<std::pair<std::string, double>> parameters;

    [[nodiscard]] std::optional<double> parameter(std::string_view key) const;
};

[[nodiscard]] std::vector<PolicyItem> parsePolicyItems(std::string_view field);

} // namespace gatehouse::limits
