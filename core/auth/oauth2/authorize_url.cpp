// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auth/oauth2/authorize_url.h"

#include "core/base/url.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace gatehouse::auth {
namespace {

constexpr std::size_t kLongestQuery = std::size_t{16} << 10U;
constexpr std::array<std::string_view, 5> kProtocol{"code", "state", "iss", "error", "error_description"};

json::Value templateInput(const AuthorizeRequest& request, json::Arena& arena)
{
    json::ObjectBuilder secrets(arena);
    // Of the credentials only who the client is may stand in a URL that the browser keeps.
    if (const Secret* id = request.credentials.find("client_id")) {
        secrets.set("client_id", json::Value::string(id->reveal()));
    }
    json::ObjectBuilder input(arena);
    return input.set("context", request.context).set("credentials", secrets.build()).build();
}

} // namespace

Result<std::string> authorizeUrl(const AuthorizeRequest& request)
{
    const Secret* id = request.credentials.find("client_id");
    if (id == nullptr || id->empty()) {
        return fail(Error{Errc::InvalidArgument,
                          "the client ID of the app registered at the provider is needed",
                          "request body",
                          "/fields/client_id",
                          {}});
    }
    json::Arena arena;
    const json::Value input = templateInput(request, arena);
    GH_ASSIGN(const auto endpoint, request.definition.authorizeUrl.render(input));
    GH_ASSIGN(auto url, Url::parse(endpoint));
    std::vector<std::pair<std::string, std::string>> query{{"response_type", "code"},
                                                           {"client_id", std::string(id->reveal())},
                                                           {"redirect_uri", request.redirectUri},
                                                           {"state", request.state}};
    if (!request.definition.scopes.empty()) {
        query.emplace_back("scope", fmt::format("{}", fmt::join(request.definition.scopes,
                                                                request.definition.scopeSeparator)));
    }
    if (!request.codeChallenge.empty()) {
        query.emplace_back("code_challenge", request.codeChallenge);
        query.emplace_back("code_challenge_method", "S256");
    }
    GH_ASSIGN(auto more, config::renderAll(request.definition.authorizeParams, input));
    for (auto& pair : more) {
        const auto known = std::ranges::find(query, pair.first, &std::pair<std::string, std::string>::first);
        if (known != query.end()) {
            known->second = std::move(pair.second);
        } else {
            query.push_back(std::move(pair));
        }
    }
    url.query += (url.query.empty() ? "" : "&") + buildQuery(query);
    return url.str();
}

Result<AuthorizeAnswer> readAuthorizeAnswer(std::string_view query)
{
    if (query.size() > kLongestQuery) {
        return fail(Errc::InvalidArgument, "the callback's query is longer than any provider makes it");
    }
    AuthorizeAnswer answer;
    auto pairs = parseQuery(query);
    for (const auto& name : kProtocol) {
        const auto count = std::ranges::count(pairs, name, &std::pair<std::string, std::string>::first);
        if (count > 1) {
            return fail(Errc::InvalidArgument,
                        fmt::format("the callback has the parameter {} more than once", name));
        }
    }
    for (auto& [name, value] : pairs) {
        if (name == "code") {
            answer.code = Secret(std::move(value));
        } else if (name == "state") {
            answer.state = std::move(value);
        } else if (name == "iss") {
            answer.issuer = std::move(value);
        } else if (name == "error") {
            answer.error = std::move(value);
        } else if (name == "error_description") {
            answer.errorDescription = std::move(value);
        } else {
            answer.query.emplace_back(std::move(name), std::move(value));
        }
    }
    return answer;
}

Result<bool> issuerMatches(const config::OAuth2Definition& definition, const json::Value& context,
                           const AuthorizeAnswer& answer)
{
    if (definition.issuer.empty()) {
        return true;
    }
    json::Arena arena;
    json::ObjectBuilder input(arena);
    input.set("context", context);
    GH_ASSIGN(const auto expected, definition.issuer.render(input.build()));
    // Compared as strings, to the letter (RFC 9207 §2.4).
    return answer.issuer && *answer.issuer == expected;
}

} // namespace gatehouse::auth
