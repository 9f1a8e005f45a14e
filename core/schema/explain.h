// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::schema {

/// Says in plain words what valijson's message for a place means: what was expected by the schema and what
/// was found. Nothing for messages that only repeat that something deeper is wrong.
[[nodiscard]] std::optional<std::string> explain(std::string_view message, const json::Value& schema,
                                                 const json::Value& value, std::string_view pointer);

/// The subschema that holds for a pointer into a value, references resolved; Undefined when it cannot be told
/// from the pointer alone (choices, conditions).
[[nodiscard]] json::Value subschemaAt(const json::Value& schema, std::string_view pointer);

} // namespace gatehouse::schema
