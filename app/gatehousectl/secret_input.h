// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/secret.h"

#include <string_view>

namespace gatehouse::ctl {

/// Asks on the terminal without showing what is typed; when standard input is no terminal, its first line is
/// taken and nothing is asked. Never from the command line: others can read that. InvalidArgument: nothing
/// came.
[[nodiscard]] Result<Secret> readSecret(std::string_view prompt);
/// The same twice on a terminal; InvalidArgument when the two differ.
[[nodiscard]] Result<Secret> readNewSecret(std::string_view prompt);

} // namespace gatehouse::ctl
