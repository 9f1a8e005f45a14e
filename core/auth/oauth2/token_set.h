// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/secret.h"
#include "core/contract/token.h"
#include "core/json/document.h"

#include <tl/expected.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::auth {

/// What a token endpoint gave. Move-only, like the secrets in it.
struct TokenSet
{
    Secret accessToken;
    Secret refreshToken;                        ///< Empty: none came; the one that is kept stays good.
    std::optional<UnixMillis> expiresAt;        ///< Unset: neither the answer nor the definition says.
    std::optional<UnixMillis> refreshExpiresAt; ///< Unset: the answer does not say.
    std::vector<std::string> scopes;            ///< Granted; empty when the answer does not tell.
    json::Document context;                     ///< What the definition's capture found; Undefined: nothing.
    /// What the JWTs in the answer say of themselves (id_token, access_token); for looking at.
    std::vector<TokenClaims> claims;
};

/// Whose move it is after a refusal.
enum class TokenFailure : std::uint8_t
{
    Grant,     ///< The code, assertion or refresh token is dead: a person has to connect again.
    Client,    ///< Our client id, secret, redirect or request is wrong: we have to mend it.
    Transient, ///< Worth trying again later: 5xx, 429, no or an unreadable answer.
};

/// Why a token endpoint refused. Holds no secret.
struct TokenRefusal
{
    TokenFailure kind = TokenFailure::Transient;
    std::string error;       ///< "invalid_grant", "BAD_REFRESH_TOKEN", …; empty: the endpoint named none.
    std::string description; ///< The endpoint's own words, or ours when it said nothing.
    int status = 0;          ///< 0: no answer came.
    std::optional<std::int64_t> retryAfter; ///< Seconds.
};

template <class T>
using TokenResult = tl::expected<T, TokenRefusal>;

} // namespace gatehouse::auth
