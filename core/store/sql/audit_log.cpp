// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sql/repositories.h"

#include <algorithm>
#include <limits>

namespace gatehouse::store::sql {
namespace {

constexpr std::size_t kMaxPage = 10'000;

AuditRow readEntry(Rows& rows)
{
    return {rows.natural(0), rows.time(1), rows.text(2), rows.text(3), rows.text(4), rows.bytes(5)};
}

} // namespace

void SqlAuditLog::appendAudit(AuditRow row, Completion<AuditRow> done)
{
    m_dispatcher.write<AuditRow>(
        [row = std::move(row)](Connection& db) -> Result<AuditRow> {
            GH_TRY(db.change("INSERT INTO audit (at, actor, action, subject, detail) VALUES (?, ?, ?, ?, ?)",
                             row.at, row.actor, row.action, row.subject, Bytes{row.detailJson}));
            auto stored = row;
            stored.sequence = static_cast<std::uint64_t>(db.lastInsertId());
            return stored;
        },
        std::move(done));
}

void SqlAuditLog::auditEntries(std::uint64_t before, std::size_t limit,
                               Completion<std::vector<AuditRow>> done)
{
    const auto bound =
        before == 0 ? std::numeric_limits<std::int64_t>::max() : static_cast<std::int64_t>(before);
    m_dispatcher.read<std::vector<AuditRow>>(
        [bound, limit = std::min(limit, kMaxPage)](Connection& db) -> Result<std::vector<AuditRow>> {
            GH_ASSIGN(auto rows, db.query("SELECT sequence, at, actor, action, subject, detail FROM audit "
                                          "WHERE sequence < ? ORDER BY sequence DESC LIMIT ?",
                                          bound, limit));
            return all(rows, readEntry);
        },
        std::move(done));
}

} // namespace gatehouse::store::sql
