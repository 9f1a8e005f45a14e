// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/definition_book.h"

#include "core/base/time_format.h"
#include "core/gateway/definition_files.h"
#include "core/json/parse.h"
#include "core/json/write.h"
#include "core/runtime/await.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <fstream>
#include <iterator>
#include <set>
#include <system_error>

namespace gatehouse {
namespace {

constexpr std::string_view kApiOrigin = "api";
constexpr const char* kTurn = "definitions";

/// The problem of one integration's files in a load, if it has one.
std::optional<Error> problemOf(const config::LoadOutcome& outcome, std::string_view slug)
{
    for (const config::FileProblem& problem : outcome.problems) {
        if (slugOfPath(problem.path) == slug) {
            return problem.error;
        }
    }
    return std::nullopt;
}

std::set<std::string> touchedSlugs(const config::ChangeSet& changes)
{
    std::set<std::string> slugs;
    for (const auto* paths : {&changes.added, &changes.changed, &changes.removed}) {
        for (const std::string& path : *paths) {
            if (const auto slug = slugOfPath(path); !slug.empty()) {
                slugs.emplace(slug);
            }
        }
    }
    return slugs;
}

json::Document versionDocument(const store::IntegrationVersionRow& row)
{
    json::Arena arena;
    json::ObjectBuilder out(arena);
    out.set("version", json::Value::unsignedInteger(row.version)).set("origin", row.origin);
    out.set("created_at", formatRfc3339(row.createdAt));
    out.set("active", json::Value::boolean(row.active));
    const auto definition = json::parse(std::string_view(row.documentJson));
    out.set("definition", definition ? **definition : json::Value::null());
    return json::Document::copyOf(out.build());
}

} // namespace

DefinitionBook::DefinitionBook(Places places, store::IntegrationHistory& history, runtime::Executor& engine,
                               const Clock& clock, LogSink& log)
    : m_places(std::move(places))
    , m_history(history)
    , m_engine(engine)
    , m_turns(engine)
    , m_clock(clock)
    , m_log(log)
{}

QCoro::Task<Status> DefinitionBook::load()
{
    auto loader = config::Loader::create();
    if (!loader) {
        co_return fail(std::move(loader).error());
    }
    m_loader = std::move(*loader);
    auto pendingRows = runtime::awaitCompletion<Versions>(
        m_engine, [this](auto done) { m_history.activeIntegrations(std::move(done)); });
    auto rows = co_await pendingRows;
    if (!rows) {
        co_return fail(std::move(rows).error());
    }
    for (const store::IntegrationVersionRow& row : *rows) {
        m_versions[row.slug] = row.version;
        auto document = json::parse(std::string_view(row.documentJson));
        if (row.origin == kApiOrigin && document) {
            m_api[row.slug] = std::move(*document);
        }
    }
    m_fingerprint = fingerprint();
    auto all = files(m_api);
    if (!all) {
        co_return fail(std::move(all).error());
    }
    co_return co_await accept(m_loader->load(*all));
}

QCoro::Task<Status> DefinitionBook::reloadIfChanged()
{
    const auto turn = co_await m_turns.take(kTurn);
    const std::uint64_t now = fingerprint();
    if (now == m_fingerprint) {
        co_return Status{};
    }
    m_fingerprint = now;
    auto all = files(m_api);
    if (!all) {
        m_log.write(LogLevel::Error, "definitions cannot be read", {{"reason", all.error().describe()}});
        co_return fail(std::move(all).error());
    }
    co_return co_await accept(m_loader->load(*all, m_snapshots.current()));
}

Result<std::vector<config::DefinitionFile>> DefinitionBook::files(const ApiDocuments& api) const
{
    std::deque<config::DirectorySource> directories;
    for (const auto& directory : m_places.directories) {
        std::error_code ignored;
        if (std::filesystem::is_directory(directory, ignored)) {
            directories.emplace_back(directory);
        }
    }
    std::vector<const config::DefinitionSource*> sources = {&m_embedded};
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

Result<config::LoadOutcome> DefinitionBook::tryLoad(const ApiDocuments& api, std::string_view slug) const
{
    GH_ASSIGN(const auto all, files(api));
    auto outcome = m_loader->load(all, m_snapshots.current());
    if (auto problem = problemOf(outcome, slug)) {
        return fail(std::move(*problem));
    }
    return outcome;
}

QCoro::Task<Status> DefinitionBook::accept(config::LoadOutcome outcome)
{
    const auto before = m_snapshots.current();
    logProblems(outcome);
    DefinitionChange change;
    for (const std::string& slug : touchedSlugs(outcome.changes)) {
        if (outcome.snapshot->provider(slug)) {
            change.slugs.push_back(slug);
        } else if (before->provider(slug)) {
            change.removed.push_back(slug);
        }
    }
    for (const std::string& slug : change.slugs) {
        if (auto noted = co_await noteVersion(outcome.snapshot, slug); !noted) {
            m_fingerprint = 0; // the next look tries again
            co_return noted;
        }
    }
    m_snapshots.swap(outcome.snapshot);
    if (m_changed && !(change.slugs.empty() && change.removed.empty())) {
        m_changed(change);
    }
    co_return Status{};
}

QCoro::Task<Result<DefinitionBook::Versions>> DefinitionBook::storedVersions(std::string slug)
{
    auto pending = runtime::awaitCompletion<Versions>(
        m_engine, [this, &slug](auto done) { m_history.integrationHistory(slug, std::move(done)); });
    co_return co_await pending;
}

/// Keeps a definition that is about to come into force as a version, unless it is the newest one already.
QCoro::Task<Status> DefinitionBook::noteVersion(config::SnapshotPtr snapshot, std::string slug)
{
    const auto provider = snapshot->provider(slug);
    auto versions = co_await storedVersions(slug);
    if (!versions) {
        co_return fail(std::move(versions).error());
    }
    store::IntegrationVersionRow row;
    row.slug = slug;
    row.documentJson = json::write(*gatehouse::documentOf(*snapshot, *provider));
    row.createdAt = m_clock.now();
    const auto file = snapshot->content().files.find(providerPath(slug));
    row.origin = file == snapshot->content().files.end() ? std::string() : file->second.origin;
    if (!versions->empty() && versions->front().active
        && versions->front().documentJson == row.documentJson) {
        m_versions[slug] = versions->front().version;
        co_return Status{};
    }
    auto pendingStored = runtime::awaitCompletion<store::IntegrationVersionRow>(
        m_engine, [this, &row](auto done) { m_history.addIntegrationVersion(row, std::move(done)); });
    auto stored = co_await pendingStored;
    if (!stored) {
        co_return fail(std::move(stored).error());
    }
    m_versions[slug] = stored->version;
    co_return Status{};
}

QCoro::Task<Result<IntegrationSummary>> DefinitionBook::put(std::string slug, json::Document definition)
{
    if (definition.root()["slug"].asString() != slug) {
        co_return fail(Errc::InvalidArgument,
                       fmt::format("the definition's slug must be \"{}\", as in the path", slug));
    }
    const auto turn = co_await m_turns.take(kTurn);
    ApiDocuments next = m_api;
    next[slug] = std::move(definition);
    auto outcome = tryLoad(next, slug);
    if (!outcome) {
        co_return fail(std::move(outcome).error());
    }
    if (auto accepted = co_await accept(std::move(*outcome)); !accepted) {
        co_return fail(std::move(accepted).error());
    }
    m_api = std::move(next);
    co_return summary(slug);
}

QCoro::Task<Result<bool>> DefinitionBook::remove(std::string slug, bool inUse)
{
    const auto turn = co_await m_turns.take(kTurn);
    if (!m_api.contains(slug)) {
        if (!m_snapshots.current()->provider(slug)) {
            co_return fail(Errc::NotFound, fmt::format("there is no integration \"{}\"", slug));
        }
        co_return fail(Errc::Conflict,
                       fmt::format("\"{}\" comes from a file or is built in: take the file away, or put "
                                   "another definition over it",
                                   slug));
    }
    ApiDocuments next = m_api;
    next.erase(slug);
    auto all = files(next);
    if (!all) {
        co_return fail(std::move(all).error());
    }
    auto outcome = m_loader->load(*all, m_snapshots.current());
    if (inUse && !outcome.snapshot->provider(slug)) {
        co_return fail(Errc::Conflict, fmt::format("accounts use \"{}\": remove them first", slug));
    }
    auto pendingStored = runtime::awaitCompletion<bool>(
        m_engine, [this, &slug](auto done) { m_history.deactivateIntegration(slug, std::move(done)); });
    auto stored = co_await pendingStored;
    if (!stored) {
        co_return fail(std::move(stored).error());
    }
    m_api = std::move(next);
    if (auto accepted = co_await accept(std::move(outcome)); !accepted) {
        co_return fail(std::move(accepted).error());
    }
    co_return true;
}

QCoro::Task<Result<std::vector<json::Document>>> DefinitionBook::history(std::string slug)
{
    auto versions = co_await storedVersions(slug);
    if (!versions) {
        co_return fail(std::move(versions).error());
    }
    if (versions->empty()) {
        co_return fail(Errc::NotFound, fmt::format("there is no integration \"{}\"", slug));
    }
    std::vector<json::Document> out;
    out.reserve(versions->size());
    for (const auto& row : *versions) {
        out.push_back(versionDocument(row));
    }
    co_return out;
}

QCoro::Task<Result<IntegrationSummary>> DefinitionBook::rollback(std::string slug, std::uint32_t version)
{
    auto versions = co_await storedVersions(slug);
    if (!versions) {
        co_return fail(std::move(versions).error());
    }
    const auto wanted = std::ranges::find(*versions, version, &store::IntegrationVersionRow::version);
    if (wanted == versions->end()) {
        co_return fail(Errc::NotFound, fmt::format("\"{}\" has no version {}", slug, version));
    }
    auto document = json::parse(std::string_view(wanted->documentJson));
    if (!document) {
        co_return fail(Errc::Corrupt, fmt::format("version {} of \"{}\" is not readable", version, slug));
    }
    co_return co_await put(slug, std::move(*document));
}

std::vector<IntegrationSummary> DefinitionBook::summaries() const
{
    std::vector<IntegrationSummary> out;
    for (const auto& [slug, provider] : m_snapshots.current()->content().providers) {
        out.push_back(*summary(slug));
    }
    return out;
}

Result<IntegrationSummary> DefinitionBook::summary(std::string_view slug) const
{
    const auto snapshot = m_snapshots.current();
    const auto provider = snapshot->provider(slug);
    if (!provider) {
        return fail(Errc::NotFound, fmt::format("there is no integration \"{}\"", slug));
    }
    IntegrationSummary out;
    out.slug = provider->slug;
    out.label = provider->label;
    out.category = provider->category;
    out.operations = snapshot->operations(slug);
    const auto& content = snapshot->content();
    if (const auto file = content.files.find(providerPath(slug)); file != content.files.end()) {
        out.origin = file->second.origin;
        out.version = file->second.version;
    }
    if (const auto known = m_versions.find(slug); known != m_versions.end()) {
        out.version = known->second;
    }
    for (const config::FileProblem& problem : content.problems) {
        if (slugOfPath(problem.path) == slug) {
            out.problem = problem.error.describe();
        }
    }
    return out;
}

Result<json::Document> DefinitionBook::document(std::string_view slug) const
{
    const auto snapshot = m_snapshots.current();
    const auto provider = snapshot->provider(slug);
    if (!provider) {
        return fail(Errc::NotFound, fmt::format("there is no integration \"{}\"", slug));
    }
    return gatehouse::documentOf(*snapshot, *provider);
}

std::optional<std::string> DefinitionBook::siblingFile(const config::ProviderDefinition& provider,
                                                       const std::string& name) const
{
    for (auto directory = m_places.directories.rbegin(); directory != m_places.directories.rend();
         ++directory) {
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

/// Changes whenever a file appears, goes, or is written: names, sizes and times of all of them.
std::uint64_t DefinitionBook::fingerprint() const
{
    std::uint64_t sum = 0;
    for (const auto& directory : m_places.directories) {
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

void DefinitionBook::logProblems(const config::LoadOutcome& outcome)
{
    for (const config::FileProblem& problem : outcome.problems) {
        m_log.write(LogLevel::Warning, "definition refused",
                    {{"path", problem.path},
                     {"reason", problem.error.describe()},
                     {"last_good_kept", problem.lastGoodKept ? "true" : "false"}});
    }
}

} // namespace gatehouse
