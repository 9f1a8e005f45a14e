// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/config/error_definition.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace gatehouse::resilience {

/// Whose health is watched: one provider for one account.
struct GuardKey
{
    std::string_view integration;
    std::string_view accountId;
};

/// How one exchange ended, as far as the provider's health goes.
struct GuardOutcome
{
    bool reached = true; ///< An HTTP answer came.
    std::optional<config::ErrorCategory> category;
    std::chrono::microseconds duration{0};
};

/// The place of breakers and bulkheads in the pipeline: asked before a call goes on, told how it ended.
/// Implementations are owned by the engine thread.
class Guard
{
public:
    Guard() = default;
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;
    virtual ~Guard() = default;

    /// Nothing: go on, and report the outcome. A value: refuse with circuit_open, and try again after it.
    [[nodiscard]] virtual std::optional<std::chrono::milliseconds> admit(const GuardKey& key,
                                                                         SteadyTime now) = 0;
    virtual void report(const GuardKey& key, const GuardOutcome& outcome, SteadyTime now) = 0;
};

} // namespace gatehouse::resilience
