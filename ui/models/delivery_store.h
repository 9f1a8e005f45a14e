// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contract/webhook.h"
#include "ui/models/string_pool.h"

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace gatehouse::ui {

/// How a delivery stands, for people: the contract's "pending" says nothing of whether it has failed before.
enum class DeliveryLook : std::uint8_t
{
    Waiting,   ///< For its first attempt.
    Failing,   ///< Attempts failed, and it will be tried again.
    Delivered, ///< Answered with 2xx.
    Dead,      ///< Given up.
    Discarded  ///< Taken out by hand.
};

inline constexpr std::size_t kDeliveryLooks = 5;

[[nodiscard]] DeliveryLook deliveryLook(DeliveryState state, std::uint32_t attempts) noexcept;
/// waiting, failing, delivered, dead or discarded.
[[nodiscard]] std::string_view deliveryLookName(DeliveryLook look) noexcept;

/// One delivery as the list keeps it.
struct DeliveryRow
{
    std::string id;      ///< dlv_…
    std::string eventId; ///< evt_…; empty: an event of the gateway itself.
    std::string messageId;
    UnixMillis createdAt;
    std::optional<UnixMillis> nextAt;
    std::uint32_t type = 0;     ///< "record:updated"
    std::uint32_t resource = 0; ///< "crm.contacts"
    std::uint32_t endpoint = 0;
    std::uint32_t environment = 0;
    std::uint32_t account = 0;
    std::uint32_t integration = 0;
    std::uint32_t error = 0;
    std::uint32_t attempts = 0;
    std::int32_t tookMicros = -1; ///< Of the last attempt; -1: none was made.
    int lastStatus = 0;
    DeliveryState state = DeliveryState::Pending;
    bool replay = false;
    bool elsewhere = false; ///< A replay to another URL than its endpoint's.

    [[nodiscard]] DeliveryLook look() const noexcept { return deliveryLook(state, attempts); }
};

/// The newest deliveries, at most kCapacity, in the order they came; numbers as in CallStore.
class DeliveryStore
{
public:
    static constexpr std::size_t kCapacity = 100'000;
    static constexpr std::size_t kDropAtOnce = 500; ///< So few that no arrival is felt.

    DeliveryStore();

    /// Adds it, or changes the row that it has: then the row's number.
    std::optional<std::uint32_t> put(const Delivery& delivery);
    void clear();

    [[nodiscard]] std::uint32_t begin() const noexcept { return m_begin; }

    [[nodiscard]] std::uint32_t end() const noexcept
    {
        return m_begin + static_cast<std::uint32_t>(m_rows.size());
    }

    [[nodiscard]] std::size_t size() const noexcept { return m_rows.size(); }

    [[nodiscard]] const DeliveryRow& row(std::uint32_t number) const { return m_rows[number - m_begin]; }

    [[nodiscard]] const std::string& text(std::uint32_t id) const { return m_pool.text(id); }

    [[nodiscard]] const StringPool& pool() const noexcept { return m_pool; }

    /// Null when there is none of that id.
    [[nodiscard]] const DeliveryRow* find(const std::string& id) const;

    /// How many rows look so; kept up with every change.
    [[nodiscard]] std::size_t count(DeliveryLook look) const
    {
        return m_counts[static_cast<std::size_t>(look)];
    }

private:
    void fill(DeliveryRow& row, const Delivery& delivery);

    [[nodiscard]] std::size_t& countOf(const DeliveryRow& row)
    {
        return m_counts[static_cast<std::size_t>(row.look())];
    }

    StringPool m_pool;
    std::deque<DeliveryRow> m_rows; ///< Grows at one end, loses at the other, and never moves what it holds.
    std::unordered_map<std::string, std::uint32_t> m_numbers;
    std::array<std::size_t, kDeliveryLooks> m_counts{};
    std::uint32_t m_begin = 0;
};

} // namespace gatehouse::ui
