// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <string>
#include <string_view>

namespace gatehouse::ctl {

/// What a marked error says above, beside and below the line it is about.
struct MarkedError
{
    std::string message; ///< "S0202: expected ')', got (end)"
    std::string source;  ///< "expression" or a file.
    std::string hint;    ///< May be empty.
    TextPosition at;
    std::string_view level = "error"; ///< Or "warning".
};

/// The line an error is about with the wrong part underlined, as compilers show it:
///
///   error: S0202: expected ")"
///     --> expression:1:8
///      |
///    1 | $sum(a.b
///      |         ^
///      = did you mean …?
///
/// Long lines are cut around the mark. Without a line only the first two lines come.
[[nodiscard]] std::string markError(std::string_view text, const MarkedError& error);

} // namespace gatehouse::ctl
