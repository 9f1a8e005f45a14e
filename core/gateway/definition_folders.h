// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/definition_source.h"
#include "core/config/provider_definition.h"
#include "core/json/document.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse {

/// Definitions that were put through the API, by slug.
using ApiDocuments = std::map<std::string, json::Document, std::less<>>;

/// Where definitions are kept, read as one: later sources win file by file. Immutable and thread-safe;
/// reading blocks, so the engine lets the CPU pool do it.
class DefinitionFolders
{
public:
    /// Those that do not exist are skipped. The built-in definitions stand beneath them all.
    explicit DefinitionFolders(std::vector<std::filesystem::path> directories)
        : m_directories(std::move(directories))
    {}

    /// Changes whenever a file appears, goes, or is written: names, sizes and times of all of them.
    [[nodiscard]] std::uint64_t fingerprint() const;
    /// Every file there is, with what was put through the API over them.
    [[nodiscard]] Result<std::vector<config::DefinitionFile>> read(const ApiDocuments& api) const;
    /// A file beside a definition ("sandbox.json"): built in, or in the directory the definition came from.
    [[nodiscard]] std::optional<std::string> siblingFile(const config::ProviderDefinition& provider,
                                                         const std::string& name) const;

private:
    std::vector<std::filesystem::path> m_directories;
};

} // namespace gatehouse
