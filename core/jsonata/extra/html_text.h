// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace gatehouse::jsonata::extra {

/// What a reader sees of an HTML fragment: tags dropped, br and block elements as line ends, list items with
/// a hyphen, scripts, styles and comments left out, character references resolved, blanks collapsed. Takes
/// broken markup as it comes; linear in time.
[[nodiscard]] std::string htmlToText(std::string_view html);

} // namespace gatehouse::jsonata::extra
