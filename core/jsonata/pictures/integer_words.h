// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::jsonata::pictures {

/// English words in title case ("One Hundred and Twenty-First"); past 10^15 trillions of trillions.
[[nodiscard]] std::string numberToWords(double value, bool ordinal);
/// Reads what numberToWords writes, in any case; nothing for any other word.
[[nodiscard]] std::optional<double> wordsToNumber(std::string_view words);

/// Every word that may stand in such a number, in lower case, and "and".
[[nodiscard]] const std::vector<std::string>& numberVocabulary();

/// "MCMXCIX". Nothing when it would be longer than 10,000 letters.
[[nodiscard]] std::optional<std::string> numberToRoman(double value);
[[nodiscard]] std::optional<double> romanToNumber(std::string_view roman);

/// a … z, aa, ab …
[[nodiscard]] std::string numberToLetters(double value, char first);
[[nodiscard]] double lettersToNumber(std::string_view letters, char first);

} // namespace gatehouse::jsonata::pictures
