// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <cstdint>
#include <string_view>

namespace gatehouse::config {

/// Where the value at an RFC 6901 pointer starts in a JSON text; for a string, `inside` bytes into its
/// unescaped content. Zeroes when the text has no such place. The text must be well-formed JSON.
[[nodiscard]] TextPosition positionOf(std::string_view text, std::string_view pointer,
                                      std::uint32_t inside = 0);

} // namespace gatehouse::config
