// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/connect_plan.h"

#include <algorithm>
#include <string_view>

namespace gatehouse::ui {

namespace {

std::string textOf(const json::Value& object, std::string_view name)
{
    return std::string(object[name].asString());
}

bool appliesTo(const json::Value& field, const std::string& scheme)
{
    const auto schemes = field["schemes"].items();
    return schemes.empty() || std::any_of(schemes.begin(), schemes.end(), [&](const auto& id) {
               return id.asString() == scheme;
           });
}

ConnectInput readInput(const json::Value& field)
{
    ConnectInput input;
    input.name = textOf(field, "name");
    input.label = textOf(field, "label");
    input.help = textOf(field, "help");
    input.placeholder = textOf(field, "placeholder");
    input.pattern = textOf(field, "pattern");
    input.initial = textOf(field, "default");
    input.secret = field["secret"].asBool();
    input.required = field["required"].isUndefined() || field["required"].asBool();
    return input;
}

ConnectInput secretInput(std::string name, std::string label)
{
    ConnectInput input;
    input.name = std::move(name);
    input.label = std::move(label);
    input.secret = true;
    return input;
}

std::vector<ConnectInput> usualSecrets(std::string_view kind)
{
    if (kind == "api_key") {
        return {secretInput("api_key", "API key")};
    }
    if (kind == "basic" || kind == "wsse_username_token") {
        return {secretInput("username", "User name"), secretInput("password", "Password")};
    }
    if (kind == "oauth1_hmac") {
        return {secretInput("consumer_key", "Consumer key"),
                secretInput("consumer_secret", "Consumer secret"), secretInput("token_id", "Token ID"),
                secretInput("token_secret", "Token secret")};
    }
    if (kind == "oauth2_client_credentials") {
        return {secretInput("client_id", "Client ID"), secretInput("client_secret", "Client secret")};
    }
    if (kind == "none") {
        return {};
    }
    return {secretInput("access_token", "Access token")};
}

} // namespace

std::vector<ConnectScheme> connectSchemes(const json::Value& definition)
{
    std::vector<ConnectScheme> schemes;
    for (const auto& auth : definition["auth"].items()) {
        ConnectScheme scheme;
        const auto kind = textOf(auth, "kind");
        scheme.id = auth["id"].isString() ? textOf(auth, "id") : kind;
        scheme.label = auth["label"].isString() ? textOf(auth, "label") : kind;
        for (const auto& field : definition["connect"]["fields"].items()) {
            if (appliesTo(field, scheme.id)) {
                scheme.inputs.push_back(readInput(field));
            }
        }
        const bool asksSecret = std::any_of(scheme.inputs.begin(), scheme.inputs.end(),
                                            [](const auto& input) { return input.secret; });
        if (!asksSecret) {
            auto usual = usualSecrets(kind);
            scheme.inputs.insert(scheme.inputs.end(), usual.begin(), usual.end());
        }
        schemes.push_back(std::move(scheme));
    }
    // What can be finished with a token alone comes first; an interactive sign-in cannot.
    std::stable_partition(schemes.begin(), schemes.end(), [](const auto& scheme) {
        return scheme.id.find("authorization_code") == std::string::npos;
    });
    return schemes;
}

} // namespace gatehouse::ui
