// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/auth/credentials.h"
#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/config/auth_definition.h"
#include "core/json/document.h"
#include "core/net/client.h"

#include <cstdint>
#include <string>

namespace gatehouse::auth {

enum class GrantKind : std::uint8_t
{
    AuthorizationCode, ///< RFC 6749 §4.1.3, with PKCE (RFC 7636) when there is a verifier.
    RefreshToken,      ///< RFC 6749 §6.
    ClientCredentials, ///< RFC 6749 §4.4.
    JwtBearer,         ///< RFC 7523 §2.1.
    DeviceCode         ///< RFC 8628 §3.4.
};

/// What is traded in for a token.
struct TokenGrant
{
    GrantKind kind = GrantKind::RefreshToken;
    Secret code;             ///< AuthorizationCode.
    std::string redirectUri; ///< AuthorizationCode: exactly the one of the authorization request.
    Secret codeVerifier;     ///< AuthorizationCode with PKCE.
    Secret refreshToken;     ///< RefreshToken.
    Secret deviceCode;       ///< DeviceCode.
};

/// Who asks, and with what.
struct TokenAsker
{
    const config::OAuth2Definition& definition;
    const Credentials& credentials; ///< client_id, client_secret, private_key, …
    json::Value context;            ///< The account's.
    UnixMillis now;
    Random& random; ///< For the jti of assertions.
};

/// The request for the device authorization endpoint (RFC 8628 §3.1); errors as of buildTokenRequest.
[[nodiscard]] Result<net::ClientRequest> buildDeviceRequest(const TokenAsker& asker);
/// The request that has the provider forget a token (RFC 7009 §2.1); hint: "access_token" or "refresh_token".
/// Errc::Unsupported: the definition has no revocation endpoint.
[[nodiscard]] Result<net::ClientRequest> buildRevokeRequest(const TokenAsker& asker, const Secret& token,
                                                            std::string_view hint);
/// The request for the token endpoint, ready to send. Errc::Unauthorized names a credential that is missing,
/// Errc::ConfigError a template that cannot be filled.
[[nodiscard]] Result<net::ClientRequest> buildTokenRequest(const TokenAsker& asker, const TokenGrant& grant);

} // namespace gatehouse::auth
