// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contract/webhook.h"
#include "ui/models/string_pool.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace gatehouse::ui {

/// One received webhook as the list keeps it: accepted (an event) or refused (of the inspector's ring).
struct EventRow
{
    std::string id; ///< evt_… or rej_…
    std::uint64_t sequence = 0;
    UnixMillis receivedAt;
    std::optional<UnixMillis> occurredAt;
    std::int64_t payloadBytes = 0;
    std::uint32_t source = 0;
    std::uint32_t integration = 0;
    std::uint32_t environment = 0;
    std::uint32_t account = 0;
    std::uint32_t type = 0;
    std::uint32_t event = 0;
    std::uint32_t resource = 0; ///< "crm.contacts"
    std::uint32_t error = 0;    ///< Why it failed, or was refused.
    std::uint32_t verifiedBy = 0;
    std::uint32_t duplicates = 0;
    std::uint32_t records = 0;
    EventState state = EventState::Queued;
    bool refused = false;
    bool dead = false;                    ///< A delivery of it was given up.
    std::uint8_t tags = 0;                ///< EventTag bits.
    std::uint16_t tries = 0;              ///< The most attempts that one of its deliveries took.
    int answered = 200;                   ///< What the sender got.
    std::int32_t answerMicros = -1;       ///< How long it waited for that; -1: not known.
    std::optional<UnixMillis> lastSeenAt; ///< The latest of its duplicates.
    std::string providerId;               ///< As the provider names it; empty: told by its content.
};

/// What a person or a replay has put on a row; kept while the console runs.
enum EventTag : std::uint8_t
{
    MarkedTag = 1,
    ReplayedTag = 2,
    BookmarkedTag = 4
};

/// What a row's state is called: queued, processed, ignored, failed or refused.
[[nodiscard]] std::string_view eventRowState(const EventRow& row) noexcept;

/// The newest received webhooks, at most kCapacity, in the order they came; numbers as in CallStore.
class EventStore
{
public:
    static constexpr std::size_t kCapacity = 100'000;
    static constexpr std::size_t kDropAtOnce = 500; ///< So few that no arrival is felt.

    EventStore();

    /// Adds the event, or changes the row that it has. The number of a changed row; nothing when it was added
    /// or is too old to be kept.
    std::optional<std::uint32_t> put(const WebhookEvent& event);
    /// False: it is there already.
    bool put(const RejectedWebhook& rejected);

    [[nodiscard]] std::uint32_t begin() const noexcept { return m_begin; }

    [[nodiscard]] std::uint32_t end() const noexcept
    {
        return m_begin + static_cast<std::uint32_t>(m_rows.size());
    }

    [[nodiscard]] std::size_t size() const noexcept { return m_rows.size(); }

    [[nodiscard]] const EventRow& row(std::uint32_t number) const { return m_rows[number - m_begin]; }

    [[nodiscard]] const std::string& text(std::uint32_t id) const { return m_pool.text(id); }

    [[nodiscard]] const StringPool& pool() const noexcept { return m_pool; }

    /// What has become of a delivery of an event; its number, when it is kept and something changed.
    std::optional<std::uint32_t> note(const Delivery& delivery);
    std::optional<std::uint32_t> tag(const std::string& id, EventTag tag, bool on);

    /// The one before of the same topic at the same account; null: none is kept.
    [[nodiscard]] const EventRow* previousOfTopic(const EventRow& row) const;

    /// Null when there is none of that id.
    [[nodiscard]] const EventRow* find(const std::string& id) const;

private:
    void fill(EventRow& row, const WebhookEvent& event);
    void add(EventRow row);

    StringPool m_pool;
    std::deque<EventRow> m_rows; ///< Grows at one end, loses at the other, and never moves what it holds.
    std::unordered_map<std::uint64_t, std::uint32_t> m_numbers; ///< By sequence; accepted ones only.
    std::uint32_t m_begin = 0;
    std::unordered_map<std::string, std::uint32_t> m_byId;
    std::unordered_set<std::string> m_refused; ///< Ids.
    std::uint64_t m_oldest = 0;                ///< Sequences up to here have been dropped.
};

} // namespace gatehouse::ui
