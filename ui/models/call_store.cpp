// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/call_store.h"

namespace gatehouse::ui {

bool CallStore::append(const CallSummary& call)
{
    if (call.sequence != 0 && call.sequence <= m_newest) {
        return false;
    }
    m_newest = call.sequence;
    if (m_rows.size() >= kCapacity) {
        m_rows.erase(m_rows.begin(), m_rows.begin() + static_cast<std::ptrdiff_t>(kDropAtOnce));
        m_begin += static_cast<std::uint32_t>(kDropAtOnce);
    }
    CallRow row;
    row.id = call.id;
    row.sequence = call.sequence;
    row.startedAt = call.startedAt;
    row.duration = call.duration;
    row.upstream = call.upstream;
    row.requestBytes = call.requestBytes;
    row.responseBytes = call.responseBytes;
    row.kind = m_pool.idOf(call.kind);
    row.operation = m_pool.idOf(call.operation);
    row.integration = m_pool.idOf(call.integration);
    row.account = m_pool.idOf(call.accountId);
    row.environment = m_pool.idOf(call.environmentId);
    row.category = m_pool.idOf(call.category);
    row.status = call.status;
    row.providerStatus = call.providerStatus;
    m_rows.push_back(std::move(row));
    return true;
}

void CallStore::clear()
{
    m_begin = end();
    m_rows.clear();
}

} // namespace gatehouse::ui
