// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <filesystem>

namespace gatehouse::app {

/// Makes the data directory when it is not there, for the owner alone (mode 0700; an existing one that others
/// may read is narrowed), and gives its absolute path. Errc::Forbidden or Errc::Unavailable with the reason.
[[nodiscard]] Result<std::filesystem::path> prepareDataDirectory(const std::filesystem::path& directory);

} // namespace gatehouse::app
