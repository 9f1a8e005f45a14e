// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/document.h"

namespace gatehouse::json {

/// Reads the JSON number that starts at `from` (RFC 8259 §6) in a NUL-terminated text. Sets `end` to the
/// first character after it; null when there is no number there. Decimals point into the text: it must
/// outlive them.
[[nodiscard]] Value parseNumber(const char* from, const char*& end, Arena& arena);

} // namespace gatehouse::json
