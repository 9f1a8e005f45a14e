// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/connect_forms.h"

#include <algorithm>
#include <array>

namespace gatehouse {
namespace {

using config::AuthKind;
using config::ClientAuth;

std::string_view inputName(config::FieldInput input) noexcept
{
    constexpr std::array<std::string_view, 5> kNames{"text", "password", "url", "select", "multiline"};
    return kNames[static_cast<std::size_t>(input)];
}

ConnectInput fromField(const config::ConnectField& field)
{
    ConnectInput out;
    out.name = field.name;
    out.label = field.label.empty() ? field.name : field.label;
    out.help = field.help;
    out.placeholder = field.placeholder;
    out.pattern = field.pattern;
    out.defaultValue = field.defaultValue;
    out.input = inputName(field.input);
    out.options = field.options;
    out.secret = field.secret;
    out.credential = field.secret;
    out.required = field.required;
    return out;
}

/// A credential that the gateway knows by its name.
struct Known
{
    std::string_view name;
    std::string_view label;
    std::string_view help;
    std::string_view input;
    bool secret;
};

constexpr std::array<Known, 14> kKnown{
    {{"client_id", "Client ID", "Of the app that is registered at the provider.", "text", false},
     {"client_secret", "Client secret", "Of the same app.", "password", true},
     {"private_key", "Private key", "PEM; its public half is registered at the provider.", "multiline", true},
     {"consumer_key", "Consumer key", "Of the integration record.", "text", false},
     {"consumer_secret", "Consumer secret", "Of the integration record.", "password", true},
     {"token_id", "Token ID", "Of the access token made for this integration.", "text", false},
     {"token_secret", "Token secret", "Of the same access token.", "password", true},
     {"username", "User name", "", "text", false},
     {"password", "Password", "", "password", true},
     {"api_key", "API key", "", "password", true},
     {"access_token", "Access token", "", "password", true},
     {"client_certificate", "Client certificate", "PEM, with its chain.", "multiline", false},
     {"client_key", "Key of the client certificate", "PEM, without a passphrase.", "multiline", true},
     {"signing_key", "Signing key", "", "password", true}}};

const Known* known(std::string_view name)
{
    const auto* const found = std::ranges::find(kKnown, name, &Known::name);
    return found == kKnown.end() ? nullptr : found;
}

bool hasInput(const ConnectForm& form, std::string_view name)
{
    return std::ranges::any_of(form.inputs, [&](const ConnectInput& input) { return input.name == name; });
}

void need(ConnectForm& form, std::string_view name, bool required = true)
{
    const Known* what = known(name);
    if (what == nullptr || hasInput(form, name)) {
        return;
    }
    ConnectInput input;
    input.name = what->name;
    input.label = what->label;
    input.help = what->help;
    input.input = what->input;
    input.secret = what->secret;
    input.credential = true;
    input.required = required;
    form.inputs.push_back(std::move(input));
}

void needClient(ConnectForm& form, const config::OAuth2Definition& oauth)
{
    need(form, "client_id");
    switch (oauth.clientAuth) {
    case ClientAuth::Body:
    case ClientAuth::Basic:
        need(form, "client_secret");
        break;
    case ClientAuth::PrivateKeyJwt:
        need(form, "private_key");
        break;
    case ClientAuth::None:
        break;
    }
}

void needJwtBearer(ConnectForm& form, const config::OAuth2Definition& oauth)
{
    need(form, "client_id", false);
    const bool shared = oauth.assertion && oauth.assertion->algorithm == config::SigningAlgorithm::HS256;
    need(form, shared ? "client_secret" : "private_key");
}

/// Names that the scheme's own templates take from the credentials.
void needNamed(ConnectForm& form, const config::AuthScheme& scheme)
{
    for (const auto* map : {&scheme.applyHeaders, &scheme.applyQuery}) {
        for (const auto& [header, value] : *map) {
            for (const Known& one : kKnown) {
                if (value.text().find("credentials." + std::string(one.name)) != std::string::npos) {
                    need(form, one.name);
                }
            }
        }
    }
}

void needByKind(ConnectForm& form, const config::AuthScheme& scheme)
{
    switch (scheme.kind) {
    case AuthKind::OAuth2AuthorizationCode:
    case AuthKind::OAuth2ClientCredentials:
    case AuthKind::OAuth2DeviceCode:
        needClient(form, *scheme.oauth2);
        break;
    case AuthKind::OAuth2JwtBearer:
        needJwtBearer(form, *scheme.oauth2);
        break;
    case AuthKind::OAuth1Hmac:
        for (const auto* name : {"consumer_key", "consumer_secret", "token_id", "token_secret"}) {
            need(form, name);
        }
        break;
    case AuthKind::Basic:
    case AuthKind::WsseUsernameToken:
        if (scheme.usernameFormat.empty()
            || scheme.usernameFormat.text().find("credentials.username") != std::string::npos) {
            need(form, "username");
        }
        need(form, "password");
        break;
    case AuthKind::ApiKey:
    case AuthKind::Bearer:
        needNamed(form, scheme);
        break;
    case AuthKind::None:
        break;
    }
    if (scheme.clientCertificate) {
        need(form, "client_certificate");
        need(form, "client_key");
    }
}

} // namespace

ConnectForm connectForm(const config::ProviderDefinition& provider, const config::AuthScheme& scheme)
{
    ConnectForm form;
    form.auth = scheme.id;
    form.kind = config::authKindName(scheme.kind);
    form.label = scheme.label.empty() ? form.kind : scheme.label;
    form.clientCertificate = scheme.clientCertificate;
    for (const config::ConnectField& field : provider.connect.fields) {
        const bool forAll = field.schemes.empty();
        if (forAll || std::ranges::find(field.schemes, scheme.id) != field.schemes.end()) {
            form.inputs.push_back(fromField(field));
        }
    }
    needByKind(form, scheme);
    if (scheme.oauth2) {
        form.scopes = scheme.oauth2->scopes;
    }
    return form;
}

std::vector<ConnectForm> connectForms(const config::ProviderDefinition& provider)
{
    std::vector<ConnectForm> forms;
    forms.reserve(provider.auth.size());
    for (const config::AuthScheme& scheme : provider.auth) {
        forms.push_back(connectForm(provider, scheme));
    }
    return forms;
}

bool isCredential(const ConnectForm& form, std::string_view name)
{
    const auto input = std::ranges::find(form.inputs, name, &ConnectInput::name);
    return input == form.inputs.end() ? known(name) != nullptr : input->credential;
}

} // namespace gatehouse
