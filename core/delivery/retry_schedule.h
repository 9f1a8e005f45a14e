// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"

#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

namespace gatehouse::delivery {

/// When a failed delivery is tried again. Each wait is a random part of its step ("full jitter", AWS
/// Architecture Blog, Exponential Backoff And Jitter), so that what failed together does not come back
/// together. What the endpoint asks for with Retry-After is the least that is waited.
class RetrySchedule
{
public:
    /// The contract's: at once, 5 s, 30 s, 2 min, 10 min, 30 min, 2 h, 5 h, 10 h, 14 h.
    RetrySchedule();

    /// waits: before the second try, the third …
    explicit RetrySchedule(std::vector<std::chrono::milliseconds> waits)
        : m_waits(std::move(waits))
    {}

    /// The wait after that many tries; nothing when there is no further one.
    [[nodiscard]] std::optional<std::chrono::milliseconds>
    next(std::size_t attempts, std::optional<std::chrono::milliseconds> retryAfter, Random& random) const;

    /// The tries that a delivery gets.
    [[nodiscard]] std::size_t attempts() const noexcept { return m_waits.size() + 1; }

private:
    std::vector<std::chrono::milliseconds> m_waits;
};

} // namespace gatehouse::delivery
