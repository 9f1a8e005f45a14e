// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/architecture/source_tree.h"

#include "tests/support/places.h"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace gatehouse::architecture {

namespace fs = std::filesystem;

namespace {

std::vector<std::string> readLines(const fs::path& path)
{
    std::ifstream in(path);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) {
        lines.push_back(line);
    }
    return lines;
}

} // namespace

std::string SourceFile::folder() const
{
    const auto first = path.find('/');
    const std::string top = path.substr(0, first);
    if (top != "core") {
        return top;
    }
    return path.substr(0, path.find('/', first + 1));
}

std::vector<SourceFile> sourceFiles(const std::vector<std::string>& roots)
{
    const fs::path tree = test::sourceDir();
    std::vector<SourceFile> files;
    for (const auto& root : roots) {
        if (!fs::exists(tree / root)) {
            continue;
        }
        for (const auto& entry : fs::recursive_directory_iterator(tree / root)) {
            const auto extension = entry.path().extension();
            if (entry.is_regular_file() && (extension == ".h" || extension == ".cpp")) {
                files.push_back({fs::relative(entry.path(), tree).generic_string(), readLines(entry.path())});
            }
        }
    }
    std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
    return files;
}

std::vector<std::string> tableLines(std::string_view name)
{
    std::vector<std::string> out;
    for (auto& line : readLines(test::sourceDir() / "tests/architecture" / name)) {
        if (!line.empty() && !line.starts_with('#')) {
            out.push_back(std::move(line));
        }
    }
    return out;
}

std::set<std::string> allowedFiles(std::string_view check)
{
    std::set<std::string> files;
    for (const auto& line : tableLines("allowed.txt")) {
        std::istringstream words(line);
        std::string kind;
        std::string path;
        words >> kind >> path;
        if (kind == check) {
            files.insert(path);
        }
    }
    return files;
}

std::string codeOnly(std::string_view line)
{
    std::string out;
    char quote = '\0';
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (quote != '\0') {
            if (c == '\\') {
                ++i;
            } else if (c == quote) {
                quote = '\0';
                out += c;
            }
            continue;
        }
        if (c == '/' && i + 1 < line.size() && line[i + 1] == '/') {
            break;
        }
        // A ' between digits separates thousands.
        const bool separator =
            c == '\'' && i > 0 && std::isalnum(static_cast<unsigned char>(line[i - 1])) != 0;
        if ((c == '"' || c == '\'') && !separator) {
            quote = c;
        }
        out += c;
    }
    return out;
}

} // namespace gatehouse::architecture
