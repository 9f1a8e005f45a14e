// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sql/repositories.h"

#include <fmt/format.h>

namespace gatehouse::store::sql {
namespace {

EnvironmentRow readEnvironment(Rows& rows)
{
    return {rows.text(0), rows.text(1), rows.bytes(2), rows.time(3)};
}

} // namespace

void SqlEnvironments::putEnvironment(EnvironmentRow row, Completion<EnvironmentRow> done)
{
    m_dispatcher.write<EnvironmentRow>(
        [row = std::move(row)](Connection& db) -> Result<EnvironmentRow> {
            GH_TRY(db.change("INSERT INTO environments (id, name, metadata, created_at) VALUES (?, ?, ?, ?) "
                             "ON CONFLICT (id) DO UPDATE SET name = excluded.name, "
                             "metadata = excluded.metadata",
                             row.id, row.name, Bytes{row.metadataJson}, row.createdAt));
            return row;
        },
        std::move(done));
}

void SqlEnvironments::environment(std::string id, Completion<EnvironmentRow> done)
{
    m_dispatcher.read<EnvironmentRow>(
        [id = std::move(id)](Connection& db) -> Result<EnvironmentRow> {
            GH_ASSIGN(auto rows,
                      db.query("SELECT id, name, metadata, created_at FROM environments WHERE id = ?", id));
            return one(rows, readEnvironment,
                       [&id] { return fmt::format("there is no environment {}", id); });
        },
        std::move(done));
}

void SqlEnvironments::environments(Completion<std::vector<EnvironmentRow>> done)
{
    m_dispatcher.read<std::vector<EnvironmentRow>>(
        [](Connection& db) -> Result<std::vector<EnvironmentRow>> {
            GH_ASSIGN(auto rows, db.query("SELECT id, name, metadata, created_at FROM environments "
                                          "ORDER BY created_at, id"));
            return all(rows, readEnvironment);
        },
        std::move(done));
}

void SqlEnvironments::removeEnvironment(std::string id, Completion<bool> done)
{
    m_dispatcher.write<bool>(
        [id = std::move(id)](Connection& db) -> Result<bool> {
            Savepoint step(db);
            GH_TRY(step.begin());
            GH_TRY(db.change("DELETE FROM overrides WHERE level = 'environment' AND owner_id = ?", id));
            auto removed = db.change("DELETE FROM environments WHERE id = ?", id);
            if (!removed) {
                return removed.error().code == Errc::Conflict
                           ? fail(Errc::Conflict,
                                  fmt::format("environment {} still has accounts; remove them first", id))
                           : fail(std::move(removed).error());
            }
            GH_TRY(step.keep());
            return *removed > 0;
        },
        std::move(done));
}

} // namespace gatehouse::store::sql
