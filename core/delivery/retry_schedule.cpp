// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/delivery/retry_schedule.h"

#include <algorithm>

namespace gatehouse::delivery {
namespace {

using namespace std::chrono_literals;

/// The longest Retry-After that is believed.
constexpr std::chrono::milliseconds kLongestWish = 24h;

} // namespace

RetrySchedule::RetrySchedule()
    : m_waits{5s, 30s, 2min, 10min, 30min, 2h, 5h, 10h, 14h}
{}

std::optional<std::chrono::milliseconds>
RetrySchedule::next(std::size_t attempts, std::optional<std::chrono::milliseconds> retryAfter,
                    Random& random) const
{
    if (attempts == 0 || attempts > m_waits.size()) {
        return attempts == 0 ? std::optional(0ms) : std::nullopt;
    }
    const auto step = static_cast<std::uint64_t>(m_waits[attempts - 1].count());
    const std::chrono::milliseconds jittered{static_cast<std::int64_t>(random.below(step + 1))};
    return std::max(jittered, std::clamp(retryAfter.value_or(0ms), 0ms, kLongestWish));
}

} // namespace gatehouse::delivery
