// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace gatehouse::jsonata::text {

/// $trim: runs of blank, tab, line feed and carriage return become one blank, none at the ends. Other Unicode
/// spaces (U+00A0) stay.
[[nodiscard]] std::string trim(std::string_view text);

} // namespace gatehouse::jsonata::text
