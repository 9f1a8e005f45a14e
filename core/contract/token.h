// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/contract/call.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse {

/// What a JWT (RFC 7519) says of itself. Not verified, and without its signature: for looking at, never for
/// trusting, and nothing that could be used.
struct TokenClaims
{
    std::string name; ///< "access_token", "id_token", …; empty: a person gave it.
    json::Document header;
    json::Document claims;
};

/// Why a token was asked for.
enum class TokenCause : std::uint8_t
{
    Schedule,  ///< It was due, ahead of its expiry.
    KeepAlive, ///< Only so that an unused refresh token does not die.
    Call,      ///< A call found none that is still good.
    Refused,   ///< The provider refused the one a call came with.
    Person,    ///< Somebody asked for it (console, REST).
    Repair     ///< An earlier refresh was interrupted by the end of the process.
};
/// "schedule", "keep_alive", "call", "refused", "person", "repair".
[[nodiscard]] std::string_view tokenCauseName(TokenCause cause) noexcept;

enum class TokenOutcome : std::uint8_t
{
    Running,
    Refreshed,     ///< The endpoint gave a new token, and it is durable.
    Adopted,       ///< Somebody else had refreshed meanwhile; theirs is used, nothing was sent.
    NeedsReauth,   ///< The grant is dead: a person has to connect again.
    Misconfigured, ///< The endpoint refuses our client or our request: somebody has to mend it.
    Failed         ///< Not this time; another try is planned.
};
/// "running", "refreshed", "adopted", "needs_reauth", "misconfigured", "failed".
[[nodiscard]] std::string_view tokenOutcomeName(TokenOutcome outcome) noexcept;

/// Who waited for a refresh, from when to when.
struct TokenWaiter
{
    std::string who; ///< "req_…" for a call, otherwise the cause's name.
    UnixMillis from;
    std::optional<UnixMillis> until; ///< Unset: still waiting.
};

/// One refresh of one account, from the first who asked to the release of the account's lock. Plain data
/// without secrets.
struct TokenAttempt
{
    std::string accountId;
    std::uint64_t number = 0; ///< Counts up over all accounts since the program started.
    TokenCause cause = TokenCause::Schedule;
    std::string by; ///< The first waiter's name.
    UnixMillis startedAt;
    std::optional<UnixMillis> lockedAt; ///< When the lock was had; startedAt to here was waiting for it …
    std::string lockHolder;             ///< … because this one had it; empty: it was free.
    std::uint64_t fence = 0;            ///< The lock's number; grows with each holder.
    std::optional<UnixMillis> requestedAt; ///< When the request left; unset: none did.
    std::chrono::milliseconds requestTime{0};
    std::optional<UnixMillis> endedAt; ///< Lock given back, everybody answered; unset: running.
    TokenOutcome outcome = TokenOutcome::Running;
    std::string reason;     ///< In plain words; empty on success.
    std::string error;      ///< The endpoint's own code ("invalid_grant"); empty: none.
    int providerStatus = 0; ///< 0: no answer.
    std::optional<UnixMillis> nextTryAt;
    std::optional<UnixMillis> tokenExpiresAt; ///< Of the token that came.
    bool rotated = false;                     ///< A new refresh token came with it.
    std::vector<TokenWaiter> waiters;         ///< The first kMaxWaiters.
    std::size_t waitersInAll = 0;
    std::optional<Exchange> exchange; ///< With the token endpoint, redacted.

    static constexpr std::size_t kMaxWaiters = 100;
};

/// An account's tokens over time, as far as this run of the program remembers.
struct TokenHistory
{
    std::string accountId;
    std::optional<UnixMillis> tokenIssuedAt;
    std::optional<UnixMillis> tokenExpiresAt;
    std::optional<UnixMillis> refreshTokenIssuedAt;
    std::optional<UnixMillis> refreshTokenUsedAt;
    std::optional<UnixMillis> refreshDueAt; ///< When the next one is planned.
    int failuresInARow = 0;
    std::vector<std::string> grantedScopes;
    std::vector<std::string> missingScopes; ///< Asked for by the definition and not granted.
    std::vector<TokenAttempt> attempts;     ///< Oldest first; the last one may be running.
};

/// One scope (RFC 6749 §3.3) of an account, from all sides.
struct ScopeUse
{
    std::string scope;
    bool requested = false;            ///< The definition asks for it.
    std::optional<bool> granted;       ///< Unset: the provider never told what it granted.
    std::vector<std::string> neededBy; ///< Operations that cannot do without, as far as the definition says.
    std::size_t calls = 0;             ///< Successful ones of these operations among the calls in memory.
    std::optional<UnixMillis> lastUsedAt;
};

enum class CredentialKind : std::uint8_t
{
    AccessToken,
    RefreshToken,
    ClientCertificate,
    PrivateKey,
    ApiKey
};
/// "access_token", "refresh_token", "client_certificate", "private_key", "api_key".
[[nodiscard]] std::string_view credentialKindName(CredentialKind kind) noexcept;

/// When one credential of an account will die, as far as can be told. Never its value.
struct CredentialDate
{
    std::string accountId;
    CredentialKind kind = CredentialKind::AccessToken;
    std::optional<UnixMillis> issuedAt;
    std::optional<UnixMillis> expiresAt; ///< Unset: nobody says that it ends.
    std::string because;                 ///< How that is known: "the provider said so", "unused for 60 days".
    bool renewedByItself = false;        ///< The gateway replaces it in time; nobody has to do anything.
    /// From then on an alert stands; where renewedByItself, because that should have happened by then.
    std::optional<UnixMillis> warnAt;
};

} // namespace gatehouse
