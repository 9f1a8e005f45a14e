// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auth/oauth2/refresh_schedule.h"

#include <algorithm>

namespace gatehouse::auth {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLongestBackoff = std::chrono::minutes{5};
constexpr int kInactivityPercent = 80;

milliseconds drawBetween(milliseconds low, milliseconds high, Random& random)
{
    const auto span = std::max<std::int64_t>((high - low).count(), 0);
    return low + milliseconds{static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(span) + 1))};
}

} // namespace

std::optional<UnixMillis> refreshDue(const TokenLife& life, const config::RefreshPolicy& policy,
                                     Random& random)
{
    if (!policy.supported) {
        return std::nullopt;
    }
    std::optional<UnixMillis> due;
    if (life.expiresAt) {
        const milliseconds half = std::max(*life.expiresAt - life.obtainedAt, milliseconds{0}) / 2;
        due = *life.expiresAt - std::min(drawBetween(policy.leadMin, policy.leadMax, random), half);
    }
    if (policy.inactivityDays) {
        const milliseconds whole = std::chrono::hours{24} * *policy.inactivityDays;
        const UnixMillis alive =
            life.refreshUsedAt.value_or(life.obtainedAt) + whole * kInactivityPercent / 100;
        due = due ? std::min(*due, alive) : alive;
    }
    if (life.refreshExpiresAt) {
        const milliseconds whole = std::max(*life.refreshExpiresAt - life.obtainedAt, milliseconds{0});
        const UnixMillis alive = life.obtainedAt + whole * kInactivityPercent / 100;
        due = due ? std::min(*due, alive) : alive;
    }
    return due;
}

milliseconds refreshBackoff(int failures, std::optional<std::int64_t> retryAfter, Random& random)
{
    const int steps = std::clamp(failures, 1, 9);
    const milliseconds ceiling = std::min<milliseconds>(std::chrono::seconds{1LL << steps}, kLongestBackoff);
    const milliseconds drawn = drawBetween(ceiling / 4, ceiling, random);
    return std::max<milliseconds>(drawn, std::chrono::seconds{retryAfter.value_or(0)});
}

} // namespace gatehouse::auth
