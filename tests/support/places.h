// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace gatehouse::test {

/// The root of the source tree.
[[nodiscard]] const std::filesystem::path& sourceDir();
/// Where this build puts its programs.
[[nodiscard]] const std::filesystem::path& binDir();

} // namespace gatehouse::test
