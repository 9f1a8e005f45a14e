// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/event_store.h"

#include <algorithm>

namespace gatehouse::ui {

std::string_view eventRowState(const EventRow& row) noexcept
{
    return row.refused ? std::string_view("refused") : eventStateName(row.state);
}

void EventStore::fill(EventRow& row, const WebhookEvent& event)
{
    row.id = event.id;
    row.sequence = event.sequence;
    row.receivedAt = event.receivedAt;
    row.occurredAt = event.occurredAt;
    row.payloadBytes = event.payloadBytes;
    row.source = m_pool.idOf(event.source);
    row.integration = m_pool.idOf(event.integration);
    row.environment = m_pool.idOf(event.environmentId);
    row.account = m_pool.idOf(event.accountId);
    row.type = m_pool.idOf(event.type);
    row.event = m_pool.idOf(event.event);
    row.resource = m_pool.idOf(event.model.empty() ? std::string() : event.model + '.' + event.resource);
    row.error = m_pool.idOf(event.error);
    row.verifiedBy = m_pool.idOf(event.verifiedBy);
    row.duplicates = event.duplicates;
    row.records = event.records;
    row.state = event.state;
}

std::optional<std::uint32_t> EventStore::put(const WebhookEvent& event)
{
    if (const auto known = m_numbers.find(event.sequence); known != m_numbers.end()) {
        fill(m_rows[known->second - m_begin], event);
        return known->second;
    }
    if (event.sequence <= m_oldest && m_oldest != 0) {
        return std::nullopt;
    }
    EventRow row;
    fill(row, event);
    add(std::move(row));
    m_numbers.emplace(event.sequence, end() - 1);
    return std::nullopt;
}

bool EventStore::put(const RejectedWebhook& rejected)
{
    if (!m_refused.insert(rejected.id).second) {
        return false;
    }
    EventRow row;
    row.id = rejected.id;
    row.receivedAt = rejected.receivedAt;
    row.payloadBytes = rejected.bodyBytes;
    row.source = m_pool.idOf("webhook");
    row.integration = m_pool.idOf(rejected.integration);
    row.environment = m_pool.idOf(rejected.environmentId);
    row.account = m_pool.idOf(rejected.accountId);
    row.error = m_pool.idOf(rejected.reason);
    row.refused = true;
    row.answered = rejected.status;
    add(std::move(row));
    return true;
}

void EventStore::add(EventRow row)
{
    if (m_rows.size() >= kCapacity) {
        for (std::size_t i = 0; i < kDropAtOnce; ++i) {
            if (m_rows[i].refused) {
                m_refused.erase(m_rows[i].id);
            } else {
                m_oldest = std::max(m_oldest, m_rows[i].sequence);
                m_numbers.erase(m_rows[i].sequence);
            }
        }
        m_rows.erase(m_rows.begin(), m_rows.begin() + static_cast<std::ptrdiff_t>(kDropAtOnce));
        m_begin += static_cast<std::uint32_t>(kDropAtOnce);
    }
    m_rows.push_back(std::move(row));
}

const EventRow* EventStore::find(const std::string& id) const
{
    const auto found =
        std::find_if(m_rows.rbegin(), m_rows.rend(), [&](const EventRow& row) { return row.id == id; });
    return found == m_rows.rend() ? nullptr : &*found;
}

} // namespace gatehouse::ui
