// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace gatehouse::ui {

/// A cell that a spreadsheet reads as text: quoted where RFC 4180 says so, and never as a formula.
[[nodiscard]] std::string csvCell(std::string_view text);
/// One line with its line end.
[[nodiscard]] std::string csvLine(std::span<const std::string> cells);

} // namespace gatehouse::ui
