// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonata/value_access.h"

#include <cmath>
#include <cstdint>

namespace gatehouse::jsonata {

inline constexpr std::int64_t kMaxSafeInteger = (std::int64_t{1} << 53) - 1;

/// Whether a double holds the integer exactly, and its neighbours too.
[[nodiscard]] inline bool isSafe(std::int64_t i) noexcept
{
    return i >= -kMaxSafeInteger && i <= kMaxSafeInteger;
}

/// The result of arithmetic: an Int where it is one (never for -0), so that integers stay on the fast paths.
[[nodiscard]] inline Value numberValue(double d) noexcept
{
    constexpr double kLimit = 9007199254740992.0;
    if (d > -kLimit && d < kLimit) {
        const auto whole = static_cast<std::int64_t>(d);
        if (static_cast<double>(whole) == d && (whole != 0 || !std::signbit(d))) {
            return Value::integer(whole);
        }
    }
    return Value::number(d);
}

} // namespace gatehouse::jsonata
