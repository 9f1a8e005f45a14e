// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/call_definition.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::config {

enum class AuthKind : std::uint8_t
{
    None,
    OAuth2AuthorizationCode,
    OAuth2ClientCredentials,
    OAuth2JwtBearer,
    OAuth2DeviceCode, ///< RFC 8628.
    OAuth1Hmac,
    ApiKey,
    Basic,
    Bearer,
    WsseUsernameToken
};
/// "oauth2_authorization_code", "api_key", …: the name in files, accounts and the API.
[[nodiscard]] std::string_view authKindName(AuthKind kind) noexcept;
[[nodiscard]] std::optional<AuthKind> authKindFromName(std::string_view name) noexcept;

/// How the client proves itself at the token endpoint (RFC 6749 §2.3, RFC 7523).
enum class ClientAuth : std::uint8_t
{
    Body,
    Basic,
    PrivateKeyJwt,
    None
};

enum class SigningAlgorithm : std::uint8_t
{
    RS256,
    PS256,
    ES256,
    HS256
};

/// What a provider does when a refresh token that was already traded in comes a second time, after grace.
enum class TokenReuse : std::uint8_t
{
    Accepted, ///< It works like the first time, or gives the same answer.
    Refused,  ///< An error, and nothing else happens.
    Revokes   ///< It is taken for theft: every token of the grant dies (RFC 9700 §4.14.2).
};
/// "accepted", "refused", "revokes".
[[nodiscard]] std::string_view tokenReuseName(TokenReuse reuse) noexcept;

/// What is known about the life of refresh tokens.
struct RefreshPolicy
{
    bool supported = true;
    bool rotates = false;                ///< Each use gives a new one and kills the old.
    std::chrono::seconds grace{0};       ///< How long the previous one still works after a rotation.
    std::optional<int> expiresAfterDays; ///< Hard end, however much it is used.
    std::optional<int> inactivityDays;   ///< Dies unused.
    std::chrono::seconds leadMin{60};    ///< Refresh at a random moment between these before expiry.
    std::chrono::seconds leadMax{180};
    bool concurrentOk = false; ///< Two refreshes at once do no harm.
    /// Decides whether a refresh whose answer was lost is tried again with the same token.
    TokenReuse reuse = TokenReuse::Refused;
};

/// Where a token response keeps things; each an expression over {status, headers, body, query}. Unset: the
/// member of RFC 6749 §5.1.
struct TokenFields
{
    std::optional<jsonata::Expression> accessToken;
    std::optional<jsonata::Expression> refreshToken;
    std::optional<jsonata::Expression> expiresIn; ///< Seconds, as number or string.
    std::optional<jsonata::Expression> expiresAt; ///< RFC 3339 or Unix seconds; wins over expiresIn.
    std::optional<jsonata::Expression> scope;
    /// Of the refresh token: seconds, as number or string.
    std::optional<jsonata::Expression> refreshExpiresIn;
};

/// The signed statement of oauth2_jwt_bearer and private_key_jwt (RFC 7523). Templates see {context,
/// credentials}.
struct AssertionDefinition
{
    SigningAlgorithm algorithm = SigningAlgorithm::RS256;
    Template issuer;
    Template subject;
    Template audience;
    TemplateMap claims; ///< More claims; values are texts.
    std::chrono::seconds lifetime{180};
    Template keyId;
    /// True: sent as "Authorization: Bearer" to the token URL instead of as a form field.
    bool asBearer = false;
};

struct OAuth2Definition
{
    Template authorizeUrl;
    Template deviceUrl; ///< The device authorization endpoint (RFC 8628 §3.1).
    Template tokenUrl;
    Template revokeUrl; ///< Empty: no revocation endpoint.
    /// Who answers as "iss" (RFC 9207); then a callback without it, or with another one, is refused. Empty:
    /// the server is not known to send it.
    Template issuer;
    std::vector<std::string> scopes;
    std::string scopeSeparator = " ";
    bool pkce = true; ///< S256.
    ClientAuth clientAuth = ClientAuth::Body;
    TemplateMap authorizeParams;
    TemplateMap tokenParams;
    TemplateMap tokenHeaders;
    ContentType tokenContent = ContentType::Form;
    ContentType revokeContent = ContentType::Form;
    std::optional<std::chrono::seconds> tokenLifetime; ///< When the response does not say.
    RefreshPolicy refresh;
    TokenFields fields;
    std::optional<AssertionDefinition> assertion;
    /// {status, headers, body, query (of the redirect), context} → object merged into the account's context.
    std::optional<jsonata::Expression> capture;
};

/// OAuth 1.0a with HMAC signatures and static tokens.
struct OAuth1Definition
{
    std::string signatureMethod = "HMAC-SHA256";
    Template realm;
};

/// One way to authenticate. Credentials that templates may name: client_id, client_secret, access_token,
/// refresh_token, api_key, username, password, consumer_key, consumer_secret, token_id, token_secret,
/// private_key, client_certificate, client_key, and every connect field marked secret.
struct AuthScheme
{
    std::string id; ///< Unique within the definition; the kind's name unless the file gives one.
    AuthKind kind = AuthKind::None;
    std::string label;
    bool clientCertificate = false; ///< mtls on top of the kind.
    /// What is added to each request; filled with the kind's usual form when the file gives none
    /// (Authorization: Bearer {{credentials.access_token}}, …). Basic, OAuth 1 and WSSE are built by
    /// core/auth from the credentials and leave these empty.
    TemplateMap applyHeaders;
    TemplateMap applyQuery;
    Template usernameFormat; ///< basic and wsse; empty: {{credentials.username}}.
    std::optional<OAuth2Definition> oauth2;
    std::optional<OAuth1Definition> oauth1;
    /// Base URL when this scheme needs another one than api.base_url.
    std::optional<Template> baseUrl;
};

} // namespace gatehouse::config
