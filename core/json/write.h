// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"

#include <string>

namespace gatehouse::json {

/// Compact JSON, appended to out. Numbers as they were read; doubles in their shortest form (as JavaScript
/// prints them). Undefined, NaN and infinities become null.
void writeTo(std::string& out, const Value& value);
[[nodiscard]] std::string write(const Value& value);
/// Two spaces a level, one member a line.
[[nodiscard]] std::string writePretty(const Value& value);
/// A number as JavaScript's Number.prototype.toString gives it ("1e+21", "1e-7", "-0" as "0").
[[nodiscard]] std::string formatNumber(double d);

} // namespace gatehouse::json
