// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::store {

/// Rows as the repositories take and give them: plain values without behaviour, safe on any thread. Fields
/// named …Json hold one JSON text, kept byte for byte. No row holds a secret: credentials live in the vault,
/// API keys are kept as hashes.

/// A customer's workspace.
struct EnvironmentRow
{
    std::string id; ///< env_…
    std::string name;
    std::string metadataJson = "{}";
    UnixMillis createdAt;
};

/// A connected account.
struct AccountRow
{
    std::string id; ///< acc_…
    std::string environmentId;
    std::string integration; ///< Slug.
    std::string label;
    std::string authKind;
    std::string status = "connecting"; ///< connecting, active, needs_reauth or disabled.
    std::string statusReason;
    std::string contextJson = "{}"; ///< instance_url, realmId, …
    bool sandbox = false;
    UnixMillis createdAt;
    std::optional<UnixMillis> lastSuccessAt;
    std::optional<UnixMillis> tokenExpiresAt;
    bool autoRefresh = true; ///< Whether tokens are renewed without anybody asking.
};

/// Names one override: whose it is and which operation it changes.
struct OverrideId
{
    std::string level; ///< "environment" or "account".
    std::string ownerId;
    std::string model;
    std::string resource;
    std::string method;

    auto operator<=>(const OverrideId&) const = default;
};

struct OverrideRow
{
    OverrideId id;
    std::string documentJson;
    UnixMillis updatedAt;
};

/// One accepted version of a provider definition.
struct IntegrationVersionRow
{
    std::string slug;
    std::uint32_t version = 0; ///< From 1, counted per slug by the store.
    std::string documentJson;
    std::string origin; ///< "built-in", a file, or "api".
    UnixMillis createdAt;
    bool active = false; ///< At most one version of a slug is.
};

/// An API key, without the key.
struct ApiKeyRow
{
    std::string id; ///< key_…
    std::string name;
    std::string hash; ///< Of the key, as text; unique.
    std::vector<std::string> scopes;
    std::vector<std::string> cidrs;          ///< Empty: from anywhere.
    std::vector<std::string> environmentIds; ///< Environments it may touch; empty: all.
    UnixMillis createdAt;
    std::optional<UnixMillis> lastUsedAt;
    std::optional<UnixMillis> expiresAt;
};

/// One request through the gateway; sequence is given by the caller and grows.
struct CallRow
{
    std::uint64_t sequence = 0;
    std::string id; ///< req_…
    UnixMillis startedAt;
    std::string kind;
    std::string operation;
    std::string integration;
    std::string accountId;
    std::string environmentId;
    int status = 0;
    int providerStatus = 0;
    std::string category; ///< Empty: success.
    std::int64_t durationMicros = 0;
    std::int64_t upstreamMicros = 0;
    std::int64_t requestBytes = 0;
    std::int64_t responseBytes = 0;
};

/// Which calls to list. Unset members do not restrict.
struct CallQuery
{
    std::uint64_t after = 0;             ///< Only sequence > after …
    std::optional<std::uint64_t> before; ///< … and < before (older pages).
    std::size_t limit = 100;             ///< At most 10,000.
    std::string accountId;
    std::string environmentId;
    std::string integration;
    bool errorsOnly = false;
};

/// How much of the call log is kept; all bounds hold.
struct CallRetention
{
    std::uint64_t maxRows = 100'000;
    std::uint64_t maxDetailBytes = std::uint64_t{256} << 20U; ///< Of all details together.
    std::chrono::hours maxAge{24 * 7};
};

/// Who did what to what; never changed, never deleted by the store.
struct AuditRow
{
    std::uint64_t sequence = 0; ///< Given by the store.
    UnixMillis at;
    std::string actor;   ///< "key:key_…", "console", "browser", "system".
    std::string action;  ///< "account.create", "override.put", …
    std::string subject; ///< The id of the thing.
    std::string detailJson = "{}";
};

/// A lock with an end of its own: who has it, until when, and a number that grows with each holder.
struct LeaseRow
{
    std::string name;  ///< "refresh:acc_…"
    std::string owner; ///< A keeper of one run of one program.
    std::uint64_t fence = 0;
    UnixMillis until;
};

struct LeaseAnswer
{
    bool taken = false;
    LeaseRow lease; ///< Ours when taken, otherwise the one that stands in the way.
};

/// What is known of an account's tokens, without the tokens.
struct TokenStateRow
{
    std::string accountId;
    std::optional<UnixMillis> grantedAt; ///< When a person (or the client itself) got the grant.
    std::optional<UnixMillis> issuedAt;  ///< Of the access token.
    std::optional<UnixMillis> expiresAt;
    std::optional<UnixMillis> refreshIssuedAt;
    std::optional<UnixMillis> refreshUsedAt;
    std::optional<UnixMillis> refreshExpiresAt; ///< When the endpoint said so.
    std::optional<UnixMillis> dueAt;            ///< The next refresh.
    std::string scopes;                         ///< Granted, separated by spaces; empty: not told.
};

/// A refresh that was about to be sent. One that is still there at start was interrupted.
struct RefreshIntentRow
{
    std::string accountId;
    std::uint64_t fence = 0;
    std::string tokenHash; ///< Of the refresh token it uses, keyed to the account.
    UnixMillis startedAt;  ///< Of the first try with that token.
};

struct SettingRow
{
    std::string key;
    std::string valueJson;
};

} // namespace gatehouse::store
