// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/config/definition_source.h"
#include "core/config/loader.h"
#include "core/config/snapshot.h"
#include "core/gateway/turns.h"
#include "core/gateway/types.h"
#include "core/runtime/executor.h"
#include "core/store/store.h"

#include <qcoro/qcorotask.h>

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse {

/// What a change of definitions touched.
struct DefinitionChange
{
    std::vector<std::string> slugs;   ///< Integrations that are new or different now.
    std::vector<std::string> removed; ///< Integrations that are gone.
};

/// The definitions in force, where they come from, and their history. Sources, later ones winning file by
/// file: built in, DATA_DIR/providers, --providers, and what was put through the API. A wrong file is refused
/// and its last good version stays. Engine thread.
class DefinitionBook
{
public:
    struct Places
    {
        std::vector<std::filesystem::path> directories; ///< Those that do not exist are skipped.
    };

    DefinitionBook(Places places, store::IntegrationHistory& history, runtime::Executor& engine,
                   const Clock& clock, LogSink& log);

    /// Told after each change that came into force, from whichever side.
    void onChange(std::function<void(const DefinitionChange&)> changed) { m_changed = std::move(changed); }

    /// Reads everything; the first thing to be called. An error means that no definitions can be had.
    [[nodiscard]] QCoro::Task<Status> load();
    /// Looks whether files in the directories changed, and takes the changes over.
    [[nodiscard]] QCoro::Task<Status> reloadIfChanged();

    [[nodiscard]] const config::SnapshotHandle& snapshots() const noexcept { return m_snapshots; }

    [[nodiscard]] const config::Loader& loader() const noexcept { return *m_loader; }

    [[nodiscard]] std::vector<IntegrationSummary> summaries() const;
    /// NotFound.
    [[nodiscard]] Result<IntegrationSummary> summary(std::string_view slug) const;
    /// The definition with its mappings under `mappings`. NotFound.
    [[nodiscard]] Result<json::Document> document(std::string_view slug) const;

    /// The document is a provider.json; a member `mappings` ({"crm.contacts": {…}}) brings mapping files
    /// along.
    [[nodiscard]] QCoro::Task<Result<IntegrationSummary>> put(std::string slug, json::Document definition);
    /// Takes back what was put through the API; a built-in definition of that name is in force again.
    /// Conflict when it is not from the API, or still needed (inUse).
    [[nodiscard]] QCoro::Task<Result<bool>> remove(std::string slug, bool inUse);
    /// Newest first: {version, origin, created_at, active, definition}.
    [[nodiscard]] QCoro::Task<Result<std::vector<json::Document>>> history(std::string slug);
    /// Puts an older version in force again, as a new version.
    [[nodiscard]] QCoro::Task<Result<IntegrationSummary>> rollback(std::string slug, std::uint32_t version);

    /// A file beside a definition ("sandbox.json"): built in, or in the directory the definition came from.
    [[nodiscard]] std::optional<std::string> siblingFile(const config::ProviderDefinition& provider,
                                                         const std::string& name) const;

private:
    using Versions = std::vector<store::IntegrationVersionRow>;
    using ApiDocuments = std::map<std::string, json::Document, std::less<>>;

    [[nodiscard]] Result<std::vector<config::DefinitionFile>> files(const ApiDocuments& api) const;
    [[nodiscard]] QCoro::Task<Result<Versions>> storedVersions(std::string slug);
    [[nodiscard]] Result<config::LoadOutcome> tryLoad(const ApiDocuments& api, std::string_view slug) const;
    [[nodiscard]] QCoro::Task<Status> accept(config::LoadOutcome outcome);
    [[nodiscard]] QCoro::Task<Status> noteVersion(config::SnapshotPtr snapshot, std::string slug);
    [[nodiscard]] std::uint64_t fingerprint() const;
    void logProblems(const config::LoadOutcome& outcome);

    Places m_places;
    store::IntegrationHistory& m_history;
    runtime::Executor& m_engine;
    Turns m_turns; ///< For every change: each starts from the definitions the one before left.
    const Clock& m_clock;
    LogSink& m_log;
    std::function<void(const DefinitionChange&)> m_changed;
    std::optional<config::Loader> m_loader;
    config::EmbeddedSource m_embedded;
    config::SnapshotHandle m_snapshots;
    ApiDocuments m_api; ///< By slug; in force over every file.
    std::map<std::string, std::uint32_t, std::less<>> m_versions;
    std::uint64_t m_fingerprint = 0;
};

} // namespace gatehouse
