// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gatehouse::jsonata {

/// The expression in its standard form: blanks around operators, objects, arrays, calls and blocks on one
/// line as long as they fit and one entry a line (two blanks in) where they do not. Comments stay where they
/// are. Formatting twice changes nothing more. A text with errors comes back as it is.
[[nodiscard]] std::string formatExpression(std::string_view text, std::size_t width = 100);

} // namespace gatehouse::jsonata
