// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "ui/filter/filter.h"
#include "ui/models/call_store.h"
#include "ui/models/directory.h"

#include <cstdint>

namespace gatehouse::ui {

/// The fields by which calls are filtered; the order of callFields().
enum class CallField : std::uint8_t
{
    Id,
    Operation,
    Kind,
    Provider,
    Account,
    Customer,
    Status,
    UpstreamStatus,
    Category,
    Latency,
    Upstream,
    Size,
    RequestSize,
    Time,
    Age,
    Body,
    Headers
};

[[nodiscard]] FieldTable callFields();

/// Shows one row after another to a filter. Accounts and customers are found by id and by name.
class CallRecord final : public FilterRecord
{
public:
    CallRecord(const CallStore& store, const Directory& directory, UnixMillis now)
        : m_store(store)
        , m_directory(directory)
        , m_now(now)
    {}

    void look(const CallRow& row) noexcept { m_row = &row; }

    [[nodiscard]] std::size_t textCount(std::size_t field) const override;
    [[nodiscard]] std::string_view text(std::size_t field, std::size_t index) const override;
    [[nodiscard]] std::optional<double> number(std::size_t field) const override;
    [[nodiscard]] bool containsWord(std::string_view word) const override;

private:
    const CallStore& m_store;
    const Directory& m_directory;
    UnixMillis m_now;
    const CallRow* m_row = nullptr;
};

} // namespace gatehouse::ui
