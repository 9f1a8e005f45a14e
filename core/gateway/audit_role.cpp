// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/audit_role.h"

#include "core/json/parse.h"

namespace gatehouse {
namespace {

class ActingHere final : public AuditTrail::Acting
{
public:
    ActingHere(AuditWriter& audit, std::string actor)
        : m_scope(audit, std::move(actor))
    {}

private:
    ActingAs m_scope;
};

} // namespace

std::unique_ptr<AuditTrail::Acting> AuditRole::actAs(std::string actor)
{
    return std::make_unique<ActingHere>(m_core.audit, std::move(actor));
}

void AuditRole::entries(std::uint64_t before, std::size_t limit, Completion<std::vector<AuditEntry>> done)
{
    onEngine(m_core, [this, before, limit, done = std::move(done)]() mutable {
        auto shared = std::make_shared<Completion<std::vector<AuditEntry>>>(std::move(done));
        m_core.audit.written([this, before, limit, shared](const Result<bool>& written) {
            if (written) {
                read(before, limit, shared);
            } else {
                (*shared)(fail(written.error()));
            }
        });
    });
}

void AuditRole::read(std::uint64_t before, std::size_t limit,
                     const std::shared_ptr<Completion<std::vector<AuditEntry>>>& done)
{
    m_core.services.store->audit().auditEntries(
        before, limit, [shared = done](Result<std::vector<store::AuditRow>> rows) {
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
}

} // namespace gatehouse
