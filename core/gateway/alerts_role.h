// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/alerts.h"
#include "core/gateway/node_core.h"

namespace gatehouse {

/// The node's alerts; hops to the engine thread.
class AlertsRole final : public Alerts
{
public:
    explicit AlertsRole(NodeCore& core)
        : m_core(core)
    {}

    void alerts(Completion<std::vector<Alert>> done) override;
    void acknowledge(std::string id, Completion<Alert> done) override;

private:
    NodeCore& m_core;
};

} // namespace gatehouse
