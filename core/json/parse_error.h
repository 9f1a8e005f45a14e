// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/json/parse.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace gatehouse::json {

/// Line, column (in code points) and offset of a byte of the text.
[[nodiscard]] TextPosition locate(std::string_view text, std::size_t byteOffset) noexcept;

/// "what at line 3, column 7 (byte 41); hint".
[[nodiscard]] Error parseErrorAt(std::string_view text, std::size_t byteOffset, std::string_view what,
                                 std::string_view hint = {}, Errc code = Errc::ParseError);

/// Errc::LimitExceeded when the text is larger than the limits allow.
[[nodiscard]] Status checkSize(std::size_t bytes, const ParseLimits& limits);

/// Says why a text cannot even be cut into tokens: empty, not UTF-8, an unclosed string, or a bare control
/// character in a string.
[[nodiscard]] Error explainBrokenText(std::string_view text);

/// What stands at an offset where a value was expected, with a hint for the usual mistakes.
[[nodiscard]] Error explainUnexpected(std::string_view text, std::size_t byteOffset,
                                      std::string_view expected);

} // namespace gatehouse::json
