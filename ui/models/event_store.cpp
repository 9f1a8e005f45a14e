// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/event_store.h"

#include <algorithm>
#include <limits>

namespace gatehouse::ui {

std::string_view eventRowState(const EventRow& row) noexcept
{
    return row.refused ? std::string_view("refused") : eventStateName(row.state);
}

namespace {

std::int32_t microsOf(std::chrono::microseconds time)
{
    constexpr std::int64_t kMost = std::numeric_limits<std::int32_t>::max(); // half an hour
    return static_cast<std::int32_t>(std::clamp<std::int64_t>(time.count(), 0, kMost));
}

} // namespace

EventStore::EventStore()
{
    // A table of this size that grows would be moved at once, in the middle of an arrival.
    m_numbers.reserve(kCapacity);
    m_byId.reserve(kCapacity);
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
    row.answered = event.answered;
    row.lastSeenAt = event.lastSeenAt;
    row.providerId = event.providerEventId;
    if (event.answerTime) { // what is told later may not know it
        row.answerMicros = microsOf(*event.answerTime);
    }
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
    row.answerMicros = rejected.answerTime ? microsOf(*rejected.answerTime) : -1;
    add(std::move(row));
    return true;
}

void EventStore::add(EventRow row)
{
    if (m_rows.size() >= kCapacity) {
        for (std::size_t i = 0; i < kDropAtOnce; ++i) {
            m_byId.erase(m_rows[i].id);
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
    m_byId.emplace(row.id, end());
    m_rows.push_back(std::move(row));
}

std::optional<std::uint32_t> EventStore::note(const Delivery& delivery)
{
    const auto known = m_byId.find(delivery.eventId);
    if (known == m_byId.end()) {
        return std::nullopt;
    }
    auto& row = m_rows[known->second - m_begin];
    constexpr std::uint32_t kMost = 65'535;
    const auto tries = std::max(row.tries, static_cast<std::uint16_t>(std::min(delivery.attempts, kMost)));
    const bool dead = delivery.state == DeliveryState::Dead;
    const auto tags =
        static_cast<std::uint8_t>(row.tags | (delivery.replay ? static_cast<int>(ReplayedTag) : 0));
    if (row.tries == tries && row.dead == dead && row.tags == tags) {
        return std::nullopt;
    }
    row.tries = tries;
    row.dead = dead;
    row.tags = tags;
    return known->second;
}

std::optional<std::uint32_t> EventStore::tag(const std::string& id, EventTag tag, bool on)
{
    const auto known = m_byId.find(id);
    if (known == m_byId.end()) {
        return std::nullopt;
    }
    auto& tags = m_rows[known->second - m_begin].tags;
    tags = static_cast<std::uint8_t>(on ? tags | tag : tags & ~tag);
    return known->second;
}

const EventRow* EventStore::previousOfTopic(const EventRow& row) const
{
    const auto at = m_byId.find(row.id);
    for (auto number = at == m_byId.end() ? m_begin : at->second; number > m_begin; --number) {
        const auto& other = m_rows[number - 1 - m_begin];
        if (!other.refused && other.integration == row.integration && other.account == row.account
            && other.type == row.type && other.event == row.event && other.resource == row.resource) {
            return &other;
        }
    }
    return nullptr;
}

const EventRow* EventStore::find(const std::string& id) const
{
    const auto found = m_byId.find(id);
    return found == m_byId.end() ? nullptr : &m_rows[found->second - m_begin];
}

} // namespace gatehouse::ui
