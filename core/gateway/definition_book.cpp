// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/definition_book.h"

#include "core/base/time_format.h"
#include "core/gateway/definition_files.h"
#include "core/json/parse.h"
#include "core/json/write.h"
#include "core/runtime/await.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

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

/// The first problem of each integration's files, in words.
std::map<std::string, std::string, std::less<>> problemsBySlug(const config::ConfigSnapshot& snapshot)
{
    std::map<std::string, std::string, std::less<>> problems;
    for (const config::FileProblem& problem : snapshot.content().problems) {
        problems.try_emplace(std::string(slugOfPath(problem.path)), problem.error.describe());
    }
    return problems;
}

/// Integrations in force, but for the changed ones, whose files have other problems now.
std::vector<std::string> judgedAnew(const config::ConfigSnapshot& before, const config::ConfigSnapshot& after,
                                    const std::vector<std::string>& changed)
{
    const auto old = problemsBySlug(before);
    const auto now = problemsBySlug(after);
    std::vector<std::string> slugs;
    for (const auto& [slug, provider] : after.content().providers) {
        const auto was = old.find(slug);
        const auto is = now.find(slug);
        const bool same =
            (was == old.end()) == (is == now.end()) && (is == now.end() || is->second == was->second);
        if (!same && std::ranges::find(changed, slug) == changed.end()) {
            slugs.push_back(slug);
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

DefinitionBook::DefinitionBook(DefinitionFolders folders, store::IntegrationHistory& history,
                               runtime::Executor& engine, runtime::CpuPool& pool, const Clock& clock,
                               LogSink& log)
    : m_folders(std::move(folders))
    , m_history(history)
    , m_engine(engine)
    , m_pool(pool)
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
    m_fingerprint = m_folders.fingerprint();
    auto outcome = co_await read(m_api);
    if (!outcome) {
        co_return fail(std::move(outcome).error());
    }
    co_return co_await accept(std::move(*outcome));
}

QCoro::Task<std::unique_ptr<Turns::Turn>> DefinitionBook::holdStill()
{
    return m_turns.take(kTurn);
}

QCoro::Task<Status> DefinitionBook::reloadIfChanged()
{
    const auto turn = co_await holdStill();
    const auto look = [this](const std::stop_token&) -> Result<std::uint64_t> {
        return m_folders.fingerprint();
    };
    auto pendingLook = runtime::computeOn<std::uint64_t>(m_pool, m_engine, look);
    const auto now = co_await pendingLook;
    if (!now || *now == m_fingerprint) {
        co_return now ? Status{} : Status(fail(now.error()));
    }
    m_fingerprint = *now;
    auto outcome = co_await read(m_api);
    if (!outcome) {
        co_return fail(std::move(outcome).error());
    }
    co_return co_await accept(std::move(*outcome));
}

/// What would be in force with these documents over the files. Reading and checking happens on the pool;
/// `api` must stay as it is meanwhile, which having the turn makes sure of.
QCoro::Task<Result<config::LoadOutcome>> DefinitionBook::read(const ApiDocuments& api)
{
    const auto before = m_snapshots.current();
    const auto work = [this, &api, &before](const std::stop_token&) -> Result<config::LoadOutcome> {
        GH_ASSIGN(const auto files, m_folders.read(api));
        return m_loader->load(files, before);
    };
    auto pending = runtime::computeOn<config::LoadOutcome>(m_pool, m_engine, work);
    co_return co_await pending;
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
    change.judged = judgedAnew(*before, *outcome.snapshot, change.slugs);
    for (const std::string& slug : change.slugs) {
        if (auto noted = co_await noteVersion(outcome.snapshot, slug); !noted) {
            m_fingerprint = 0; // the next look tries again
            co_return noted;
        }
    }
    m_snapshots.swap(outcome.snapshot);
    if (m_changed && !(change.slugs.empty() && change.removed.empty() && change.judged.empty())) {
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
    auto outcome = co_await read(next);
    if (!outcome) {
        co_return fail(std::move(outcome).error());
    }
    if (auto problem = problemOf(*outcome, slug)) {
        co_return fail(std::move(*problem));
    }
    if (auto accepted = co_await accept(std::move(*outcome)); !accepted) {
        co_return fail(std::move(accepted).error());
    }
    m_api = std::move(next);
    co_return summary(slug);
}

QCoro::Task<Result<bool>> DefinitionBook::remove(std::string slug, std::function<bool()> inUse)
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
    auto outcome = co_await read(next);
    if (!outcome) {
        co_return fail(std::move(outcome).error());
    }
    if (!outcome->snapshot->provider(slug) && inUse()) {
        co_return fail(Errc::Conflict, fmt::format("accounts use \"{}\": remove them first", slug));
    }
    auto pendingStored = runtime::awaitCompletion<bool>(
        m_engine, [this, &slug](auto done) { m_history.deactivateIntegration(slug, std::move(done)); });
    auto stored = co_await pendingStored;
    if (!stored) {
        co_return fail(std::move(stored).error());
    }
    m_api = std::move(next);
    if (auto accepted = co_await accept(std::move(*outcome)); !accepted) {
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
