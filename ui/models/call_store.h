// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/types.h"
#include "ui/models/string_pool.h"

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

namespace gatehouse::ui {

/// One call as the list keeps it: about 130 bytes, where a CallSummary with its seven texts takes 500.
struct CallRow
{
    std::string id;
    std::uint64_t sequence = 0;
    UnixMillis startedAt;
    std::chrono::microseconds duration{0};
    std::chrono::microseconds upstream{0};
    std::int64_t requestBytes = 0;
    std::int64_t responseBytes = 0;
    std::uint32_t kind = 0;
    std::uint32_t operation = 0;
    std::uint32_t integration = 0;
    std::uint32_t account = 0;
    std::uint32_t environment = 0;
    std::uint32_t category = 0;
    int status = 0;
    int providerStatus = 0;
};

/// The newest calls, at most kCapacity, in the order they came. A row's number never changes: numbers go from
/// begin() to end(), and begin() moves up when old rows are dropped (a block of them at a time).
class CallStore
{
public:
    static constexpr std::size_t kCapacity = 100'000;
    static constexpr std::size_t kDropAtOnce = 500; ///< So few that no arrival is felt.

    /// Calls at or below the newest sequence are known already and left out. True when it was added.
    bool append(const CallSummary& call);
    void clear();

    [[nodiscard]] std::uint32_t begin() const noexcept { return m_begin; }

    [[nodiscard]] std::uint32_t end() const noexcept
    {
        return m_begin + static_cast<std::uint32_t>(m_rows.size());
    }

    [[nodiscard]] std::size_t size() const noexcept { return m_rows.size(); }

    [[nodiscard]] const CallRow& row(std::uint32_t number) const { return m_rows[number - m_begin]; }

    [[nodiscard]] const std::string& text(std::uint32_t id) const { return m_pool.text(id); }

    [[nodiscard]] const StringPool& pool() const noexcept { return m_pool; }

private:
    StringPool m_pool;
    std::deque<CallRow> m_rows; ///< Grows at one end, loses at the other, and never moves what it holds.
    std::uint32_t m_begin = 0;
    std::uint64_t m_newest = 0;
};

} // namespace gatehouse::ui
