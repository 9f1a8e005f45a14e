// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/sandbox/definition.h"

#include <cstdint>
#include <deque>

namespace gatehouse::sandbox {

/// What one limit says to a request.
struct LimitState
{
    std::int64_t limit = 0;
    std::int64_t used = 0; ///< This request included when it was admitted.
    std::int64_t remaining = 0;
    std::int64_t resetSeconds = 0; ///< Until a request would be admitted, or the window is over.
    bool exceeded = false;
};

/// One limit of one customer's account. Lives on the vendor's thread.
class Limiter
{
public:
    explicit Limiter(const LimitDefinition& definition)
        : m_definition(&definition)
    {}

    [[nodiscard]] const LimitDefinition& definition() const noexcept { return *m_definition; }

    /// Counts a request and says whether it is within the limit. One that is not is not counted; with
    /// enforce false every request is admitted.
    [[nodiscard]] LimitState admit(SteadyTime now, bool enforce);

private:
    void expire(SteadyTime now);

    const LimitDefinition* m_definition;
    std::deque<SteadyTime> m_times; ///< Of the counted requests in the window (rolling).
    SteadyTime m_windowStart;       ///< Fixed window.
    std::int64_t m_inWindow = 0;
    bool m_started = false;
};

} // namespace gatehouse::sandbox
