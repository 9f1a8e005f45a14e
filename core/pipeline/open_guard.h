// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/resilience/guard.h"

namespace gatehouse::pipeline {

/// A guard without breaker and bulkhead: every call may go.
class OpenGuard final : public resilience::Guard
{
public:
    [[nodiscard]] std::optional<std::chrono::milliseconds> admit(const resilience::GuardKey& /*key*/,
                                                                 SteadyTime /*now*/) override
    {
        return std::nullopt;
    }

    void report(const resilience::GuardKey& /*key*/, const resilience::GuardOutcome& /*outcome*/,
                SteadyTime /*now*/) override
    {}
};

} // namespace gatehouse::pipeline
