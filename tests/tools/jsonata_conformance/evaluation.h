// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonata/expression.h"

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::conformance {

/// What an expression came to: a value, nothing, or an error of compiling or evaluating.
struct Ending
{
    std::optional<jsonata::JsonataError> error;
    bool compileFailed = false;
    json::Value value; ///< Points into the arena of evaluate().
};

[[nodiscard]] Ending evaluate(std::string_view expression, const json::Value& input,
                              const json::Value& bindings, const jsonata::Limits& limits, json::Arena& arena);

/// The ending in one line, for people.
[[nodiscard]] std::string describe(const Ending& ending);

} // namespace gatehouse::conformance
