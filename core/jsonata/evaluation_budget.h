// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonata/expression.h"

#include <algorithm>
#include <chrono>

namespace gatehouse::jsonata {

/// Time that many evaluations share because they hold up the same thread. Not thread-safe.
class EvaluationBudget
{
public:
    /// Without a clock nothing is counted and only each evaluation's own limits hold.
    EvaluationBudget(const Clock* clock, std::chrono::milliseconds total)
        : m_clock(clock)
        , m_left(total)
    {}

    [[nodiscard]] bool spent() const noexcept { return m_left <= std::chrono::nanoseconds(0); }

    /// What may still be used, in whole milliseconds; at least 1.
    [[nodiscard]] std::chrono::milliseconds left() const noexcept
    {
        return std::max(std::chrono::ceil<std::chrono::milliseconds>(m_left), std::chrono::milliseconds(1));
    }

    /// Makes sure that at least this much is left, whatever was used so far.
    void keep(std::chrono::milliseconds least) noexcept
    {
        m_left = std::max<std::chrono::nanoseconds>(m_left, least);
    }

    /// Evaluates for no longer than is left, and counts it. Whoever calls has looked at spent().
    [[nodiscard]] Outcome<json::Value> evaluate(const Expression& expression, const json::Value& input,
                                                json::Arena& arena, EvaluationContext context)
    {
        context.limits.time = std::min(context.limits.time, left());
        if (m_clock == nullptr) {
            return expression.evaluate(input, arena, {}, context);
        }
        const SteadyTime begun = m_clock->steady();
        auto value = expression.evaluate(input, arena, {}, context);
        m_left -= m_clock->steady() - begun;
        return value;
    }

private:
    const Clock* m_clock;
    std::chrono::nanoseconds m_left;
};

} // namespace gatehouse::jsonata
