// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/audit_trail.h"
#include "core/gateway/node_core.h"

namespace gatehouse {

/// The audit log in the store, for reading; hops to the engine thread.
class AuditRole final : public AuditTrail
{
public:
    explicit AuditRole(NodeCore& core)
        : m_core(core)
    {}

    [[nodiscard]] std::unique_ptr<Acting> actAs(std::string actor) override;
    void entries(std::uint64_t before, std::size_t limit, Completion<std::vector<AuditEntry>> done) override;

private:
    void read(std::uint64_t before, std::size_t limit,
              const std::shared_ptr<Completion<std::vector<AuditEntry>>>& done);

    NodeCore& m_core;
};

} // namespace gatehouse
