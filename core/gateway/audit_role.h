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

    void entries(std::uint64_t before, std::size_t limit, Completion<std::vector<AuditEntry>> done) override;

private:
    NodeCore& m_core;
};

} // namespace gatehouse
