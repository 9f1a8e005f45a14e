// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/snapshot.h"

#include <algorithm>

namespace gatehouse::config {

ProviderPtr ConfigSnapshot::provider(std::string_view slug) const
{
    const auto found = m_content.providers.find(slug);
    return found == m_content.providers.end() ? nullptr : found->second;
}

ModelPtr ConfigSnapshot::model(std::string_view name) const
{
    const auto found = m_content.models.find(name);
    return found == m_content.models.end() ? nullptr : found->second;
}

PlatformMappingPtr ConfigSnapshot::mapping(const MappingKey& key) const
{
    const auto found = m_content.mappings.find(key);
    return found == m_content.mappings.end() ? nullptr : found->second;
}

std::vector<std::string> ConfigSnapshot::operations(std::string_view slug) const
{
    std::vector<std::string> out;
    for (const auto& [key, mapping] : m_content.mappings) {
        if (key.integration != slug) {
            continue;
        }
        for (const auto& [method, document] : mapping->methods) {
            out.push_back(key.model + "." + key.resource + "." + method);
        }
    }
    std::ranges::sort(out);
    return out;
}

} // namespace gatehouse::config
