// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/json/document.h"

#include <cstdint>
#include <optional>
#include <string>

namespace gatehouse {

/// A problem the caller gets as application/problem+json; the contract's fields.
struct Problem
{
    std::string type; ///< The last word of urn:gatehouse:error:…
    std::string title;
    int status = 500;
    std::string detail;
    std::string category; ///< auth_failure, rate_limited, …
    std::string origin;   ///< provider or gateway
    std::string provider;
    std::string operation;
    std::string accountId;
    std::string environmentId;
    int providerStatus = 0; ///< 0: the provider was not reached.
    json::Document providerError;
    bool retryable = false;
    std::optional<std::int64_t> retryAfter; ///< Seconds.
    bool reauth = false;                    ///< A person must reconnect; refreshing cannot help.
    UnixMillis occurredAt;
    std::string requestId;
};

} // namespace gatehouse
