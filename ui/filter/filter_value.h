// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/filter/filter.h"

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::ui {

/// Reads one value of a field's kind ("4xx", "2s", "1MB", "2026-05-19T12:00+02:00"); nothing when it is not
/// one.
[[nodiscard]] std::optional<TermValue> readFilterValue(FieldKind kind, std::string_view text);
/// What such a value looks like, for error messages: "a time span such as 200ms, 2s or 5m".
[[nodiscard]] std::string_view filterValueHint(FieldKind kind);

} // namespace gatehouse::ui
