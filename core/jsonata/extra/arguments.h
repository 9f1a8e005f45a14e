// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonata/expression.h"

#include <cmath>
#include <span>
#include <string>
#include <string_view>

namespace gatehouse::jsonata::extra {

using Arguments = std::span<const json::Value>;

[[nodiscard]] inline json::Value argument(Arguments arguments, std::size_t index)
{
    return index < arguments.size() ? arguments[index] : json::Value();
}

[[nodiscard]] inline std::string_view textOr(Arguments arguments, std::size_t index,
                                             std::string_view fallback)
{
    const json::Value value = argument(arguments, index);
    return value.isString() ? value.asString() : fallback;
}

[[nodiscard]] inline tl::unexpected<JsonataError> failure(std::string code, std::string message)
{
    JsonataError error;
    error.code = std::move(code);
    error.message = std::move(message);
    return tl::unexpected(std::move(error));
}

/// An Int when the number is one, so that it stays exact and prints without a fraction.
[[nodiscard]] inline json::Value numberValue(double d)
{
    constexpr double kExact = 9007199254740992.0;
    return std::trunc(d) == d && std::fabs(d) <= kExact ? json::Value::integer(static_cast<std::int64_t>(d))
                                                        : json::Value::number(d);
}

} // namespace gatehouse::jsonata::extra
