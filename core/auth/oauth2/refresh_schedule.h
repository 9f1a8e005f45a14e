// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/config/auth_definition.h"

#include <optional>

namespace gatehouse::auth {

/// What is known about a token when its refresh is planned.
struct TokenLife
{
    UnixMillis obtainedAt;
    std::optional<UnixMillis> expiresAt;     ///< Unset: it never expires, or nobody says when.
    std::optional<UnixMillis> refreshUsedAt; ///< Last use of the refresh token; unset: never used.
    /// Of a refresh token that its use replaces; unset: nobody says.
    std::optional<UnixMillis> refreshExpiresAt = std::nullopt;
};

/// When to refresh: at expiry less a lead drawn from the definition's bounds, so that accounts connected
/// together do not all refresh together; the lead is at most half the token's lifetime. A refresh token that
/// dies of inactivity, or that only its use replaces, is used well before (at 80 % of its time) even when
/// nothing else needs it. Unset: never.
[[nodiscard]] std::optional<UnixMillis> refreshDue(const TokenLife& life, const config::RefreshPolicy& policy,
                                                   Random& random);

/// How long to wait after the n-th failed try (from 1): 2ⁿ seconds up to 5 minutes, full jitter (uniform
/// between a quarter of that and all of it), never less than what the endpoint asked for.
[[nodiscard]] std::chrono::milliseconds refreshBackoff(int failures, std::optional<std::int64_t> retryAfter,
                                                       Random& random);

} // namespace gatehouse::auth
