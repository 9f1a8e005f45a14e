// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace gatehouse::json {

/// Room enough for any double in JavaScript's notation.
inline constexpr std::size_t kMaxNumberText = 40;

/// Writes a number as JavaScript's Number.prototype.toString gives it into kMaxNumberText bytes; returns the
/// end.
[[nodiscard]] char* formatNumberTo(char* to, double d) noexcept;

} // namespace gatehouse::json
