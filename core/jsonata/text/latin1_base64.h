// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

/// $base64encode and $base64decode as the reference has them in node: the text counts as bytes, one per
/// UTF-16 unit of which only the low eight bits are kept ("h\u00e9llo" gives aOlsbG8=). For UTF-8 use
/// $base64url.
namespace gatehouse::jsonata::text {

[[nodiscard]] std::string base64Encode(std::string_view text);
/// Lenient as node: skips what is not in the alphabet, takes the URL alphabet too, stops at '='.
[[nodiscard]] std::string base64Decode(std::string_view base64);

} // namespace gatehouse::jsonata::text
