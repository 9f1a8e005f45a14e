// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/template.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::config {

enum class BudgetScope : std::uint8_t
{
    Account,
    App, ///< All accounts of the integration together.
    User
};

enum class BudgetAlgorithm : std::uint8_t
{
    TokenBucket,
    LeakyBucket,
    FixedWindow,
    RollingWindow,
    Concurrency
};

/// One limit that the provider publishes, to be kept on our side.
struct BudgetDefinition
{
    std::string name;
    BudgetScope scope = BudgetScope::Account;
    std::int64_t limit = 0;
    std::chrono::seconds window{0}; ///< 0 for concurrency.
    BudgetAlgorithm algorithm = BudgetAlgorithm::RollingWindow;
    std::vector<std::string> appliesTo; ///< "contacts.list", "contacts.*"; empty: every call.
};

/// Reads a provider's limit signals. All expressions see {status, headers (lower-case names), body, now (Unix
/// seconds), operation}. An expression that is unset or gives nothing leaves the word to the standard headers
/// (Retry-After, RateLimit, RateLimit-Policy, RateLimit-*, X-RateLimit-*).
struct RateLimitDefinition
{
    std::optional<jsonata::Expression> limitedWhen; ///< → bool. Unset: status 429.
    std::optional<int> limitedOnlyAt;               ///< The one status at which it can hold (status_guard.h).
    std::optional<jsonata::Expression> retryAfter;  ///< → seconds, HTTP date or RFC 3339.
    std::optional<jsonata::Expression> limit;
    std::optional<jsonata::Expression> remaining;
    std::optional<jsonata::Expression> reset;  ///< → seconds from now, HTTP date or RFC 3339.
    std::optional<jsonata::Expression> window; ///< → seconds.
    std::optional<jsonata::Expression> reason; ///< → text such as "daily", "concurrency".
    /// → true when only a part of a batch was refused.
    std::optional<jsonata::Expression> partial;
    /// → [{name, limit, remaining, reset, window}], all windows the response tells about.
    std::optional<jsonata::Expression> policies;
    /// Query and body → points, where calls cost differently. Sees {method, path, query, body}.
    std::optional<jsonata::Expression> cost;
    /// The wait to suggest when the provider gives none: starts here and doubles up to the maximum.
    std::chrono::seconds backoffBase{1};
    std::chrono::seconds backoffMax{300};
    std::vector<BudgetDefinition> budgets;
};

} // namespace gatehouse::config
