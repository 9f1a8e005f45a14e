// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::architecture {

/// One source file of core, ui or app.
struct SourceFile
{
    std::string path; ///< Relative to the source tree, with '/'.
    std::vector<std::string> lines;

    [[nodiscard]] bool isHeader() const { return path.ends_with(".h"); }

    /// "core/json", "ui", "app": the unit that the layer law speaks of.
    [[nodiscard]] std::string folder() const;
};

/// Every .h and .cpp under the given top folders, sorted by path.
[[nodiscard]] std::vector<SourceFile> sourceFiles(const std::vector<std::string>& roots);
/// The lines of a table file beside this one, without comments and empty lines.
[[nodiscard]] std::vector<std::string> tableLines(std::string_view name);
/// Files that allowed.txt excuses from a check.
[[nodiscard]] std::set<std::string> allowedFiles(std::string_view check);
/// The code of a line: without // comments and without the contents of string literals.
[[nodiscard]] std::string codeOnly(std::string_view line);

} // namespace gatehouse::architecture
