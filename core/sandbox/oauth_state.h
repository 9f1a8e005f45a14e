// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::sandbox {

/// How many token requests of one grant type came, and how many were refused.
struct GrantCount
{
    std::uint64_t requests = 0;
    std::uint64_t refused = 0;
};

/// What can be told about a simulated authorization server.
struct OAuthState
{
    bool present = false;
    std::vector<std::pair<std::string, GrantCount>> counts; ///< By grant type.
    std::uint32_t failing = 0;                              ///< Token calls still to be refused on purpose.
    std::uint32_t denying = 0;
    std::optional<std::chrono::seconds> hangsFor;
};

} // namespace gatehouse::sandbox
