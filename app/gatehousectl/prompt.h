// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/secret.h"

#include <string>
#include <string_view>

namespace gatehouse::ctl {

/// Whether somebody sits at standard input.
[[nodiscard]] bool canPrompt();
/// Asks on standard error and reads one line. Errc::Unavailable: standard input ended.
[[nodiscard]] Result<std::string> promptLine(std::string_view question);
/// The same without showing what is typed. A value of several lines (PEM) is read up to its END line.
[[nodiscard]] Result<Secret> promptSecret(std::string_view question, bool severalLines);

} // namespace gatehouse::ctl
