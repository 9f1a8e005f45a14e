// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/oauth_definition.h"

#include "core/sandbox/definition_reader.h"

#include <algorithm>
#include <array>

namespace gatehouse::sandbox {
namespace {

template <class Enum, std::size_t kCount>
Enum oneOf(const DefinitionNode& node, const std::array<std::pair<std::string_view, Enum>, kCount>& names)
{
    const auto text = node.text(names.front().first);
    for (const auto& [name, value] : names) {
        if (name == text) {
            return value;
        }
    }
    node.fail("this is none of the words that may stand here");
    return names.front().second;
}

std::chrono::seconds seconds(const DefinitionNode& node, std::uint32_t otherwise)
{
    return std::chrono::seconds(node.number(otherwise));
}

OAuthApp readApp(const DefinitionNode& node)
{
    node.allow({"name", "client_id", "client_secret", "redirect_uris", "keys"});
    OAuthApp app{node.at("name").text("Gatehouse"), node.at("client_id").text(),
                 node.at("client_secret").text(), node.at("redirect_uris").texts(), node.at("keys").texts()};
    if (app.clientId.empty() || app.clientSecret.empty() || app.redirectUris.empty()) {
        node.fail("an app needs client_id, client_secret and redirect_uris");
    }
    return app;
}

OAuthAuthorize readAuthorize(const DefinitionNode& node)
{
    using Pkce = OAuthAuthorize::Pkce;
    constexpr std::array<std::pair<std::string_view, Pkce>, 3> kPkce = {
        {{"optional", Pkce::Optional}, {"required", Pkce::Required}, {"ignored", Pkce::Ignored}}};
    node.allow({"path", "pkce", "scopes", "scope_separator", "granular_scopes", "redirect", "issuer",
                "code_lifetime_s"});
    OAuthAuthorize authorize;
    authorize.path = node.at("path").text();
    authorize.pkce = oneOf(node.at("pkce"), kPkce);
    authorize.scopes = node.at("scopes").texts();
    authorize.separator = node.at("scope_separator").text(authorize.separator);
    authorize.granular = node.at("granular_scopes").truth(false);
    authorize.redirect = node.at("redirect").expression();
    authorize.issuer = node.at("issuer").expression();
    authorize.codeLifetime = seconds(node.at("code_lifetime_s"), 60);
    return authorize;
}

std::optional<OAuthAssertion> readAssertion(const DefinitionNode& node)
{
    if (!node.present()) {
        return std::nullopt;
    }
    node.allow({"algorithms", "audience", "subject", "longest_s"});
    OAuthAssertion assertion;
    assertion.algorithms = node.at("algorithms").texts();
    assertion.audience = node.at("audience").expression();
    assertion.subject = node.at("subject").expression();
    assertion.longest = seconds(node.at("longest_s"), 300);
    if (assertion.algorithms.empty() || !node.at("audience").present() || !node.at("subject").present()) {
        node.fail("assertions need algorithms, audience and subject");
    }
    return assertion;
}

OAuthToken readToken(const DefinitionNode& node)
{
    node.allow({"path", "client_auth", "grants", "lifetime_s", "announced", "access_token", "response",
                "assertion"});
    OAuthToken token;
    token.path = node.at("path").text();
    for (const auto& way : node.at("client_auth").texts()) {
        token.basic = token.basic || way == "basic";
        token.body = token.body || way == "body";
    }
    token.grants = node.at("grants").texts();
    token.lifetime = seconds(node.at("lifetime_s"), 3600);
    token.announced = node.at("announced").truth(true);
    token.response = node.at("response").response();
    token.assertion = readAssertion(node.at("assertion"));
    const bool bears = std::ranges::find(token.grants, kJwtBearerGrant) != token.grants.end();
    if (bears != token.assertion.has_value()) {
        node.fail("the JWT bearer grant and the member assertion need each other");
    }
    if (!token.path.starts_with('/') || !token.response || token.grants.empty()
        || !(token.basic || token.body)) {
        node.fail("a token endpoint needs path, client_auth (basic, body), grants and response");
    }
    return token;
}

OAuthRefresh readRefresh(const DefinitionNode& node)
{
    using Rotation = OAuthRefresh::Rotation;
    constexpr std::array<std::pair<std::string_view, Rotation>, 3> kRotation = {
        {{"never", Rotation::Never}, {"always", Rotation::Always}, {"when_older", Rotation::WhenOlder}}};
    node.allow({"refresh_token", "rotation", "rotate_after_s", "previous_valid_s", "previous_until_used",
                "reuse_revokes", "concurrent_window_ms", "idle_s", "absolute_s", "needs_scope"});
    OAuthRefresh refresh;
    refresh.rotation = oneOf(node.at("rotation"), kRotation);
    refresh.rotateAfter = seconds(node.at("rotate_after_s"), 0);
    refresh.previousValid = seconds(node.at("previous_valid_s"), 0);
    refresh.previousUntilUsed = node.at("previous_until_used").truth(false);
    refresh.reuseRevokes = node.at("reuse_revokes").truth(false);
    refresh.concurrentWindow = std::chrono::milliseconds(node.at("concurrent_window_ms").number(0));
    refresh.idle = seconds(node.at("idle_s"), 0);
    refresh.absolute = seconds(node.at("absolute_s"), 0);
    refresh.needScope = node.at("needs_scope").texts();
    return refresh;
}

std::vector<OAuthEndpoint> readEndpoints(const DefinitionNode& node)
{
    std::vector<OAuthEndpoint> endpoints;
    for (std::size_t i = 0; i < node.value().items().size(); ++i) {
        const auto one = node.at(i);
        one.allow({"method", "path", "token", "client", "response"});
        OAuthEndpoint endpoint;
        endpoint.route.method = one.at("method").text("POST");
        endpoint.route.path = splitPath(one.at("path").text());
        endpoint.route.response = one.at("response").response();
        endpoint.token = one.at("token").expression();
        endpoint.clientNeeded = one.at("client").truth(false);
        if (!endpoint.route.response || !one.at("token").present()) {
            one.fail("such an endpoint needs path, token and response");
        }
        endpoints.push_back(std::move(endpoint));
    }
    return endpoints;
}

} // namespace

std::shared_ptr<const OAuthDefinition> readOAuth(const DefinitionNode& node)
{
    if (!node.present()) {
        return nullptr;
    }
    node.allow({"app", "authorize", "token", "refresh", "revoke", "introspect", "errors"});
    auto oauth = std::make_shared<OAuthDefinition>();
    oauth->app = readApp(node.at("app"));
    oauth->authorize = readAuthorize(node.at("authorize"));
    oauth->token = readToken(node.at("token"));
    oauth->refresh = readRefresh(node.at("refresh"));
    oauth->accessText = node.at("token").at("access_token").expression();
    oauth->refreshText = node.at("refresh").at("refresh_token").expression();
    oauth->revoke = readEndpoints(node.at("revoke"));
    oauth->introspect = readEndpoints(node.at("introspect"));
    for (const auto& member : node.at("errors").value().members()) {
        oauth->errors.emplace(member.name, node.at("errors").at(member.name).response());
    }
    return oauth;
}

} // namespace gatehouse::sandbox
