// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/config/loader.h"
#include "core/config/snapshot.h"
#include "core/gateway/definition_folders.h"
#include "core/gateway/turns.h"
#include "core/gateway/types.h"
#include "core/runtime/cpu_pool.h"
#include "core/runtime/executor.h"
#include "core/store/store.h"

#include <qcoro/qcorotask.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse {

/// What a change of definitions touched.
struct DefinitionChange
{
    std::vector<std::string> slugs;   ///< Integrations that are new or different now.
    std::vector<std::string> removed; ///< Integrations that are gone.
    /// Integrations that are what they were, while what is wrong with their files is not.
    std::vector<std::string> judged;
};

/// The definitions in force, where they come from, and their history. Sources, later ones winning file by
/// file: built in, DATA_DIR/providers, --providers, and what was put through the API. A wrong file is refused
/// and its last good version stays. Lives on the engine thread; files are looked at, read and checked on the
/// pool, and the engine only puts the finished snapshot in force.
class DefinitionBook
{
public:
    DefinitionBook(DefinitionFolders folders, store::IntegrationHistory& history, runtime::Executor& engine,
                   runtime::CpuPool& pool, const Clock& clock, LogSink& log);

    /// Told after each change that came into force, from whichever side.
    void onChange(std::function<void(const DefinitionChange&)> changed) { m_changed = std::move(changed); }

    /// Reads everything; the first thing to be called. An error means that no definitions can be had.
    [[nodiscard]] QCoro::Task<Status> load();
    /// Looks whether files in the directories changed, and takes the changes over.
    [[nodiscard]] QCoro::Task<Status> reloadIfChanged();
    /// While somebody has this, definitions do not change: for whoever builds on one and has to wait
    /// meanwhile.
    [[nodiscard]] QCoro::Task<std::unique_ptr<Turns::Turn>> holdStill();

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
    /// Conflict when it is not from the API, or still needed: inUse is asked when nothing can change any more
    /// that is done under holdStill().
    [[nodiscard]] QCoro::Task<Result<bool>> remove(std::string slug, std::function<bool()> inUse);
    /// Newest first: {version, origin, created_at, active, definition}.
    [[nodiscard]] QCoro::Task<Result<std::vector<json::Document>>> history(std::string slug);
    /// Puts an older version in force again, as a new version.
    [[nodiscard]] QCoro::Task<Result<IntegrationSummary>> rollback(std::string slug, std::uint32_t version);

    /// A file beside a definition ("sandbox.json"): built in, or in the directory the definition came from.
    [[nodiscard]] std::optional<std::string> siblingFile(const config::ProviderDefinition& provider,
                                                         const std::string& name) const
    {
        return m_folders.siblingFile(provider, name);
    }

private:
    using Versions = std::vector<store::IntegrationVersionRow>;
    [[nodiscard]] QCoro::Task<Result<Versions>> storedVersions(std::string slug);
    [[nodiscard]] QCoro::Task<Result<config::LoadOutcome>> read(const ApiDocuments& api);
    [[nodiscard]] QCoro::Task<Status> accept(config::LoadOutcome outcome);
    [[nodiscard]] QCoro::Task<Status> noteVersion(config::SnapshotPtr snapshot, std::string slug);
    void logProblems(const config::LoadOutcome& outcome);

    DefinitionFolders m_folders;
    store::IntegrationHistory& m_history;
    runtime::Executor& m_engine;
    runtime::CpuPool& m_pool;
    Turns m_turns; ///< For every change: each starts from the definitions the one before left.
    const Clock& m_clock;
    LogSink& m_log;
    std::function<void(const DefinitionChange&)> m_changed;
    std::optional<config::Loader> m_loader;
    config::SnapshotHandle m_snapshots;
    ApiDocuments m_api; ///< By slug; in force over every file.
    std::map<std::string, std::uint32_t, std::less<>> m_versions;
    std::uint64_t m_fingerprint = 0;
};

} // namespace gatehouse
