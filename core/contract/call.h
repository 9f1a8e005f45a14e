// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/contract/mapping.h"
#include "core/contract/problem.h"
#include "core/json/document.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse {

/// The normalised state of one limit, as last seen (RFC draft-ietf-httpapi-ratelimit-headers terms).
struct RateLimitState
{
    std::string policy; ///< "burst", "daily", …; "default" when the provider names none.
    std::optional<std::int64_t> limit;
    std::optional<std::int64_t> remaining;
    std::optional<std::int64_t> resetSeconds; ///< From the moment of the response.
    std::optional<std::int64_t> windowSeconds;
};

struct HeaderField
{
    std::string name;
    std::string value;
};

/// One stage of the pipeline as it ran ("resolve", "authorize", "send", …).
struct StageTiming
{
    std::string stage;
    std::chrono::microseconds duration{0};
    std::string note; ///< What it decided, in words; may be empty.
};

/// What a caller asks of the unified API.
struct UnifiedRequest
{
    std::string accountId;
    std::string model;
    std::string resource;
    std::string method; ///< list, get, create, update, delete
    std::string id;
    std::vector<std::pair<std::string, std::string>> query; ///< Decoded; limit and cursor among them.
    json::Document body;
    bool remoteData = false; ///< Add the provider's raw record under remote_data.
    bool provenance = false; ///< Fill UnifiedResponse::provenance.
    bool textOnly = false;   ///< UnifiedResponse::bodyText is enough: its body may stay empty.
    std::string requestId;   ///< Empty: made.
    std::string traceparent;
    std::chrono::milliseconds timeout{30'000};
    std::stop_token stop; ///< The caller went away: the provider is not waited for any longer.
};

struct UnifiedResponse
{
    int status = 200;
    json::Document body;              ///< {"result":…} or the problem document.
    std::string bodyText;             ///< The same as JSON text, written once; what goes on the wire.
    std::vector<HeaderField> headers; ///< The contract's headers: ratelimit-*, Retry-After, Gatehouse-*, …
    std::optional<Problem> problem;
    std::string callId;
    std::vector<MappingWarning> warnings;
    std::vector<FieldProvenance> provenance;
};

/// One request through the gateway, as the Calls view lists it.
struct CallSummary
{
    std::string id;             ///< req_…
    std::uint64_t sequence = 0; ///< Grows with each call; for incremental reading.
    UnixMillis startedAt;
    std::string kind;      ///< unified, proxy, token, validate, connect
    std::string operation; ///< "crm.contacts.list" or "GET /v3/objects"
    std::string integration;
    std::string accountId;
    std::string environmentId;
    int status = 0;         ///< Returned to the caller.
    int providerStatus = 0; ///< 0: not reached.
    std::string category;   ///< Error category; empty: success.
    std::chrono::microseconds duration{0};
    std::chrono::microseconds upstream{0};
    std::int64_t requestBytes = 0;
    std::int64_t responseBytes = 0;
};

/// One exchange with the provider within a call. Authorization values and every known secret are redacted.
struct Exchange
{
    std::string method;
    std::string url;
    std::vector<HeaderField> requestHeaders;
    std::string requestBody; ///< At most CallLog's kept size; requestBodyBytes has the real one.
    std::int64_t requestBodyBytes = 0;
    int status = 0;
    std::vector<HeaderField> responseHeaders;
    std::string responseBody;
    std::int64_t responseBodyBytes = 0;
    std::chrono::microseconds duration{0};
    std::string error; ///< Transport error in words; empty: an answer came.
};

struct CallDetail
{
    CallSummary summary;
    std::vector<StageTiming> stages;
    std::vector<Exchange> exchanges;
    std::vector<HeaderField> normalisedHeaders; ///< What the caller got.
    std::string responseBody;                   ///< What the caller got.
    std::optional<Problem> problem;
    std::vector<RateLimitState> limits;
    std::vector<MappingWarning> warnings;
};

} // namespace gatehouse
