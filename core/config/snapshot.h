// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/mapping.h"
#include "core/config/model.h"
#include "core/config/provider_definition.h"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::config {

/// A file that was refused. When an earlier version of it was good, that one stays in force.
struct FileProblem
{
    std::string path; ///< "providers/acme/provider.json"
    Error error;      ///< Source, pointer, line and column are set.
    bool lastGoodKept = false;
};

/// One accepted file behind a snapshot; lets the next load reuse what did not change.
struct LoadedFile
{
    std::string text;
    std::string origin;
    std::uint32_t version = 1; ///< Counts up with each accepted change of this path.
};

/// Everything that requests need to know, at one moment. Immutable: a request keeps the one it started with.
class ConfigSnapshot
{
public:
    struct Content
    {
        std::map<std::string, ProviderPtr, std::less<>> providers;
        std::map<std::string, ModelPtr, std::less<>> models;
        std::map<MappingKey, PlatformMappingPtr> mappings;
        std::map<std::string, LoadedFile, std::less<>> files; ///< By path; the accepted text of each.
        std::vector<FileProblem> problems;
        std::uint64_t revision = 0;
    };

    ConfigSnapshot() = default;

    explicit ConfigSnapshot(Content content)
        : m_content(std::move(content))
    {}

    /// Null when there is none of that name.
    [[nodiscard]] ProviderPtr provider(std::string_view slug) const;
    [[nodiscard]] ModelPtr model(std::string_view name) const;
    [[nodiscard]] PlatformMappingPtr mapping(const MappingKey& key) const;
    /// "crm.contacts.list", … that have a mapping at this provider, sorted.
    [[nodiscard]] std::vector<std::string> operations(std::string_view slug) const;

    [[nodiscard]] const Content& content() const noexcept { return m_content; }

    [[nodiscard]] std::uint64_t revision() const noexcept { return m_content.revision; }

private:
    Content m_content;
};

using SnapshotPtr = std::shared_ptr<const ConfigSnapshot>;

/// The snapshot in force. Thread-safe.
class SnapshotHandle
{
public:
    explicit SnapshotHandle(SnapshotPtr first = std::make_shared<const ConfigSnapshot>())
        : m_current(std::move(first))
    {}

    [[nodiscard]] SnapshotPtr current() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_current;
    }

    /// Returns the one that was in force before.
    SnapshotPtr swap(SnapshotPtr next)
    {
        const std::scoped_lock lock(m_mutex);
        m_current.swap(next);
        return next;
    }

private:
    mutable std::mutex m_mutex;
    SnapshotPtr m_current;
};

} // namespace gatehouse::config
