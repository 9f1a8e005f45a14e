// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>

namespace gatehouse::config {

/// A file of resources/ that the build compiled in (cmake/EmbedFiles.cmake).
struct BuiltinFile
{
    std::string_view path; ///< Below resources/.
    std::string_view text;
};

[[nodiscard]] std::span<const BuiltinFile> builtinFiles();

} // namespace gatehouse::config
