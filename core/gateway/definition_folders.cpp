// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/definition_folders.h"

#include "core/gateway/definition_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <fstream>
#include <iterator>
#include <system_error>

namespace gatehouse {

Result<std::vector<config::DefinitionFile>> DefinitionFolders::read(const ApiDocuments& api) const
{
    std::deque<config::DirectorySource> directories;
    for (const auto& directory : m_directories) {
        std::error_code ignored;
        if (std::filesystem::is_directory(directory, ignored)) {
            directories.emplace_back(directory);
        }
    }
    const config::EmbeddedSource embedded;
    std::vector<const config::DefinitionSource*> sources = {&embedded};
    for (const auto& directory : directories) {
        sources.push_back(&directory);
    }
    GH_ASSIGN(auto all, config::readSources(sources));
    for (const auto& [slug, document] : api) {
        for (config::DefinitionFile& file : filesOf(slug, *document)) {
            const auto same = std::ranges::find(all, file.path, &config::DefinitionFile::path);
            if (same != all.end()) {
                *same = std::move(file);
            } else {
                all.push_back(std::move(file));
            }
        }
    }
    return all;
}

std::optional<std::string> DefinitionFolders::siblingFile(const config::ProviderDefinition& provider,
                                                          const std::string& name) const
{
    for (auto directory = m_directories.rbegin(); directory != m_directories.rend(); ++directory) {
        for (const auto& folder : {*directory / "providers" / provider.slug, *directory / provider.slug}) {
            std::ifstream in(folder / name, std::ios::binary);
            if (in) {
                return std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
            }
        }
    }
    const auto built = config::embeddedFile(fmt::format("providers/{}/{}", provider.slug, name));
    return built.empty() ? std::nullopt : std::optional<std::string>(built);
}

std::uint64_t DefinitionFolders::fingerprint() const
{
    std::uint64_t sum = 0;
    for (const auto& directory : m_directories) {
        std::error_code failed;
        std::filesystem::recursive_directory_iterator entry(directory, failed);
        for (; !failed && entry != std::filesystem::recursive_directory_iterator(); entry.increment(failed)) {
            std::error_code ignored;
            if (entry->is_regular_file(ignored)) {
                const auto seen = fmt::format("{}\n{}\n{}", entry->path().string(), entry->file_size(ignored),
                                              entry->last_write_time(ignored).time_since_epoch().count());
                sum += std::hash<std::string>{}(seen);
            }
        }
    }
    return sum;
}

} // namespace gatehouse
