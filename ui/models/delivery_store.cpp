// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/delivery_store.h"

#include <algorithm>
#include <limits>

namespace gatehouse::ui {

DeliveryLook deliveryLook(DeliveryState state, std::uint32_t attempts) noexcept
{
    switch (state) {
    case DeliveryState::Pending:
        return attempts == 0 ? DeliveryLook::Waiting : DeliveryLook::Failing;
    case DeliveryState::Delivered:
        return DeliveryLook::Delivered;
    case DeliveryState::Dead:
        return DeliveryLook::Dead;
    case DeliveryState::Discarded:
        return DeliveryLook::Discarded;
    }
    return DeliveryLook::Dead;
}

std::string_view deliveryLookName(DeliveryLook look) noexcept
{
    static constexpr std::array<std::string_view, kDeliveryLooks> kNames{"waiting", "failing", "delivered",
                                                                         "dead", "discarded"};
    return kNames[static_cast<std::size_t>(look)];
}

DeliveryStore::DeliveryStore()
{
    // A table of this size that grows would be moved at once, in the middle of an arrival.
    m_numbers.reserve(kCapacity + 1);
}

void DeliveryStore::fill(DeliveryRow& row, const Delivery& delivery)
{
    row.id = delivery.id;
    row.eventId = delivery.eventId;
    row.messageId = delivery.messageId;
    row.createdAt = delivery.createdAt;
    row.nextAt = delivery.nextAt;
    row.type = m_pool.idOf(delivery.event);
    row.resource =
        m_pool.idOf(delivery.model.empty() ? std::string() : delivery.model + '.' + delivery.resource);
    row.endpoint = m_pool.idOf(delivery.endpointId);
    row.environment = m_pool.idOf(delivery.environmentId);
    row.account = m_pool.idOf(delivery.accountId);
    row.integration = m_pool.idOf(delivery.integration);
    row.error = m_pool.idOf(delivery.lastError);
    row.attempts = delivery.attempts;
    constexpr std::int64_t kMost = std::numeric_limits<std::int32_t>::max(); // half an hour
    row.tookMicros =
        delivery.lastTook
            ? static_cast<std::int32_t>(std::clamp<std::int64_t>(delivery.lastTook->count(), 0, kMost))
            : -1;
    row.lastStatus = delivery.lastStatus;
    row.state = delivery.state;
    row.replay = delivery.replay;
    row.elsewhere = !delivery.urlOverride.empty();
}

std::optional<std::uint32_t> DeliveryStore::put(const Delivery& delivery)
{
    if (const auto known = m_numbers.find(delivery.id); known != m_numbers.end()) {
        auto& row = m_rows[known->second - m_begin];
        --countOf(row);
        fill(row, delivery);
        ++countOf(row);
        return known->second;
    }
    if (m_rows.size() >= kCapacity) {
        for (std::size_t i = 0; i < kDropAtOnce; ++i) {
            --countOf(m_rows[i]);
            m_numbers.erase(m_rows[i].id);
        }
        m_rows.erase(m_rows.begin(), m_rows.begin() + static_cast<std::ptrdiff_t>(kDropAtOnce));
        m_begin += static_cast<std::uint32_t>(kDropAtOnce);
    }
    DeliveryRow row;
    fill(row, delivery);
    ++countOf(row);
    m_numbers.emplace(row.id, end());
    m_rows.push_back(std::move(row));
    return std::nullopt;
}

void DeliveryStore::clear()
{
    m_begin = end();
    m_rows.clear();
    m_numbers.clear();
    m_counts.fill(0);
}

const DeliveryRow* DeliveryStore::find(const std::string& id) const
{
    const auto found = m_numbers.find(id);
    return found == m_numbers.end() ? nullptr : &m_rows[found->second - m_begin];
}

} // namespace gatehouse::ui
