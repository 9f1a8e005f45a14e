// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/error_definition.h"
#include "core/json/document.h"
#include "core/jsonata/evaluation_budget.h"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::resilience {

/// A provider's error in one form for all providers.
struct ProviderError
{
    config::ErrorCategory category = config::ErrorCategory::ServerError;
    std::string code;          ///< The provider's own; empty when it gives none.
    std::string message;       ///< The provider's own words, without markup; empty when it gives none.
    bool retryable = false;    ///< The same call may succeed later.
    bool reauth = false;       ///< Refreshing the token cannot help: a person must reconnect.
    bool keepsAccount = false; ///< The definition says that this never asks for a person.
    bool missingScope = false; ///< The token is good, but was not granted what the call needs.
    /// The token was refused in a way that a fresh one may mend: a 401, or another answer that the
    /// definition itself calls auth_failure.
    bool tokenRefused = false;
    std::vector<std::string> warnings; ///< Rules that failed on this response.
};

/// Without rules of its own the code and the message are looked for where RFC 9457, RFC 6749 and common usage
/// put them.
/// The error that a response stands for, or nothing. A 200 with an error in its body is an error when the
/// definition says so. input comes from config::responseInput; limited from limits::readLimits (false when
/// the limits were not read); the rules' time counts towards the budget, if there is one. Pure.
[[nodiscard]] std::optional<ProviderError> classify(const config::ErrorDefinition& rules,
                                                    const json::Value& input, json::Arena& arena,
                                                    bool limited = false,
                                                    jsonata::EvaluationBudget* budget = nullptr);

/// The category of a status when nothing else is known: 401 and 403 auth_failure, 404 and 410 not_found, 408,
/// 504 and 524 timeout, 409, 412, 423 and 428 conflict, 429 rate_limited, other 4xx validation_error, 5xx
/// server_error.
[[nodiscard]] config::ErrorCategory categoryOfStatus(int status) noexcept;
/// Whether a category is usually worth another try: rate_limited, server_error and timeout.
[[nodiscard]] bool usuallyRetryable(config::ErrorCategory category) noexcept;

} // namespace gatehouse::resilience
