// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auth/oauth2/grant.h"

#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"

namespace gatehouse::auth {
namespace {

bool has(const Credentials& credentials, std::string_view name)
{
    const Secret* found = credentials.find(name);
    return found != nullptr && !found->empty();
}

/// Whether what the client proves itself with is there.
bool clientKnown(const config::OAuth2Definition& definition, const Credentials& credentials)
{
    switch (definition.clientAuth) {
    case config::ClientAuth::None:
        return true;
    case config::ClientAuth::PrivateKeyJwt:
        return has(credentials, "client_id") && has(credentials, "private_key");
    case config::ClientAuth::Body:
    case config::ClientAuth::Basic:
        return has(credentials, "client_id") && has(credentials, "client_secret");
    }
    return false;
}

} // namespace

std::optional<TokenGrant> grantFor(const config::AuthScheme& scheme, const Credentials& credentials)
{
    if (!scheme.oauth2) {
        return std::nullopt;
    }
    TokenGrant grant;
    switch (scheme.kind) {
    case config::AuthKind::OAuth2ClientCredentials:
        grant.kind = GrantKind::ClientCredentials;
        return clientKnown(*scheme.oauth2, credentials) ? std::optional(std::move(grant)) : std::nullopt;
    case config::AuthKind::OAuth2JwtBearer:
        grant.kind = GrantKind::JwtBearer;
        return has(credentials, "private_key") || has(credentials, "client_secret")
                   ? std::optional(std::move(grant))
                   : std::nullopt;
    default:
        break;
    }
    // Every way in which a person signs in ends with a refresh token, or with nothing to go on with.
    if (!has(credentials, "refresh_token")) {
        return std::nullopt;
    }
    grant.kind = GrantKind::RefreshToken;
    grant.refreshToken = credentials.find("refresh_token")->clone();
    return grant;
}

std::string grantHash(const std::string& account, const TokenGrant& grant, const Credentials& credentials)
{
    Secret text(account + "\n");
    if (grant.kind == GrantKind::RefreshToken) {
        text = Secret(account + "\nrefresh\n" + std::string(grant.refreshToken.reveal()));
    } else if (const Secret* id = credentials.find("client_id")) {
        text = Secret(account + "\nclient\n" + std::string(id->reveal()));
    }
    return crypto::toHex(crypto::digest(crypto::Digest::Sha256, text.reveal()));
}

} // namespace gatehouse::auth
