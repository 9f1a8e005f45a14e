// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/effective_mapping_cache.h"

#include <list>
#include <mutex>
#include <unordered_map>

namespace gatehouse::config {
namespace {

/// What the mapping is made of, as one text: revisions are hashes of contents, so equal keys mean equal
/// mappings.
std::string cacheKey(const PlatformMapping& platform, std::string_view method, const ModelPtr& model,
                     std::span<const MappingSource> overrides)
{
    std::string key = std::to_string(platform.revision) + ' ' + std::string(method) + ' '
                      + std::to_string(model ? model->revision : 0);
    for (const auto& level : overrides) {
        key += ' ' + std::to_string(static_cast<int>(level.origin.level)) + ':'
               + std::to_string(level.revision) + ':' + level.origin.source;
    }
    return key;
}

Result<EffectiveMappingPtr> build(const PlatformMapping& platform, std::string_view method,
                                  const ModelPtr& model, std::span<const MappingSource> overrides)
{
    const auto own = platform.methods.find(method);
    if (own == platform.methods.end()) {
        return fail(Errc::Unsupported, platform.key.integration + " offers no " + platform.key.model + "."
                                           + platform.key.resource + "." + std::string(method));
    }
    std::vector<MappingSource> levels{
        {{MappingLevel::Platform, platform.source}, platform.revision, own->second}};
    levels.insert(levels.end(), overrides.begin(), overrides.end());
    const auto* resource = model ? model->resource(platform.key.resource) : nullptr;
    GH_ASSIGN(auto mapping, buildEffectiveMapping(platform.key, method, levels, resource));
    return std::make_shared<const EffectiveMapping>(std::move(mapping));
}

bool mayCache(std::span<const MappingSource> overrides)
{
    for (const auto& level : overrides) {
        if (level.revision == 0) {
            return false;
        }
    }
    return true;
}

} // namespace

struct EffectiveMappingCache::Impl
{
    struct Entry
    {
        EffectiveMappingPtr mapping;
        std::list<std::string>::iterator use;
    };

    std::size_t capacity;
    std::mutex mutex;
    std::list<std::string> order; ///< Most recently used first.
    std::unordered_map<std::string, Entry> entries;

    EffectiveMappingPtr find(const std::string& key)
    {
        const std::scoped_lock lock(mutex);
        const auto found = entries.find(key);
        if (found == entries.end()) {
            return nullptr;
        }
        order.splice(order.begin(), order, found->second.use);
        return found->second.mapping;
    }

    void add(const std::string& key, const EffectiveMappingPtr& mapping)
    {
        const std::scoped_lock lock(mutex);
        if (entries.contains(key)) {
            return;
        }
        order.push_front(key);
        entries.emplace(key, Entry{mapping, order.begin()});
        if (entries.size() > capacity) {
            entries.erase(order.back());
            order.pop_back();
        }
    }
};

EffectiveMappingCache::EffectiveMappingCache(std::size_t capacity)
    : m_impl(std::make_unique<Impl>())
{
    m_impl->capacity = std::max<std::size_t>(capacity, 1);
}

EffectiveMappingCache::~EffectiveMappingCache() = default;

Result<EffectiveMappingPtr> EffectiveMappingCache::get(const ConfigSnapshot& snapshot, const MappingKey& key,
                                                       std::string_view method,
                                                       std::span<const MappingSource> overrides)
{
    const auto platform = snapshot.mapping(key);
    if (!platform) {
        return fail(Errc::Unsupported,
                    key.integration + " has no mapping for " + key.model + "." + key.resource);
    }
    const auto model = snapshot.model(key.model);
    if (!mayCache(overrides)) {
        return build(*platform, method, model, overrides);
    }
    const auto name = cacheKey(*platform, method, model, overrides);
    if (auto known = m_impl->find(name)) {
        return known;
    }
    GH_ASSIGN(auto mapping, build(*platform, method, model, overrides));
    m_impl->add(name, mapping);
    return mapping;
}

} // namespace gatehouse::config
