// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/definition_source.h"

#include "core/config/builtin_files.h"
#include "core/config/definition_check.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <system_error>

namespace gatehouse::config {
namespace {

constexpr std::size_t kMaxFiles = 4096;
constexpr std::uintmax_t kMaxBytes = std::uintmax_t{8} << 20U;

Result<std::string> readText(const std::filesystem::path& path)
{
    std::error_code failure;
    const auto size = std::filesystem::file_size(path, failure);
    if (failure) {
        return fail(Errc::Unavailable, path.string() + " cannot be read: " + failure.message());
    }
    if (size > kMaxBytes) {
        return fail(Errc::LimitExceeded, path.string() + " is larger than 8 MiB, too large for a definition");
    }
    std::ifstream in(path, std::ios::binary);
    std::string text(size, '\0');
    in.read(text.data(), static_cast<std::streamsize>(size));
    if (!in && !in.eof()) {
        return fail(Errc::Unavailable, path.string() + " cannot be read");
    }
    text.resize(static_cast<std::size_t>(in.gcount()));
    return text;
}

/// All regular files below a folder, in a stable order.
Result<std::vector<std::filesystem::path>> filesBelow(const std::filesystem::path& directory)
{
    std::error_code failure;
    std::vector<std::filesystem::path> paths;
    std::filesystem::recursive_directory_iterator entries(directory, failure);
    for (; !failure && entries != std::filesystem::recursive_directory_iterator();
         entries.increment(failure)) {
        if (entries->is_regular_file(failure) && entries->path().extension() == ".json") {
            paths.push_back(entries->path());
        }
        if (paths.size() > kMaxFiles) {
            return fail(Errc::LimitExceeded, directory.string() + " holds more than 4096 JSON files");
        }
    }
    if (failure) {
        return fail(Errc::Unavailable, directory.string() + " cannot be read: " + failure.message());
    }
    std::ranges::sort(paths);
    return paths;
}

} // namespace

Result<std::vector<DefinitionFile>> EmbeddedSource::read() const
{
    std::vector<DefinitionFile> files;
    for (const auto& file : builtinFiles()) {
        if (classifyPath(file.path).kind != DefinitionKind::Unknown) {
            files.push_back({std::string(file.path), std::string(file.text), "built-in"});
        }
    }
    return files;
}

Result<std::vector<DefinitionFile>> DirectorySource::read() const
{
    std::error_code failure;
    const bool wholeTree = std::filesystem::is_directory(m_directory / "providers", failure)
                           || std::filesystem::is_directory(m_directory / "models", failure);
    GH_ASSIGN(const auto paths, filesBelow(m_directory));
    std::vector<DefinitionFile> files;
    for (const auto& path : paths) {
        auto relative = path.lexically_relative(m_directory).generic_string();
        if (!wholeTree) {
            relative.insert(0, "providers/");
        }
        if (classifyPath(relative).kind == DefinitionKind::Unknown) {
            continue;
        }
        GH_ASSIGN(auto text, readText(path));
        files.push_back({std::move(relative), std::move(text), m_directory.string()});
    }
    return files;
}

std::string_view embeddedFile(std::string_view path)
{
    const auto files = builtinFiles();
    const auto found = std::ranges::find(files, path, &BuiltinFile::path);
    return found == files.end() ? std::string_view() : found->text;
}

std::vector<std::string_view> embeddedPaths()
{
    std::vector<std::string_view> paths;
    for (const auto& file : builtinFiles()) {
        paths.push_back(file.path);
    }
    std::ranges::sort(paths);
    return paths;
}

Result<std::vector<DefinitionFile>> readSources(std::span<const DefinitionSource* const> sources)
{
    std::map<std::string, DefinitionFile> byPath;
    for (const auto* source : sources) {
        GH_ASSIGN(auto files, source->read());
        for (auto& file : files) {
            auto path = file.path;
            byPath.insert_or_assign(std::move(path), std::move(file));
        }
    }
    std::vector<DefinitionFile> all;
    all.reserve(byPath.size());
    for (auto& [path, file] : byPath) {
        all.push_back(std::move(file));
    }
    return all;
}

} // namespace gatehouse::config
