// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/template.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::config {

/// What went wrong at a provider, in the contract's words.
enum class ErrorCategory : std::uint8_t
{
    AuthFailure,
    RateLimited,
    ValidationError,
    NotFound,
    Conflict,
    ServerError,
    Timeout
};
/// "auth_failure", …
[[nodiscard]] std::string_view errorCategoryName(ErrorCategory category) noexcept;
[[nodiscard]] std::optional<ErrorCategory> errorCategoryFromName(std::string_view name) noexcept;

/// What is known of one error code; unset members fall back to the category's usual ones.
struct ErrorRule
{
    std::optional<ErrorCategory> category;
    std::optional<bool> retryable;
    std::optional<bool> reauth;
    bool missingScope = false; ///< The token is good, but was not granted what the call needs.
};

/// Reads a provider's errors. All expressions see {status, headers (lower-case names), body, now}; body is
/// the parsed JSON or XML, otherwise the text. Decided in this order: category expression, codes table,
/// status table of the definition, built-in status table.
struct ErrorDefinition
{
    std::optional<jsonata::Expression> isError; ///< → bool, beside every status of 400 and above.
    std::optional<int> isErrorOnlyAt; ///< The one status at which isError can hold (status_guard.h).
    std::optional<jsonata::Expression> category;
    std::optional<jsonata::Expression> message;
    std::optional<jsonata::Expression> code;
    std::optional<jsonata::Expression> retryable;
    std::optional<jsonata::Expression> reauth;
    std::map<std::string, ErrorRule, std::less<>> codes;
    std::map<int, ErrorCategory> statuses;
};

} // namespace gatehouse::config
