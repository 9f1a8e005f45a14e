// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/alerts_role.h"

namespace gatehouse {

void AlertsRole::alerts(Completion<std::vector<Alert>> done)
{
    onEngine(m_core, [this, done = std::move(done)]() mutable { done(m_core.alerts.all()); });
}

void AlertsRole::acknowledge(std::string id, Completion<Alert> done)
{
    onEngine(m_core, [this, id = std::move(id), done = std::move(done)]() mutable {
        std::string actor = m_core.audit.actor();
        deliver(m_core, m_core.alerts.acknowledge(std::move(id), std::move(actor)), std::move(done));
    });
}

} // namespace gatehouse
