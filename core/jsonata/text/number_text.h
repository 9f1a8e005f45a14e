// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::jsonata::text {

/// The double that $string and & print for a double: integers as they are, others rounded to 15 significant
/// digits ($string(0.1+0.2) is "0.3").
[[nodiscard]] double roundTo15Digits(double d) noexcept;
/// $string of a number: roundTo15Digits in JavaScript's notation.
[[nodiscard]] std::string numberToString(double d);
/// $number of a string: JSON's decimal notation, or 0x, 0b, 0o integers. Nothing for anything else (" 1",
/// "1.",
/// ".5", "Infinity").
[[nodiscard]] std::optional<double> stringToNumber(std::string_view text);
/// $round: half to even on the decimal text, to that many decimals (negative: tens, hundreds, …).
[[nodiscard]] double roundHalfEven(double d, double precision) noexcept;

} // namespace gatehouse::jsonata::text
