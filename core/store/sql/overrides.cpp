// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sql/repositories.h"

#include <fmt/format.h>

namespace gatehouse::store::sql {
namespace {

OverrideRow readOverride(Rows& rows)
{
    return {
        {rows.text(0), rows.text(1), rows.text(2), rows.text(3), rows.text(4)}, rows.bytes(5), rows.time(6)};
}

} // namespace

void SqlOverrides::putOverride(OverrideRow row, Completion<OverrideRow> done)
{
    m_dispatcher.write<OverrideRow>(
        [row = std::move(row)](Connection& db) -> Result<OverrideRow> {
            const auto& id = row.id;
            GH_TRY(db.change("INSERT INTO overrides (level, owner_id, model, resource, method, document, "
                             "updated_at) VALUES (?, ?, ?, ?, ?, ?, ?) "
                             "ON CONFLICT (level, owner_id, model, resource, method) DO UPDATE SET "
                             "document = excluded.document, updated_at = excluded.updated_at",
                             id.level, id.ownerId, id.model, id.resource, id.method, Bytes{row.documentJson},
                             row.updatedAt));
            return row;
        },
        std::move(done));
}

void SqlOverrides::findOverride(OverrideId id, Completion<OverrideRow> done)
{
    m_dispatcher.read<OverrideRow>(
        [id = std::move(id)](Connection& db) -> Result<OverrideRow> {
            GH_ASSIGN(auto rows,
                      db.query("SELECT level, owner_id, model, resource, method, document, updated_at "
                               "FROM overrides WHERE level = ? AND owner_id = ? AND model = ? "
                               "AND resource = ? AND method = ?",
                               id.level, id.ownerId, id.model, id.resource, id.method));
            return one(rows, readOverride, [&id] {
                return fmt::format("{} {} has no override of {}.{}.{}", id.level, id.ownerId, id.model,
                                   id.resource, id.method);
            });
        },
        std::move(done));
}

void SqlOverrides::overrides(Completion<std::vector<OverrideRow>> done)
{
    m_dispatcher.read<std::vector<OverrideRow>>(
        [](Connection& db) -> Result<std::vector<OverrideRow>> {
            GH_ASSIGN(auto rows,
                      db.query("SELECT level, owner_id, model, resource, method, document, updated_at "
                               "FROM overrides ORDER BY level, owner_id, model, resource, method"));
            return all(rows, readOverride);
        },
        std::move(done));
}

void SqlOverrides::removeOverride(OverrideId id, Completion<bool> done)
{
    m_dispatcher.write<bool>(
        [id = std::move(id)](Connection& db) -> Result<bool> {
            GH_ASSIGN(const auto removed,
                      db.change("DELETE FROM overrides WHERE level = ? AND owner_id = ? AND model = ? "
                                "AND resource = ? AND method = ?",
                                id.level, id.ownerId, id.model, id.resource, id.method));
            return removed > 0;
        },
        std::move(done));
}

} // namespace gatehouse::store::sql
