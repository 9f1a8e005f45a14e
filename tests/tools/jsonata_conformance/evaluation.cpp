// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/tools/jsonata_conformance/evaluation.h"

#include "core/base/clock.h"
#include "core/json/write.h"

#include <cmath>

namespace gatehouse::conformance {

Ending evaluate(std::string_view expression, const json::Value& input, const json::Value& bindings,
                const jsonata::Limits& limits, json::Arena& arena)
{
    const auto compiled = jsonata::Expression::compile(expression, jsonata::standardLibrary());
    if (!compiled) {
        return {compiled.error(), true, {}};
    }
    std::vector<jsonata::Binding> bound;
    for (const json::Member& member : bindings.members()) {
        bound.push_back({member.name, member.value});
    }
    const SystemClock clock;
    jsonata::EvaluationContext context;
    context.clock = &clock;
    context.limits = limits;
    const auto value = compiled->evaluate(input, arena, bound, context);
    if (!value) {
        return {value.error(), false, {}};
    }
    // The result may point into the compiled expression, which ends here.
    return {std::nullopt, false, arena.clone(*value)};
}

std::string describe(const Ending& ending)
{
    if (ending.error) {
        return ending.error->code + (ending.compileFailed ? " (compiling) at " : " at ")
               + std::to_string(ending.error->position) + ", token '" + ending.error->token
               + "': " + ending.error->message;
    }
    if (ending.value.isUndefined()) {
        return "undefined";
    }
    if (ending.value.isNumber() && !std::isfinite(ending.value.asDouble())) {
        return json::formatNumber(ending.value.asDouble());
    }
    return json::write(ending.value);
}

} // namespace gatehouse::conformance
