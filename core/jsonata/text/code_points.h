// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// Text as JSONata sees it: $length, $substring and $pad count code points. All text is UTF-8; an unpaired
/// surrogate stands as its three-byte form and counts as one code point. Bytes that are no UTF-8 at all count
/// as one code point each; nothing here reads outside the given text.
namespace gatehouse::jsonata::text {

/// Bytes of the code point that starts here; 1 for a stray byte, 0 at the end.
[[nodiscard]] std::size_t sequenceLength(std::string_view text) noexcept;
/// The code point that starts here; a stray byte stands for itself.
[[nodiscard]] char32_t codePointAt(std::string_view text) noexcept;
void appendCodePoint(std::string& out, char32_t c);
/// The whole text as code points, and back.
[[nodiscard]] std::u32string toCodePoints(std::string_view text);
[[nodiscard]] std::string fromCodePoints(std::u32string_view codePoints);
/// Whether any code point is an unpaired surrogate.
[[nodiscard]] bool hasUnpairedSurrogate(std::string_view text) noexcept;

[[nodiscard]] std::size_t length(std::string_view text) noexcept;
/// $substring: a negative start counts from the end; fractions as JavaScript's slice truncates them; a length
/// that is not positive gives "".
[[nodiscard]] std::string_view substring(std::string_view text, double start,
                                         std::optional<double> length = std::nullopt) noexcept;
/// $pad: to the right for a positive width, to the left for a negative one, with as many characters of
/// padding as needed (an empty padding means a blank). Nothing when the result would be larger than maxBytes.
[[nodiscard]] std::optional<std::string> pad(std::string_view text, double width, std::string_view padding,
                                             std::size_t maxBytes);

} // namespace gatehouse::jsonata::text
