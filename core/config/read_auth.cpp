// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/definition_parts.h"

#include <algorithm>

namespace gatehouse::config {
namespace {

constexpr std::array<Word<AuthKind>, 10> kKinds{
    {{"none", AuthKind::None},
     {"oauth2_authorization_code", AuthKind::OAuth2AuthorizationCode},
     {"oauth2_client_credentials", AuthKind::OAuth2ClientCredentials},
     {"oauth2_jwt_bearer", AuthKind::OAuth2JwtBearer},
     {"oauth2_device_code", AuthKind::OAuth2DeviceCode},
     {"oauth1_hmac", AuthKind::OAuth1Hmac},
     {"api_key", AuthKind::ApiKey},
     {"basic", AuthKind::Basic},
     {"bearer", AuthKind::Bearer},
     {"wsse_username_token", AuthKind::WsseUsernameToken}}};
constexpr std::array<Word<ClientAuth>, 4> kClientAuths{{{"body", ClientAuth::Body},
                                                        {"basic", ClientAuth::Basic},
                                                        {"private_key_jwt", ClientAuth::PrivateKeyJwt},
                                                        {"none", ClientAuth::None}}};
constexpr std::array<Word<SigningAlgorithm>, 4> kAlgorithms{{{"RS256", SigningAlgorithm::RS256},
                                                             {"PS256", SigningAlgorithm::PS256},
                                                             {"ES256", SigningAlgorithm::ES256},
                                                             {"HS256", SigningAlgorithm::HS256}}};
constexpr std::array<Word<TokenReuse>, 3> kReuses{
    {{"accepted", TokenReuse::Accepted}, {"refused", TokenReuse::Refused}, {"revokes", TokenReuse::Revokes}}};
constexpr std::string_view kBearer = "Bearer {{credentials.access_token}}";

bool isOAuth2(AuthKind kind)
{
    return kind == AuthKind::OAuth2AuthorizationCode || kind == AuthKind::OAuth2ClientCredentials
           || kind == AuthKind::OAuth2JwtBearer || kind == AuthKind::OAuth2DeviceCode;
}

std::optional<int> days(DefinitionReader& reader, const Node& node)
{
    return node.present() ? std::optional(static_cast<int>(reader.integer(node, 0))) : std::nullopt;
}

RefreshPolicy readRefresh(DefinitionReader& reader, const Node& node, AuthKind kind)
{
    RefreshPolicy refresh;
    const bool signsIn = kind == AuthKind::OAuth2AuthorizationCode || kind == AuthKind::OAuth2DeviceCode;
    refresh.supported = reader.boolean(node["supported"], signsIn);
    refresh.rotates = reader.boolean(node["rotates"], false);
    refresh.grace = reader.seconds(node["grace_s"], refresh.grace);
    refresh.expiresAfterDays = days(reader, node["expires_after_days"]);
    refresh.inactivityDays = days(reader, node["inactivity_days"]);
    refresh.leadMin = reader.seconds(node["lead_s"][std::size_t{0}], refresh.leadMin);
    refresh.leadMax = reader.seconds(node["lead_s"][std::size_t{1}], refresh.leadMax);
    refresh.concurrentOk = reader.boolean(node["concurrent_ok"], false);
    // A token that is not replaced by its use can be used again.
    refresh.reuse =
        reader.word(node["reuse"], kReuses, refresh.rotates ? TokenReuse::Refused : TokenReuse::Accepted);
    if (refresh.leadMax < refresh.leadMin) {
        reader.error(node["lead_s"], "the first lead time must not be the longer one");
    }
    return refresh;
}

TokenFields readTokenFields(DefinitionReader& reader, const Node& node)
{
    TokenFields fields;
    fields.accessToken = reader.expression(node["access_token"]);
    fields.refreshToken = reader.expression(node["refresh_token"]);
    fields.expiresIn = reader.expression(node["expires_in"]);
    fields.expiresAt = reader.expression(node["expires_at"]);
    fields.scope = reader.expression(node["scope"]);
    fields.refreshExpiresIn = reader.expression(node["refresh_expires_in"]);
    return fields;
}

AssertionDefinition readAssertion(DefinitionReader& reader, const Node& node)
{
    AssertionDefinition assertion;
    assertion.algorithm = reader.word(node["algorithm"], kAlgorithms, SigningAlgorithm::RS256);
    assertion.issuer = reader.templ(node["issuer"]);
    assertion.subject = reader.templ(node["subject"]);
    assertion.audience = reader.templ(node["audience"]);
    assertion.keyId = reader.templ(node["key_id"]);
    assertion.claims = reader.templates(node["claims"]);
    assertion.lifetime = reader.seconds(node["lifetime_s"], assertion.lifetime);
    assertion.asBearer = reader.boolean(node["as_bearer"], false);
    return assertion;
}

ContentType formOrJson(const Node& node)
{
    return node.value.asString() == "json" ? ContentType::Json : ContentType::Form;
}

void requireUrls(DefinitionReader& reader, const Node& node, AuthKind kind)
{
    if (!node["token_url"].present()) {
        reader.error(node, "this kind of authentication needs a token_url");
    }
    if (kind == AuthKind::OAuth2AuthorizationCode && !node["authorize_url"].present()) {
        reader.error(node, "oauth2_authorization_code needs an authorize_url");
    }
    if (kind == AuthKind::OAuth2DeviceCode && !node["device_authorization_url"].present()) {
        reader.error(node, "oauth2_device_code needs a device_authorization_url");
    }
    if (kind == AuthKind::OAuth2JwtBearer && !node["assertion"].present()) {
        reader.error(node, "oauth2_jwt_bearer needs an assertion");
    }
}

OAuth2Definition readOAuth2(DefinitionReader& reader, const Node& node, AuthKind kind)
{
    requireUrls(reader, node, kind);
    OAuth2Definition oauth;
    oauth.authorizeUrl = reader.templ(node["authorize_url"]);
    oauth.deviceUrl = reader.templ(node["device_authorization_url"]);
    oauth.tokenUrl = reader.templ(node["token_url"]);
    oauth.issuer = reader.templ(node["issuer"]);
    oauth.revokeUrl = reader.templ(node["revoke_url"]);
    oauth.scopes = reader.texts(node["scopes"]);
    oauth.scopeSeparator = reader.text(node["scope_separator"], " ");
    oauth.pkce = kind == AuthKind::OAuth2AuthorizationCode && reader.text(node["pkce"], "S256") == "S256";
    oauth.clientAuth = reader.word(node["client_auth"], kClientAuths, ClientAuth::Body);
    oauth.authorizeParams = reader.templates(node["authorize_params"]);
    oauth.tokenParams = reader.templates(node["token_params"]);
    oauth.tokenHeaders = reader.templates(node["token_headers"]);
    oauth.tokenContent = formOrJson(node["token_content"]);
    oauth.revokeContent = formOrJson(node["revoke_content"]);
    if (node["token_lifetime_s"].present()) {
        oauth.tokenLifetime = reader.seconds(node["token_lifetime_s"], std::chrono::seconds(0));
    }
    oauth.refresh = readRefresh(reader, node["refresh"], kind);
    oauth.fields = readTokenFields(reader, node["token_fields"]);
    if (node["assertion"].present()) {
        oauth.assertion = readAssertion(reader, node["assertion"]);
    } else if (oauth.clientAuth == ClientAuth::PrivateKeyJwt) {
        reader.error(node, "client_auth private_key_jwt needs an assertion");
    }
    oauth.capture = reader.expression(node["capture"]);
    return oauth;
}

void applyUsualForm(DefinitionReader& reader, const Node& node, AuthScheme& scheme)
{
    if (!scheme.applyHeaders.empty() || !scheme.applyQuery.empty()) {
        return;
    }
    if (isOAuth2(scheme.kind) || scheme.kind == AuthKind::Bearer) {
        scheme.applyHeaders.emplace_back("Authorization", *Template::compile(kBearer));
    } else if (scheme.kind == AuthKind::ApiKey) {
        reader.error(node, "api_key needs apply_headers or apply_query to say where the key goes");
    }
}

} // namespace

std::string_view authKindName(AuthKind kind) noexcept
{
    const auto found = std::ranges::find(kKinds, kind, &Word<AuthKind>::value);
    return found == kKinds.end() ? std::string_view() : found->name;
}

std::string_view tokenReuseName(TokenReuse reuse) noexcept
{
    const auto found = std::ranges::find(kReuses, reuse, &Word<TokenReuse>::value);
    return found == kReuses.end() ? std::string_view() : found->name;
}

std::optional<AuthKind> authKindFromName(std::string_view name) noexcept
{
    const auto found = std::ranges::find(kKinds, name, &Word<AuthKind>::name);
    return found == kKinds.end() ? std::nullopt : std::optional(found->value);
}

AuthScheme readAuth(DefinitionReader& reader, const Node& node)
{
    AuthScheme scheme;
    scheme.kind = reader.word(node["kind"], kKinds, AuthKind::None);
    scheme.id = reader.text(node["id"], authKindName(scheme.kind));
    scheme.label = reader.text(node["label"], scheme.id);
    scheme.clientCertificate = reader.boolean(node["mtls"], false);
    scheme.applyHeaders = reader.templates(node["apply_headers"]);
    scheme.applyQuery = reader.templates(node["apply_query"]);
    scheme.usernameFormat = reader.templ(node["username_format"]);
    if (node["base_url"].present()) {
        scheme.baseUrl = reader.templ(node["base_url"]);
    }
    if (isOAuth2(scheme.kind)) {
        scheme.oauth2 = readOAuth2(reader, node, scheme.kind);
    }
    if (scheme.kind == AuthKind::OAuth1Hmac) {
        scheme.oauth1 = OAuth1Definition{reader.text(node["signature_method"], "HMAC-SHA256"),
                                         reader.templ(node["realm"])};
    }
    applyUsualForm(reader, node, scheme);
    return scheme;
}

} // namespace gatehouse::config
