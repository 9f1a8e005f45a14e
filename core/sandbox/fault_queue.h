// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sandbox/sandbox_world.h"

#include <algorithm>
#include <array>
#include <deque>
#include <optional>
#include <string_view>

namespace gatehouse::sandbox {

/// What any server can do wrong, whatever the vendor.
inline constexpr std::array<std::string_view, 4> kCommonFaults = {"hang", "slow", "truncate", "disconnect"};

/// The faults still to come, oldest first. Lives on the vendor's thread.
class FaultQueue
{
public:
    void add(Fault fault) { m_faults.push_back(std::move(fault)); }

    void clear() noexcept { m_faults.clear(); }

    [[nodiscard]] const std::deque<Fault>& pending() const noexcept { return m_faults; }

    /// The fault for a request of that customer, counted down.
    [[nodiscard]] std::optional<Fault> take(std::string_view customerKey)
    {
        const auto found = std::find_if(m_faults.begin(), m_faults.end(), [customerKey](const Fault& fault) {
            return fault.customerKey.empty() || fault.customerKey == customerKey;
        });
        if (found == m_faults.end()) {
            return std::nullopt;
        }
        auto fault = *found;
        if (--found->count == 0) {
            m_faults.erase(found);
        }
        return fault;
    }

private:
    std::deque<Fault> m_faults;
};

} // namespace gatehouse::sandbox
