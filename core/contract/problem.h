// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/json/document.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

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
    std::string source;  ///< File or resource the error is about; may be empty.
    std::string pointer; ///< RFC 6901 pointer inside the source or the request's body; may be empty.
    TextPosition at;     ///< Where in that text; zeroes: not known.
};

/// How a failure of the gateway itself is told to a caller.
struct ErrorAnswer
{
    int status = 500;
    std::string_view category; ///< Also the last word of the type URN.
    std::string_view title;
    bool retryable = false;
};

/// The one table from Errc to HTTP. Provider errors do not come through here: their definition classifies
/// them.
[[nodiscard]] ErrorAnswer answerFor(Errc code) noexcept;
/// A problem of origin "gateway". retryAfter is set to one second for 429 and 503, which always carry one.
[[nodiscard]] Problem problemFrom(const Error& error, UnixMillis now, std::string requestId);
/// application/problem+json (RFC 9457) with the contract's members; empty and unknown ones are left out.
[[nodiscard]] json::Document problemDocument(const Problem& problem);

} // namespace gatehouse
