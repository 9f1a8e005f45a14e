// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/json/document.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse {

/// Values that cross the façade. Plain data, safe to keep and to pass between threads; none holds a secret.

struct IntegrationSummary
{
    std::string slug;
    std::string label;
    std::string category;
    std::string origin;                  ///< "built-in", or the file or API version it came from.
    std::uint32_t version = 0;           ///< Counts up with each accepted change.
    std::vector<std::string> operations; ///< "crm.contacts.list", … that have a mapping.
    std::string
        problem; ///< Why the newest file was refused while an older version stays in force; empty: none.
};

struct ModelSummary
{
    std::string model;                  ///< "crm"
    std::vector<std::string> resources; ///< "contacts", …
};

struct Environment
{
    std::string id;
    std::string name;
    json::Document metadata;
};

enum class AccountStatus : std::uint8_t
{
    Connecting,
    Active,
    NeedsReauth,
    Disabled
};
[[nodiscard]] std::string_view accountStatusName(AccountStatus status) noexcept;

struct Account
{
    std::string id;
    std::string environmentId;
    std::string integration; ///< Slug.
    std::string label;
    std::string authKind; ///< "oauth2_authorization_code", "api_key", …
    AccountStatus status = AccountStatus::Connecting;
    std::string statusReason; ///< Plain words; empty while active.
    json::Document context;   ///< instance_url, realmId, …
    bool sandbox = false;
    UnixMillis createdAt;
    std::optional<UnixMillis> lastSuccessAt;
    std::optional<UnixMillis> tokenExpiresAt;
};

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
    std::string requestId;   ///< Empty: made.
    std::string traceparent;
    std::chrono::milliseconds timeout{30'000};
};

struct FieldProvenance
{
    std::string field;  ///< Pointer into a result record, "/phones/0/number".
    std::string level;  ///< platform, environment or account
    std::string source; ///< File or override the expression stands in.
    std::string expression;
    std::string shadowed; ///< The expression of the level beneath that this one replaced; empty: none.
};

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

struct MappingWarning
{
    std::string field;
    std::string level;
    std::string message;
    std::size_t record = 0; ///< Index in a list.
};

struct UnifiedResponse
{
    int status = 200;
    json::Document body;              ///< {"result":…} or the problem document.
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
    std::string kind;      ///< unified, proxy, token, validate
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

/// One field of an effective mapping.
struct ResolvedField
{
    std::string field; ///< Dotted target path: "phones", "custom_fields.industry".
    std::string expression;
    std::string level;  ///< platform, environment or account
    std::string source; ///< File, or "override".
    std::string shadowed;
};

struct ResolvedMapping
{
    std::string integration;
    std::string model;
    std::string resource;
    std::string method;
    std::vector<ResolvedField> fields;
    json::Document merged; ///< The effective mapping document.
};

enum class OverrideLevel : std::uint8_t
{
    Environment,
    Account
};

/// Names one override.
struct OverrideKey
{
    OverrideLevel level = OverrideLevel::Account;
    std::string ownerId; ///< Environment or account id.
    std::string model;
    std::string resource;
    std::string method;
};

struct NodeStatus
{
    std::string apiUrl; ///< "http://127.0.0.1:8787"; empty until listening.
    std::string version;
    std::string dataDir;
    bool sandbox = false;
    UnixMillis startedAt;
    std::uint64_t calls = 0;
    std::uint64_t errors = 0;
};

} // namespace gatehouse
