// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sql/repositories.h"

#include <fmt/format.h>

namespace gatehouse::store::sql {
namespace {

constexpr std::string_view kSelectOne =
    "SELECT slug, version, document, origin, created_at, active FROM integration_versions "
    "WHERE slug = ? AND version = ?";

IntegrationVersionRow readVersion(Rows& rows)
{
    IntegrationVersionRow row;
    row.slug = rows.text(0);
    row.version = static_cast<std::uint32_t>(rows.natural(1));
    row.documentJson = rows.bytes(2);
    row.origin = rows.text(3);
    row.createdAt = rows.time(4);
    row.active = rows.integer(5) != 0;
    return row;
}

Result<std::int64_t> deactivate(Connection& db, const std::string& slug)
{
    return db.change("UPDATE integration_versions SET active = 0 WHERE slug = ? AND active = 1", slug);
}

Result<IntegrationVersionRow> findVersion(Connection& db, const std::string& slug, std::uint32_t version)
{
    GH_ASSIGN(auto rows, db.query(kSelectOne, slug, version));
    return one(rows, readVersion,
               [&] { return fmt::format("integration {} has no version {}", slug, version); });
}

Result<std::uint32_t> nextVersion(Connection& db, const std::string& slug)
{
    GH_ASSIGN(
        auto rows,
        db.query("SELECT COALESCE(MAX(version), 0) + 1 FROM integration_versions WHERE slug = ?", slug));
    return one(
        rows, [](Rows& row) { return static_cast<std::uint32_t>(row.natural(0)); },
        [] { return std::string("no version"); });
}

} // namespace

void SqlIntegrationHistory::addIntegrationVersion(IntegrationVersionRow row,
                                                  Completion<IntegrationVersionRow> done)
{
    m_dispatcher.write<IntegrationVersionRow>(
        [row = std::move(row)](Connection& db) -> Result<IntegrationVersionRow> {
            Savepoint step(db);
            GH_TRY(step.begin());
            auto stored = row;
            GH_ASSIGN(stored.version, nextVersion(db, row.slug));
            stored.active = true;
            GH_TRY(deactivate(db, row.slug));
            GH_TRY(db.change("INSERT INTO integration_versions (slug, version, document, origin, created_at, "
                             "active) VALUES (?, ?, ?, ?, ?, 1)",
                             stored.slug, stored.version, Bytes{stored.documentJson}, stored.origin,
                             stored.createdAt));
            GH_TRY(step.keep());
            return stored;
        },
        std::move(done));
}

void SqlIntegrationHistory::activateIntegrationVersion(std::string slug, std::uint32_t version,
                                                       Completion<IntegrationVersionRow> done)
{
    m_dispatcher.write<IntegrationVersionRow>(
        [slug = std::move(slug), version](Connection& db) -> Result<IntegrationVersionRow> {
            Savepoint step(db);
            GH_TRY(step.begin());
            GH_TRY(deactivate(db, slug));
            GH_TRY(db.change("UPDATE integration_versions SET active = 1 WHERE slug = ? AND version = ?",
                             slug, version));
            GH_ASSIGN(auto row, findVersion(db, slug, version));
            GH_TRY(step.keep());
            return row;
        },
        std::move(done));
}

void SqlIntegrationHistory::deactivateIntegration(std::string slug, Completion<bool> done)
{
    m_dispatcher.write<bool>(
        [slug = std::move(slug)](Connection& db) -> Result<bool> {
            GH_ASSIGN(const auto changed, deactivate(db, slug));
            return changed > 0;
        },
        std::move(done));
}

void SqlIntegrationHistory::integrationHistory(std::string slug,
                                               Completion<std::vector<IntegrationVersionRow>> done)
{
    m_dispatcher.read<std::vector<IntegrationVersionRow>>(
        [slug = std::move(slug)](Connection& db) -> Result<std::vector<IntegrationVersionRow>> {
            GH_ASSIGN(auto rows, db.query("SELECT slug, version, document, origin, created_at, active "
                                          "FROM integration_versions WHERE slug = ? ORDER BY version DESC",
                                          slug));
            return all(rows, readVersion);
        },
        std::move(done));
}

void SqlIntegrationHistory::activeIntegrations(Completion<std::vector<IntegrationVersionRow>> done)
{
    m_dispatcher.read<std::vector<IntegrationVersionRow>>(
        [](Connection& db) -> Result<std::vector<IntegrationVersionRow>> {
            GH_ASSIGN(auto rows, db.query("SELECT slug, version, document, origin, created_at, active "
                                          "FROM integration_versions WHERE active = 1 ORDER BY slug"));
            return all(rows, readVersion);
        },
        std::move(done));
}

} // namespace gatehouse::store::sql
