// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace gatehouse::jsonata::text {

/// Full Unicode case mapping without a locale, as String.prototype.toUpperCase: sharp s becomes SS, the
/// ligature U+FB01 becomes FI (Unicode SpecialCasing.txt).
[[nodiscard]] std::string toUpper(std::string_view text);
/// As String.prototype.toLowerCase: U+0130 becomes i with a dot above, a sigma at the end of a word U+03C2.
[[nodiscard]] std::string toLower(std::string_view text);

} // namespace gatehouse::jsonata::text
