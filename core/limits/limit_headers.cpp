// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/limits/limit_headers.h"

#include <algorithm>
#include <cmath>

namespace gatehouse::limits {
namespace {

constexpr std::int64_t kLongestWait = std::int64_t{30} * 24 * 3600;

std::int64_t roundedUp(double seconds)
{
    return std::clamp(static_cast<std::int64_t>(std::ceil(std::min(seconds, 1e9))), std::int64_t{0},
                      kLongestWait);
}

/// A structured field's string: printable ASCII, quotes and backslashes escaped (RFC 9651 §3.3.3).
std::string quoted(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
        }
        out += c >= 0x20 && c < 0x7f ? c : '_';
    }
    return out + '"';
}

void append(std::string& list, const std::string& item)
{
    list += (list.empty() ? "" : ", ") + item;
}

std::int64_t remainingOf(const LimitWindow& window)
{
    const auto remaining = std::max<std::int64_t>(window.remaining.value_or(0), 0);
    return window.limit ? std::min(remaining, std::max<std::int64_t>(*window.limit, 0)) : remaining;
}

std::string policyItem(const LimitWindow& window)
{
    std::string item = quoted(window.name) + ";q=" + std::to_string(std::max<std::int64_t>(*window.limit, 0));
    if (window.windowSeconds && *window.windowSeconds >= 1) {
        item += ";w=" + std::to_string(roundedUp(*window.windowSeconds));
    }
    return item;
}

std::string stateItem(const LimitWindow& window)
{
    std::string item = quoted(window.name) + ";r=" + std::to_string(remainingOf(window));
    if (window.resetSeconds) {
        item += ";t=" + std::to_string(roundedUp(*window.resetSeconds));
    }
    return item;
}

} // namespace

std::int64_t retryAfterFor(const config::RateLimitDefinition& rules, const LimitReading& reading,
                           unsigned refusalsInARow)
{
    if (reading.retryAfterSeconds) {
        return roundedUp(*reading.retryAfterSeconds);
    }
    for (const auto& window : reading.windows) {
        if (window.remaining == 0 && window.resetSeconds) {
            return std::max<std::int64_t>(roundedUp(*window.resetSeconds), 1);
        }
    }
    const auto doublings = std::min(std::max(refusalsInARow, 1U) - 1U, 30U);
    const auto base = std::max<std::int64_t>(rules.backoffBase.count(), 1);
    const auto most = std::max<std::int64_t>(rules.backoffMax.count(), base);
    return base > (most >> doublings) ? most : base << doublings;
}

std::vector<HeaderLine> limitHeaders(const LimitReading& reading, std::optional<std::int64_t> retryAfter)
{
    std::vector<HeaderLine> lines;
    if (reading.limit) {
        lines.push_back({"ratelimit-limit", std::to_string(std::max<std::int64_t>(*reading.limit, 0))});
    }
    if (reading.remaining) {
        const LimitWindow first{"", reading.limit, reading.remaining, {}, {}};
        lines.push_back({"ratelimit-remaining", std::to_string(remainingOf(first))});
    }
    // Where the provider names no moment, none is later than a whole window from now.
    const auto reset =
        reading.resetSeconds || !reading.remaining ? reading.resetSeconds : reading.windowSeconds;
    if (reset) {
        lines.push_back({"ratelimit-reset", std::to_string(roundedUp(*reset))});
    }
    std::string policies;
    std::string states;
    for (const auto& window : reading.windows) {
        if (window.limit) {
            append(policies, policyItem(window));
        }
        if (window.remaining) {
            append(states, stateItem(window));
        }
    }
    if (!policies.empty()) {
        lines.push_back({"RateLimit-Policy", policies});
    }
    if (!states.empty()) {
        lines.push_back({"RateLimit", states});
    }
    if (retryAfter) {
        lines.push_back(
            {"Retry-After", std::to_string(std::clamp(*retryAfter, std::int64_t{0}, kLongestWait))});
    }
    return lines;
}

} // namespace gatehouse::limits
