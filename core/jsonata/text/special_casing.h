// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace gatehouse::jsonata::text {

/// The upper-case form of a character that becomes more than one; empty for all others.
[[nodiscard]] std::u32string_view specialUpper(char32_t c) noexcept;

} // namespace gatehouse::jsonata::text
