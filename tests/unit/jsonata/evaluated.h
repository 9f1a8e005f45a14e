// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/parse.h"
#include "core/json/write.h"
#include "core/jsonata/expression.h"

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::test {

/// What an expression gives: JSON, "undefined", or "!" and the code.
inline std::string evaluated(std::string_view text, std::string_view input = "null",
                             const jsonata::EvaluationContext& context = {},
                             const std::vector<jsonata::Binding>& bindings = {})
{
    const auto expression = jsonata::Expression::compile(text);
    if (!expression) {
        return "!" + expression.error().code;
    }
    const auto document = json::parse(input);
    if (!document) {
        return "bad input: " + document.error().message;
    }
    json::Arena arena;
    const auto value = expression->evaluate(document->root(), arena, bindings, context);
    if (!value) {
        return "!" + value.error().code;
    }
    return value->isUndefined() ? "undefined" : json::write(*value);
}

/// The error that an expression ends with; an empty code when it does not.
inline jsonata::JsonataError failureOf(std::string_view text, std::string_view input = "null",
                                       const jsonata::EvaluationContext& context = {})
{
    const auto expression = jsonata::Expression::compile(text);
    if (!expression) {
        return expression.error();
    }
    const auto document = json::parse(input).value();
    json::Arena arena;
    const auto value = expression->evaluate(document.root(), arena, {}, context);
    return value ? jsonata::JsonataError() : value.error();
}

} // namespace gatehouse::test
