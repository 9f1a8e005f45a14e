// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/secret.h"

#include <filesystem>
#include <string_view>

namespace gatehouse {

/// The first line of a small file that holds a secret. NotFound, Unavailable.
[[nodiscard]] Result<Secret> readPrivateFile(const std::filesystem::path& file);
/// Writes a file that only its owner may read (mode 0600 from the first moment), replacing it in one step.
[[nodiscard]] Status writePrivateFile(const std::filesystem::path& file, std::string_view text);

} // namespace gatehouse
