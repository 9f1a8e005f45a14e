// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/audit_role.h"

#include "core/json/parse.h"

namespace gatehouse {

void AuditRole::entries(std::uint64_t before, std::size_t limit, Completion<std::vector<AuditEntry>> done)
{
    onEngine(m_core, [this, before, limit, done = std::move(done)]() mutable {
        auto shared = std::make_shared<Completion<std::vector<AuditEntry>>>(std::move(done));
        m_core.services.store->audit().auditEntries(
            before, limit, [shared](Result<std::vector<store::AuditRow>> rows) {
                if (!rows) {
                    (*shared)(fail(std::move(rows).error()));
                    return;
                }
                std::vector<AuditEntry> entries;
                for (auto& row : *rows) {
                    entries.push_back({row.sequence, row.at, std::move(row.actor), std::move(row.action),
                                       std::move(row.subject),
                                       json::parse(std::move(row.detailJson)).value_or(json::Document())});
                }
                (*shared)(std::move(entries));
            });
    });
}

} // namespace gatehouse
