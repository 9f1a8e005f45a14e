// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auth/applied_auth.h"

#include "core/crypto/encoding.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace gatehouse::auth {
namespace {

using config::AuthKind;

/// The credential that a scheme cannot do without.
std::string_view neededCredential(AuthKind kind) noexcept
{
    switch (kind) {
    case AuthKind::OAuth2AuthorizationCode:
    case AuthKind::OAuth2ClientCredentials:
    case AuthKind::OAuth2JwtBearer:
    case AuthKind::OAuth2DeviceCode:
        return "access_token";
    case AuthKind::OAuth1Hmac:
        return "token_secret";
    case AuthKind::Basic:
    case AuthKind::WsseUsernameToken:
        return "password";
    case AuthKind::None:
    case AuthKind::ApiKey: // named by the scheme's own templates
    case AuthKind::Bearer:
        return {};
    }
    return {};
}

json::Value templateInput(const Credentials& credentials, const json::Value& context, json::Arena& arena)
{
    json::ObjectBuilder secrets(arena);
    for (const auto& [name, secret] : credentials.secrets) {
        secrets.set(name, json::Value::string(secret.reveal()));
    }
    json::ObjectBuilder input(arena);
    input.set("context", context).set("credentials", secrets.build());
    return input.build();
}

/// RFC 7617: the user name is the scheme's own format or the credential of that name.
Result<Secret> basicValue(const config::AuthScheme& scheme, const Credentials& credentials,
                          const json::Value& input)
{
    std::string user;
    if (!scheme.usernameFormat.empty()) {
        GH_ASSIGN(user, scheme.usernameFormat.render(input));
    } else if (const Secret* name = credentials.find("username")) {
        user = name->reveal();
    }
    Secret pair(fmt::format("{}:{}", user, credentials.find("password")->reveal()));
    return Secret("Basic " + crypto::toBase64(pair.reveal()));
}

Status renderInto(std::vector<AppliedAuth::Field>& fields, const config::TemplateMap& templates,
                  const json::Value& input)
{
    GH_ASSIGN(auto rendered, config::renderAll(templates, input));
    for (auto& [name, value] : rendered) {
        fields.emplace_back(std::move(name), Secret(std::move(value)));
    }
    return {};
}

} // namespace

Result<std::shared_ptr<const net::ClientCertificate>> clientCertificate(const Credentials& credentials)
{
    const Secret* chain = credentials.find("client_certificate");
    const Secret* key = credentials.find("client_key");
    if (chain == nullptr || key == nullptr) {
        return fail(Errc::Unauthorized,
                    fmt::format("the account has no {}: connect it again or set its credentials",
                                chain == nullptr ? "client_certificate" : "client_key"));
    }
    return std::make_shared<const net::ClientCertificate>(
        net::ClientCertificate{std::string(chain->reveal()), key->clone()});
}

Result<AppliedAuthPtr> applyScheme(const config::AuthScheme& scheme, CredentialsPtr credentials,
                                   const json::Value& context)
{
    const std::string_view needed = neededCredential(scheme.kind);
    if (!needed.empty() && (!credentials || credentials->find(needed) == nullptr)) {
        return fail(Errc::Unauthorized,
                    fmt::format("the account has no {}: connect it again or set its credentials", needed));
    }
    auto applied = std::make_shared<AppliedAuth>();
    applied->scheme = &scheme;
    json::Arena arena;
    static const Credentials kNone;
    const json::Value input = templateInput(credentials ? *credentials : kNone, context, arena);
    if (scheme.kind == AuthKind::Basic && scheme.applyHeaders.empty()) {
        GH_ASSIGN(Secret value, basicValue(scheme, *credentials, input));
        applied->headers.emplace_back("Authorization", std::move(value));
    }
    GH_TRY(renderInto(applied->headers, scheme.applyHeaders, input));
    GH_TRY(renderInto(applied->query, scheme.applyQuery, input));
    if (scheme.clientCertificate) {
        GH_ASSIGN(applied->certificate, clientCertificate(credentials ? *credentials : kNone));
    }
    applied->credentials = std::move(credentials);
    return applied;
}

} // namespace gatehouse::auth
