// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <string>
#include <string_view>

namespace gatehouse::crypto {

/// Bytes to text and back. All are RFC 4648; decoding is strict unless it says otherwise.

[[nodiscard]] std::string toHex(std::string_view bytes); ///< Lower case.
/// Either case, even length.
[[nodiscard]] Result<std::string> fromHex(std::string_view text);

[[nodiscard]] std::string toBase64(std::string_view bytes); ///< With padding.
/// Standard alphabet; padding may be missing, other characters and white space may not stand inside.
[[nodiscard]] Result<std::string> fromBase64(std::string_view text);

[[nodiscard]] std::string toBase64Url(std::string_view bytes); ///< Without padding, as JOSE writes it.
[[nodiscard]] Result<std::string> fromBase64Url(std::string_view text);

} // namespace gatehouse::crypto
