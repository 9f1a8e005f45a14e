// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"
#include "core/jsonata/tracing.h"

#include <string>
#include <string_view>

namespace gatehouse::ctl {

/// A value on one short line: long texts, arrays and objects are cut with "…" and how much is missing.
[[nodiscard]] std::string previewOf(const json::Value& value);

/// The steps of an evaluation, one line each: where, the sub-expression, its value; then, of a result without
/// a value, the first field that was asked for and is not there.
[[nodiscard]] std::string traceText(std::string_view expression, const jsonata::Trace& trace);

} // namespace gatehouse::ctl
