// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "ui/filter/filter.h"
#include "ui/models/directory.h"
#include "ui/models/event_store.h"

#include <cstdint>

namespace gatehouse::ui {

/// The fields by which received webhooks are filtered; the order of eventFields().
enum class EventField : std::uint8_t
{
    Id,
    Topic,
    Event,
    Resource,
    State,
    Provider,
    Account,
    Customer,
    Error,
    ProviderId,
    Scheme,
    Source,
    Tag,
    Status,
    Ack,
    Verified,
    Duplicate,
    Dead,
    Records,
    Tries,
    Size,
    Time,
    Age,
    Body,
    Headers
};

[[nodiscard]] FieldTable eventFields();

/// Shows one row after another to a filter. Accounts and customers are found by id and by name.
class EventRecord final : public FilterRecord
{
public:
    EventRecord(const EventStore& store, const Directory& directory, UnixMillis now)
        : m_store(store)
        , m_directory(directory)
        , m_now(now)
    {}

    void look(const EventRow& row) noexcept { m_row = &row; }

    [[nodiscard]] std::size_t textCount(std::size_t field) const override;
    [[nodiscard]] std::string_view text(std::size_t field, std::size_t index) const override;
    [[nodiscard]] std::optional<double> number(std::size_t field) const override;
    [[nodiscard]] bool containsWord(std::string_view word) const override;

private:
    const EventStore& m_store;
    const Directory& m_directory;
    UnixMillis m_now;
    const EventRow* m_row = nullptr;
};

} // namespace gatehouse::ui
