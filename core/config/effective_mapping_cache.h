// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/merge.h"
#include "core/config/snapshot.h"

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

namespace gatehouse::config {

/// Effective mappings by what they were made of (platform revision, method, override revisions), so that a
/// change needs no invalidation: it simply asks for another key. Bounded, least recently used ones go.
/// Thread-safe; a miss compiles outside the lock.
class EffectiveMappingCache
{
public:
    explicit EffectiveMappingCache(std::size_t capacity = 2048);
    ~EffectiveMappingCache();
    EffectiveMappingCache(const EffectiveMappingCache&) = delete;
    EffectiveMappingCache& operator=(const EffectiveMappingCache&) = delete;

    /// overrides: environment and account level, lowest first; may be empty. Errc::Unsupported when the
    /// provider has no mapping for it, Errc::ConfigError when an override does not compile.
    [[nodiscard]] Result<EffectiveMappingPtr> get(const ConfigSnapshot& snapshot, const MappingKey& key,
                                                  std::string_view method,
                                                  std::span<const MappingSource> overrides);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace gatehouse::config
