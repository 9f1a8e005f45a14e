// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "ui/filter/filter.h"
#include "ui/models/delivery_store.h"
#include "ui/models/directory.h"
#include "ui/models/endpoint_list.h"

#include <cstdint>

namespace gatehouse::ui {

/// The fields by which deliveries are filtered; the order of deliveryFields().
enum class DeliveryField : std::uint8_t
{
    Id,
    State,
    Endpoint,
    Event,
    Message,
    Type,
    Resource,
    Provider,
    Account,
    Customer,
    Error,
    Status,
    Attempts,
    Latency,
    Next,
    Replay,
    Time,
    Age
};

[[nodiscard]] FieldTable deliveryFields();

/// Shows one row after another to a filter. Endpoints, accounts and customers are found by id and by name.
class DeliveryRecord final : public FilterRecord
{
public:
    DeliveryRecord(const DeliveryStore& store, const Directory& directory, const EndpointList& endpoints,
                   UnixMillis now)
        : m_store(store)
        , m_directory(directory)
        , m_endpoints(endpoints)
        , m_now(now)
    {}

    void look(const DeliveryRow& row) noexcept { m_row = &row; }

    [[nodiscard]] std::size_t textCount(std::size_t field) const override;
    [[nodiscard]] std::string_view text(std::size_t field, std::size_t index) const override;
    [[nodiscard]] std::optional<double> number(std::size_t field) const override;
    [[nodiscard]] bool containsWord(std::string_view word) const override;

private:
    const DeliveryStore& m_store;
    const Directory& m_directory;
    const EndpointList& m_endpoints;
    UnixMillis m_now;
    const DeliveryRow* m_row = nullptr;
};

} // namespace gatehouse::ui
