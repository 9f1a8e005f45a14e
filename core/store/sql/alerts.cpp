// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sql/token_repositories.h"

namespace gatehouse::store::sql {
namespace {

AlertRow readAlert(Rows& rows)
{
    AlertRow row;
    row.id = rows.text(0);
    row.kind = rows.text(1);
    row.accountId = rows.text(2);
    row.environmentId = rows.text(3);
    row.title = rows.text(4);
    row.detail = rows.text(5);
    row.raisedAt = rows.time(6);
    row.resolvedAt = rows.optionalTime(7);
    row.acknowledgedAt = rows.optionalTime(8);
    row.acknowledgedBy = rows.text(9);
    row.severity = rows.text(10);
    return row;
}

} // namespace

void SqlAlerts::putAlert(AlertRow row, Completion<bool> done)
{
    m_dispatcher.write<bool>(
        [row = std::move(row)](Connection& db) -> Result<bool> {
            GH_TRY(db.change(
                "INSERT INTO alerts (id, kind, account_id, environment_id, title, detail, raised_at, "
                "resolved_at, acknowledged_at, acknowledged_by, severity) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, account_id = excluded.account_id, "
                "environment_id = excluded.environment_id, title = excluded.title, "
                "detail = excluded.detail, raised_at = excluded.raised_at, "
                "resolved_at = excluded.resolved_at, acknowledged_at = excluded.acknowledged_at, "
                "acknowledged_by = excluded.acknowledged_by, severity = excluded.severity",
                row.id, row.kind, row.accountId, row.environmentId, row.title, row.detail, row.raisedAt,
                row.resolvedAt, row.acknowledgedAt, row.acknowledgedBy, row.severity));
            return true;
        },
        std::move(done));
}

void SqlAlerts::alerts(Completion<std::vector<AlertRow>> done)
{
    m_dispatcher.read<std::vector<AlertRow>>(
        [](Connection& db) -> Result<std::vector<AlertRow>> {
            GH_ASSIGN(auto rows,
                      db.query("SELECT id, kind, account_id, environment_id, title, detail, "
                               "raised_at, resolved_at, acknowledged_at, acknowledged_by, severity "
                               "FROM alerts ORDER BY raised_at, id"));
            return all(rows, readAlert);
        },
        std::move(done));
}

void SqlAlerts::removeResolvedAlerts(UnixMillis before, Completion<std::uint64_t> done)
{
    m_dispatcher.write<std::uint64_t>(
        [before](Connection& db) -> Result<std::uint64_t> {
            GH_ASSIGN(
                const auto removed,
                db.change("DELETE FROM alerts WHERE resolved_at IS NOT NULL AND resolved_at < ?", before));
            return static_cast<std::uint64_t>(removed);
        },
        std::move(done));
}

} // namespace gatehouse::store::sql
