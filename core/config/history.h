// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/config/definition_source.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::config {

/// One accepted version of one file. An empty text means that the file was removed.
struct DefinitionVersion
{
    std::string path;
    std::uint32_t version = 0; ///< From 1, per path.
    UnixMillis acceptedAt;
    std::string origin;
    std::string text;
};

/// Where versions are kept for longer than the process lives. Called with the history's lock not held.
class HistorySink
{
public:
    HistorySink() = default;
    HistorySink(const HistorySink&) = delete;
    HistorySink& operator=(const HistorySink&) = delete;
    virtual ~HistorySink() = default;

    virtual void versionAccepted(const DefinitionVersion& version) = 0;
};

/// The accepted versions of every definition, newest last, and the way back. Thread-safe.
class DefinitionHistory
{
public:
    /// Keeps at most `keep` versions of a path. The sink may be null and must outlive this.
    explicit DefinitionHistory(const Clock& clock, HistorySink* sink = nullptr, std::size_t keep = 50);

    /// Takes over what a sink stored earlier, without telling it again.
    void restore(std::vector<DefinitionVersion> versions);
    /// Notes an accepted text; nothing happens when it is the same as the newest one.
    DefinitionVersion record(const DefinitionFile& file);
    DefinitionVersion recordRemoval(std::string_view path, std::string_view origin);

    [[nodiscard]] std::vector<DefinitionVersion> versions(std::string_view path) const;
    /// The file as it was: hand it to the loader again. Errc::NotFound for a version that is not kept.
    [[nodiscard]] Result<DefinitionFile> at(std::string_view path, std::uint32_t version) const;

private:
    DefinitionVersion append(DefinitionVersion version);

    const Clock& m_clock;
    HistorySink* m_sink;
    std::size_t m_keep;
    mutable std::mutex m_mutex;
    std::map<std::string, std::vector<DefinitionVersion>, std::less<>> m_versions;
};

} // namespace gatehouse::config
