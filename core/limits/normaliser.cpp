// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/limits/normaliser.h"

#include "core/config/response_view.h"
#include "core/limits/header_values.h"
#include "core/limits/standard_headers.h"

#include <algorithm>

namespace gatehouse::limits {
namespace {

constexpr int kTooManyRequests = 429;
constexpr int kFirstError = 400;

/// Runs the rules of one definition over one response.
class RuleRun
{
public:
    RuleRun(const json::Value& input, json::Arena& arena, LimitReading& reading,
            jsonata::EvaluationBudget* budget)
        : m_input(input)
        , m_arena(arena)
        , m_reading(reading)
        , m_budget(budget)
    {}

    [[nodiscard]] json::Value value(const std::optional<jsonata::Expression>& rule, std::string_view name)
    {
        return config::evaluateRule(rule, m_input, m_arena, name, m_reading.warnings, m_budget);
    }

    [[nodiscard]] double now() const { return m_input["now"].asDouble(); }

    /// policies → windows; entries that tell neither a limit nor what is left are no windows.
    [[nodiscard]] std::vector<LimitWindow> windows(const std::optional<jsonata::Expression>& rule)
    {
        const auto result = value(rule, "policies");
        std::vector<LimitWindow> out;
        if (result.isObject()) {
            add(out, result);
        }
        for (const auto& item : result.items()) {
            add(out, item);
        }
        return out;
    }

private:
    void add(std::vector<LimitWindow>& out, const json::Value& item) const
    {
        LimitWindow window;
        window.name = item["name"].isString() ? std::string(item["name"].asString()) : "default";
        window.limit = wholeNumber(item["limit"]);
        window.remaining = wholeNumber(item["remaining"]);
        window.resetSeconds = delaySeconds(item["reset"], now());
        window.windowSeconds = decimalNumber(item["window"]);
        if (window.limit || window.remaining) {
            out.push_back(std::move(window));
        }
    }

    const json::Value& m_input;
    json::Arena& m_arena;
    LimitReading& m_reading;
    jsonata::EvaluationBudget* m_budget;
};

template <class T>
void prefer(std::optional<T>& target, const std::optional<T>& value)
{
    if (value) {
        target = value;
    }
}

/// The single figures of a definition describe the first window; make one for them when there is none.
void applySingleFigures(RuleRun& run, const config::RateLimitDefinition& rules, LimitReading& reading)
{
    LimitWindow figures;
    figures.limit = wholeNumber(run.value(rules.limit, "limit"));
    figures.remaining = wholeNumber(run.value(rules.remaining, "remaining"));
    figures.resetSeconds = delaySeconds(run.value(rules.reset, "reset"), run.now());
    figures.windowSeconds = decimalNumber(run.value(rules.window, "window"));
    if (!figures.limit && !figures.remaining && !figures.resetSeconds && !figures.windowSeconds) {
        return;
    }
    if (reading.windows.empty()) {
        reading.windows.push_back({"default", {}, {}, {}, {}});
    }
    auto& first = reading.windows.front();
    prefer(first.limit, figures.limit);
    prefer(first.remaining, figures.remaining);
    prefer(first.resetSeconds, figures.resetSeconds);
    prefer(first.windowSeconds, figures.windowSeconds);
}

void finish(LimitReading& reading)
{
    for (auto& window : reading.windows) {
        if (window.remaining) {
            window.remaining = std::max<std::int64_t>(*window.remaining, 0);
        }
    }
    if (!reading.windows.empty()) {
        const auto& first = reading.windows.front();
        reading.limit = first.limit;
        reading.remaining = first.remaining;
        reading.resetSeconds = first.resetSeconds;
        reading.windowSeconds = first.windowSeconds;
    }
    if (reading.limited && !reading.retryAfterSeconds && reading.remaining.value_or(0) == 0) {
        reading.retryAfterSeconds = reading.resetSeconds;
    }
}

} // namespace

LimitReading readLimits(const config::RateLimitDefinition& rules, const json::Value& input,
                        json::Arena& arena, jsonata::EvaluationBudget* budget)
{
    LimitReading reading = readStandardHeaders(input["headers"], input["now"].asDouble());
    RuleRun run(input, arena, reading, budget);
    const auto status = input["status"].asInt();
    const bool possible = rules.limitedOnlyAt.value_or(static_cast<int>(status)) == status;
    const auto limited = possible ? run.value(rules.limitedWhen, "limited_when") : json::Value();
    reading.limited =
        rules.limitedWhen && reading.warnings.empty() ? config::truthy(limited) : status == kTooManyRequests;
    reading.partial = reading.limited && config::truthy(run.value(rules.partial, "partial"));
    if (auto windows = run.windows(rules.policies); !windows.empty()) {
        reading.windows = std::move(windows);
    }
    applySingleFigures(run, rules, reading);
    if (reading.limited || status >= kFirstError) {
        // Of a call that went well nobody asks when it may be tried again.
        prefer(reading.retryAfterSeconds,
               delaySeconds(run.value(rules.retryAfter, "retry_after"), run.now()));
        reading.reason = run.value(rules.reason, "reason").asString();
    }
    finish(reading);
    return reading;
}

} // namespace gatehouse::limits
