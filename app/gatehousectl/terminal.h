// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::ctl {

/// Writes to standard output; what cannot be written (a closed pipe) is dropped.
void print(std::string_view text);
/// Writes a line to standard error.
void complain(std::string_view line);
/// "gatehousectl: message", with file, line and pointer where they are known.
void complain(const Error& error);

/// Columns of text, each as wide as its widest cell; the first row is the heading.
[[nodiscard]] std::string textTable(const std::vector<std::vector<std::string>>& rows);

/// A whole file, or standard input for "-". Errc::NotFound, Errc::LimitExceeded past maxBytes.
[[nodiscard]] Result<std::string> readInput(const std::string& file,
                                            std::size_t maxBytes = std::size_t{64} << 20U);

} // namespace gatehouse::ctl
