// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::config {

/// One file of definitions. Paths are always relative and with '/':
/// "providers/<slug>/provider.json", "providers/<slug>/mappings/<model>.<resource>.json",
/// "models/<model>.json".
struct DefinitionFile
{
    std::string path;
    std::string text;
    std::string origin; ///< "built-in", a directory, or "api"; for the user's eyes.
};

/// Where definitions come from. Later sources replace files of earlier ones path by path.
class DefinitionSource
{
public:
    DefinitionSource() = default;
    DefinitionSource(const DefinitionSource&) = delete;
    DefinitionSource& operator=(const DefinitionSource&) = delete;
    virtual ~DefinitionSource() = default;

    /// All files there are now. Errc::Unavailable when the place cannot be read, Errc::LimitExceeded when it
    /// is beyond all reason (more than 4,096 files or a file of more than 8 MiB).
    [[nodiscard]] virtual Result<std::vector<DefinitionFile>> read() const = 0;
};

/// The definitions compiled into the program from resources/: always there, wherever it is installed.
class EmbeddedSource final : public DefinitionSource
{
public:
    [[nodiscard]] Result<std::vector<DefinitionFile>> read() const override;
};

/// A folder on disk. One that has providers/ or models/ in it is read as it is; any other is taken for a
/// folder of providers ("<slug>/provider.json").
class DirectorySource final : public DefinitionSource
{
public:
    explicit DirectorySource(std::filesystem::path directory)
        : m_directory(std::move(directory))
    {}

    [[nodiscard]] Result<std::vector<DefinitionFile>> read() const override;

private:
    std::filesystem::path m_directory;
};

/// Any file of resources/{providers,models,schemas} that was compiled in, by its path below resources/
/// ("providers/acme/sandbox.json"); empty when there is none.
[[nodiscard]] std::string_view embeddedFile(std::string_view path);
/// The paths of all of them, sorted.
[[nodiscard]] std::vector<std::string_view> embeddedPaths();

/// Reads all sources and lets later ones win, path by path. A source that cannot be read is an error.
[[nodiscard]] Result<std::vector<DefinitionFile>>
readSources(std::span<const DefinitionSource* const> sources);

} // namespace gatehouse::config
