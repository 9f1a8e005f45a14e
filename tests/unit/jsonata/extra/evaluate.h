// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/write.h"
#include "core/jsonata/expression.h"

#include <string>
#include <string_view>

namespace gatehouse::jsonata {

/// The result of an expression as JSON, "undefined", or the code of its error.
inline std::string evaluated(std::string_view text)
{
    const auto expression = Expression::compile(text);
    if (!expression) {
        return expression.error().code;
    }
    json::Arena arena;
    const auto value = expression->evaluate(json::Value::null(), arena);
    if (!value) {
        return value.error().code;
    }
    return value->isUndefined() ? "undefined" : json::write(*value);
}

} // namespace gatehouse::jsonata
