// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auth/oauth2/token_request.h"

#include "core/auth/jwt.h"
#include "core/base/ids.h"
#include "core/base/url.h"
#include "core/crypto/encoding.h"
#include "core/json/write.h"

#include <fmt/format.h>

#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::auth {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

constexpr std::string_view kJwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";
constexpr std::string_view kDeviceCode = "urn:ietf:params:oauth:grant-type:device_code";
constexpr std::string_view kClientAssertion = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

Result<std::string_view> needed(const TokenAsker& asker, std::string_view name)
{
    const Secret* secret = asker.credentials.find(name);
    if (secret == nullptr || secret->empty()) {
        return fail(Errc::Unauthorized,
                    fmt::format("the account has no {}: connect it again or set its credentials", name));
    }
    return secret->reveal();
}

json::Value templateInput(const TokenAsker& asker, json::Arena& arena)
{
    json::ObjectBuilder secrets(arena);
    for (const auto& [name, secret] : asker.credentials.secrets) {
        secrets.set(name, json::Value::string(secret.reveal()));
    }
    json::ObjectBuilder input(arena);
    return input.set("context", asker.context).set("credentials", secrets.build()).build();
}

std::string_view algorithmName(config::SigningAlgorithm algorithm)
{
    switch (algorithm) {
    case config::SigningAlgorithm::RS256:
        return "RS256";
    case config::SigningAlgorithm::PS256:
        return "PS256";
    case config::SigningAlgorithm::ES256:
        return "ES256";
    case config::SigningAlgorithm::HS256:
        return "HS256";
    }
    return {};
}

/// The signed statement of RFC 7523 §3.
Result<std::string> makeAssertion(const TokenAsker& asker, const json::Value& input, json::Arena& arena)
{
    const auto& assertion = asker.definition.assertion;
    if (!assertion) {
        return fail(Errc::ConfigError,
                    "the definition's auth block has no assertion, which this grant needs");
    }
    const bool shared = assertion->algorithm == config::SigningAlgorithm::HS256;
    GH_ASSIGN(const auto key, needed(asker, shared ? "client_secret" : "private_key"));
    GH_ASSIGN(const auto issuer, assertion->issuer.render(input));
    GH_ASSIGN(const auto subject, assertion->subject.render(input));
    GH_ASSIGN(const auto audience, assertion->audience.render(input));
    GH_ASSIGN(const auto more, config::renderAll(assertion->claims, input));
    GH_ASSIGN(const auto keyId, assertion->keyId.render(input));
    const std::int64_t issued = toMillis(asker.now) / 1000;
    json::ObjectBuilder claims(arena);
    claims.set("iss", issuer).set("sub", subject).set("aud", audience);
    claims.set("iat", json::Value::integer(issued));
    claims.set("exp", json::Value::integer(issued + assertion->lifetime.count()));
    claims.set("jti", makeId("", asker.random));
    for (const auto& [name, value] : more) {
        claims.set(name, std::string_view(value));
    }
    json::ObjectBuilder header(arena);
    if (!keyId.empty()) {
        header.set("kid", keyId);
    }
    return signJwt(algorithmName(assertion->algorithm), Secret(key), claims.build(), header.build());
}

void addScopes(Fields& fields, const config::OAuth2Definition& definition)
{
    if (!definition.scopes.empty()) {
        fields.emplace_back("scope",
                            fmt::format("{}", fmt::join(definition.scopes, definition.scopeSeparator)));
    }
}

Status addGrant(Fields& fields, net::Headers& headers, const TokenAsker& asker, const TokenGrant& grant,
                const json::Value& input, json::Arena& arena)
{
    switch (grant.kind) {
    case GrantKind::AuthorizationCode:
        fields.emplace_back("grant_type", "authorization_code");
        fields.emplace_back("code", grant.code.reveal());
        fields.emplace_back("redirect_uri", grant.redirectUri);
        if (!grant.codeVerifier.empty()) {
            fields.emplace_back("code_verifier", grant.codeVerifier.reveal());
        }
        return {};
    case GrantKind::RefreshToken:
        fields.emplace_back("grant_type", "refresh_token");
        fields.emplace_back("refresh_token", grant.refreshToken.reveal());
        return {};
    case GrantKind::DeviceCode:
        fields.emplace_back("grant_type", kDeviceCode);
        fields.emplace_back("device_code", grant.deviceCode.reveal());
        return {};
    case GrantKind::ClientCredentials:
        fields.emplace_back("grant_type", "client_credentials");
        break;
    case GrantKind::JwtBearer: {
        fields.emplace_back("grant_type", kJwtBearer);
        GH_ASSIGN(auto assertion, makeAssertion(asker, input, arena));
        if (asker.definition.assertion->asBearer) {
            headers.set("Authorization", "Bearer " + assertion);
        } else {
            fields.emplace_back("assertion", std::move(assertion));
        }
        break;
    }
    }
    addScopes(fields, asker.definition);
    return {};
}

/// How the client proves itself (RFC 6749 §2.3.1, RFC 7523 §2.2).
Status addClient(Fields& fields, net::Headers& headers, const TokenAsker& asker, const json::Value& input,
                 json::Arena& arena)
{
    if (asker.definition.clientAuth == config::ClientAuth::None) {
        if (const Secret* id = asker.credentials.find("client_id")) {
            fields.emplace_back("client_id", id->reveal());
        }
        return {};
    }
    GH_ASSIGN(const auto id, needed(asker, "client_id"));
    if (asker.definition.clientAuth == config::ClientAuth::PrivateKeyJwt) {
        GH_ASSIGN(auto assertion, makeAssertion(asker, input, arena));
        fields.emplace_back("client_id", id);
        fields.emplace_back("client_assertion_type", kClientAssertion);
        fields.emplace_back("client_assertion", std::move(assertion));
        return {};
    }
    GH_ASSIGN(const auto secret, needed(asker, "client_secret"));
    if (asker.definition.clientAuth == config::ClientAuth::Basic) {
        // Both are form-encoded before they are joined (RFC 6749 §2.3.1).
        const Secret pair(percentEncode(id) + ":" + percentEncode(secret));
        headers.set("Authorization", "Basic " + crypto::toBase64(pair.reveal()));
        return {};
    }
    fields.emplace_back("client_id", id);
    fields.emplace_back("client_secret", secret);
    return {};
}

std::string encodeFields(const Fields& fields, config::ContentType content, json::Arena& arena)
{
    if (content != config::ContentType::Json) {
        return buildQuery(fields);
    }
    json::ObjectBuilder object(arena);
    for (const auto& [name, value] : fields) {
        object.set(name, std::string_view(value));
    }
    return json::write(object.build());
}

/// The request for an endpoint of the authorization server, ready but for its fields.
Result<net::ClientRequest> startRequest(const config::Template& endpoint, const json::Value& input)
{
    net::ClientRequest request;
    request.method = "POST";
    GH_ASSIGN(const auto url, endpoint.render(input));
    GH_ASSIGN(request.url, Url::parse(url));
    return request;
}

void finishRequest(net::ClientRequest& request, const Fields& fields, config::ContentType content,
                   json::Arena& arena)
{
    const bool json = content == config::ContentType::Json;
    request.headers.set("Content-Type", json ? "application/json" : "application/x-www-form-urlencoded");
    request.headers.set("Accept", "application/json");
    request.body = encodeFields(fields, content, arena);
}

} // namespace

Result<net::ClientRequest> buildTokenRequest(const TokenAsker& asker, const TokenGrant& grant)
{
    json::Arena arena;
    const json::Value input = templateInput(asker, arena);
    GH_ASSIGN(auto request, startRequest(asker.definition.tokenUrl, input));
    Fields fields;
    GH_TRY(addGrant(fields, request.headers, asker, grant, input, arena));
    // An assertion says who asks; a client secret on top of it is optional (RFC 7523 §3.1).
    if (grant.kind != GrantKind::JwtBearer || asker.credentials.find("client_secret") != nullptr) {
        GH_TRY(addClient(fields, request.headers, asker, input, arena));
    }
    GH_ASSIGN(const auto parameters, config::renderAll(asker.definition.tokenParams, input));
    fields.insert(fields.end(), parameters.begin(), parameters.end());
    GH_ASSIGN(const auto headers, config::renderAll(asker.definition.tokenHeaders, input));
    for (const auto& [name, value] : headers) {
        request.headers.set(name, value);
    }
    finishRequest(request, fields, asker.definition.tokenContent, arena);
    return request;
}

Result<net::ClientRequest> buildDeviceRequest(const TokenAsker& asker)
{
    json::Arena arena;
    const json::Value input = templateInput(asker, arena);
    GH_ASSIGN(auto request, startRequest(asker.definition.deviceUrl, input));
    Fields fields;
    GH_TRY(addClient(fields, request.headers, asker, input, arena));
    addScopes(fields, asker.definition);
    finishRequest(request, fields, config::ContentType::Form, arena);
    return request;
}

Result<net::ClientRequest> buildRevokeRequest(const TokenAsker& asker, const Secret& token,
                                              std::string_view hint)
{
    if (asker.definition.revokeUrl.empty()) {
        return fail(Errc::Unsupported,
                    "the definition names no revocation endpoint: revoke the access at the "
                    "provider, then disable the account here");
    }
    json::Arena arena;
    const json::Value input = templateInput(asker, arena);
    GH_ASSIGN(auto request, startRequest(asker.definition.revokeUrl, input));
    Fields fields;
    fields.emplace_back("token", token.reveal());
    fields.emplace_back("token_type_hint", hint);
    GH_TRY(addClient(fields, request.headers, asker, input, arena));
    finishRequest(request, fields, asker.definition.revokeContent, arena);
    return request;
}

} // namespace gatehouse::auth
