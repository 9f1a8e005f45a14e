// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/history.h"

#include <algorithm>

namespace gatehouse::config {

DefinitionHistory::DefinitionHistory(const Clock& clock, HistorySink* sink, std::size_t keep)
    : m_clock(clock)
    , m_sink(sink)
    , m_keep(std::max<std::size_t>(keep, 1))
{}

void DefinitionHistory::restore(std::vector<DefinitionVersion> versions)
{
    std::ranges::stable_sort(versions, {}, &DefinitionVersion::version);
    const std::scoped_lock lock(m_mutex);
    for (auto& version : versions) {
        auto& kept = m_versions[version.path];
        kept.push_back(std::move(version));
        if (kept.size() > m_keep) {
            kept.erase(kept.begin());
        }
    }
}

DefinitionVersion DefinitionHistory::record(const DefinitionFile& file)
{
    return append({file.path, 0, m_clock.now(), file.origin, file.text});
}

DefinitionVersion DefinitionHistory::recordRemoval(std::string_view path, std::string_view origin)
{
    return append({std::string(path), 0, m_clock.now(), std::string(origin), {}});
}

DefinitionVersion DefinitionHistory::append(DefinitionVersion version)
{
    {
        const std::scoped_lock lock(m_mutex);
        auto& kept = m_versions[version.path];
        if (!kept.empty() && kept.back().text == version.text) {
            return kept.back();
        }
        version.version = kept.empty() ? 1 : kept.back().version + 1;
        kept.push_back(version);
        if (kept.size() > m_keep) {
            kept.erase(kept.begin());
        }
    }
    if (m_sink != nullptr) {
        m_sink->versionAccepted(version);
    }
    return version;
}

std::vector<DefinitionVersion> DefinitionHistory::versions(std::string_view path) const
{
    const std::scoped_lock lock(m_mutex);
    const auto found = m_versions.find(path);
    return found == m_versions.end() ? std::vector<DefinitionVersion>() : found->second;
}

Result<DefinitionFile> DefinitionHistory::at(std::string_view path, std::uint32_t version) const
{
    const std::scoped_lock lock(m_mutex);
    if (const auto found = m_versions.find(path); found != m_versions.end()) {
        const auto entry = std::ranges::find(found->second, version, &DefinitionVersion::version);
        if (entry != found->second.end()) {
            return DefinitionFile{entry->path, entry->text, entry->origin};
        }
    }
    return fail(Errc::NotFound,
                "version " + std::to_string(version) + " of " + std::string(path) + " is not kept any more");
}

} // namespace gatehouse::config
