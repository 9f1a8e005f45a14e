// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/json/value.h"

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::json {

/// The value at an RFC 6901 pointer ("" is the root), or Undefined. Errc::ParseError for a malformed pointer.
[[nodiscard]] Result<Value> at(const Value& root, std::string_view pointer);
/// Splits a pointer into unescaped tokens.
[[nodiscard]] Result<std::vector<std::string>> splitPointer(std::string_view pointer);
/// Appends one token, escaping ~ and /.
[[nodiscard]] std::string appendToken(std::string_view pointer, std::string_view token);

} // namespace gatehouse::json
