// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/error.h"

#include <string>
#include <string_view>

namespace gatehouse {

/// RFC 3339 with milliseconds and Z: "2026-11-22T10:00:00.000Z". How every API prints a time.
[[nodiscard]] std::string formatRfc3339(UnixMillis t);
/// Reads RFC 3339 with any offset and 0–9 fraction digits (finer than a millisecond is cut off).
[[nodiscard]] Result<UnixMillis> parseRfc3339(std::string_view text);
/// IMF-fixdate of RFC 9110 §5.6.7, for Date headers: "Sun, 06 Nov 1994 08:49:37 GMT".
[[nodiscard]] std::string formatHttpDate(UnixMillis t);

} // namespace gatehouse
