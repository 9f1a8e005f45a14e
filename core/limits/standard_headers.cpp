// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/limits/standard_headers.h"

#include "core/limits/header_values.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace gatehouse::limits {
namespace {

/// A reset above this is a moment, not a delay: a delay of 31 years is none.
constexpr double kEpochSeconds = 1e9;
constexpr double kEpochMillis = 1e12;

std::optional<std::string_view> firstOf(const json::Value& headers,
                                        std::initializer_list<std::string_view> names)
{
    for (const auto name : names) {
        if (const auto value = headers[name]; value.isString()) {
            return value.asString();
        }
    }
    return std::nullopt;
}

std::optional<std::int64_t> whole(std::optional<double> value)
{
    return value && *value >= 0 && *value < 9e15 ? std::optional(static_cast<std::int64_t>(*value))
                                                 : std::nullopt;
}

std::optional<double> retryAfter(const json::Value& headers, double now)
{
    if (const auto text = firstOf(headers, {"retry-after"})) {
        if (const auto seconds = delaySeconds(*text, now)) {
            return seconds;
        }
    }
    const auto text = firstOf(headers, {"retry-after-ms", "x-ms-retry-after-ms"});
    const auto millis = text ? decimalNumber(*text) : std::nullopt;
    return millis ? std::optional(std::max(*millis, 0.0) / 1000.0) : std::nullopt;
}

/// Joins RateLimit-Policy (q, w) and RateLimit (r, t) by the name of the policy.
std::vector<LimitWindow> structuredWindows(const json::Value& headers)
{
    const auto states = firstOf(headers, {"ratelimit", "beta-ratelimit", "x-ratelimit"});
    const auto policies =
        firstOf(headers, {"ratelimit-policy", "beta-ratelimit-policy", "x-ratelimit-policy"});
    std::vector<LimitWindow> windows;
    const auto windowOf = [&](const std::string& name) -> LimitWindow& {
        const auto known = std::ranges::find(windows, name, &LimitWindow::name);
        return known != windows.end() ? *known : windows.emplace_back(LimitWindow{name, {}, {}, {}, {}});
    };
    for (const auto& item : states ? parsePolicyItems(*states) : std::vector<PolicyItem>()) {
        if (item.parameter("r") || item.parameter("t")) {
            auto& window = windowOf(item.name);
            window.remaining = whole(item.parameter("r"));
            window.resetSeconds = item.parameter("t");
        }
    }
    for (const auto& item : policies ? parsePolicyItems(*policies) : std::vector<PolicyItem>()) {
        if (item.parameter("q")) {
            auto& window = windowOf(item.name);
            window.limit = whole(item.parameter("q"));
            window.windowSeconds = item.parameter("w");
        }
    }
    return windows;
}

std::optional<double> resetDelay(std::string_view text, double now)
{
    const auto number = decimalNumber(text);
    if (number && *number >= kEpochMillis) {
        return std::max(*number / 1000.0 - now, 0.0);
    }
    if (number && *number >= kEpochSeconds) {
        return std::max(*number - now, 0.0);
    }
    return delaySeconds(text, now);
}

/// RateLimit-Limit: 100 or, in one old draft, "100, 100;w=60".
std::optional<std::int64_t> limitNumber(std::string_view text)
{
    return whole(decimalNumber(text.substr(0, std::min(text.find_first_of(",;"), text.size()))));
}

std::optional<LimitWindow> plainWindow(const json::Value& headers, double now)
{
    LimitWindow window;
    window.name = "default";
    if (const auto text = firstOf(headers, {"ratelimit-limit", "x-ratelimit-limit", "x-rate-limit-limit"})) {
        window.limit = limitNumber(*text);
    }
    if (const auto text =
            firstOf(headers, {"ratelimit-remaining", "x-ratelimit-remaining", "x-rate-limit-remaining"})) {
        window.remaining = whole(decimalNumber(*text));
    }
    if (const auto text = firstOf(headers, {"ratelimit-reset", "x-ratelimit-reset", "x-rate-limit-reset"})) {
        window.resetSeconds = resetDelay(*text, now);
    }
    const bool known = window.limit || window.remaining || window.resetSeconds;
    return known ? std::optional(std::move(window)) : std::nullopt;
}

/// RateLimit as drafts 07 and 08 had it, a dictionary: "limit=100, remaining=0, reset=12".
std::optional<LimitWindow> dictionaryWindow(const json::Value& headers)
{
    LimitWindow window;
    window.name = "default";
    for (const auto& entry : parsePolicyItems(firstOf(headers, {"ratelimit"}).value_or(""))) {
        const std::string_view text = entry.name;
        const auto equals = std::min(text.find('='), text.size());
        const auto number = decimalNumber(text.substr(std::min(equals + 1, text.size())));
        const auto key = text.substr(0, equals);
        if (key == "limit") {
            window.limit = whole(number);
        } else if (key == "remaining") {
            window.remaining = whole(number);
        } else if (key == "reset") {
            window.resetSeconds = number;
        }
    }
    const bool known = window.limit || window.remaining || window.resetSeconds;
    return known ? std::optional(std::move(window)) : std::nullopt;
}

} // namespace

LimitReading readStandardHeaders(const json::Value& headers, double now)
{
    LimitReading reading;
    reading.retryAfterSeconds = retryAfter(headers, now);
    reading.windows = structuredWindows(headers);
    if (reading.windows.empty()) {
        auto window = dictionaryWindow(headers);
        if (!window) {
            window = plainWindow(headers, now);
        }
        if (window) {
            reading.windows.push_back(*std::move(window));
        }
    }
    return reading;
}

} // namespace gatehouse::limits
