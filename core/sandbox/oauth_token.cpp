// SPDX-License-Identifier: GPL-3.0-or-later
// The token endpoint (RFC 6749 §3.2, §5, §6) and those that take a token (RFC 7009, RFC 7662).
#include "core/base/url.h"
#include "core/crypto/encoding.h"
#include "core/sandbox/oauth_server.h"
#include "core/sandbox/route_match.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace gatehouse::sandbox {
namespace {

constexpr int kBadRequest = 400;
constexpr int kUnauthorized = 401;
constexpr int kUnavailable = 503;
constexpr std::int64_t kSecond = 1000;

bool has(const std::vector<std::string>& list, std::string_view word)
{
    return std::find(list.begin(), list.end(), word) != list.end();
}

/// RFC 6749 §5.2.
Reply standardProblem(const OAuthProblem& what, bool basic, json::Arena& arena)
{
    Reply reply;
    const bool client = what.error == "invalid_client";
    reply.status = client ? kUnauthorized : what.error == "server_error" ? kUnavailable : kBadRequest;
    reply.contentType = "application/json";
    if (client && basic) {
        reply.headers.set("WWW-Authenticate", "Basic realm=\"oauth\"");
    }
    json::ObjectBuilder body(arena);
    body.set("error", what.error).set("error_description", what.description);
    reply.body = body.build();
    return reply;
}

} // namespace

Result<Reply> OAuthServer::problem(const OAuthProblem& what, json::Arena& arena, bool basic)
{
    const auto own = definition().errors.find(what.error);
    if (own == definition().errors.end()) {
        return standardProblem(what, basic, arena);
    }
    Scope scope(arena, *m_setup.clock);
    fillScope(scope, nullptr);
    json::ObjectBuilder problem(arena);
    problem.set("error", what.error).set("description", what.description);
    scope.set("problem", problem.build());
    scope.set("uuid", arena.string(makeUuid(m_dice)));
    return makeReply(*own->second, scope);
}

tl::expected<OAuthServer::Client, OAuthProblem> OAuthServer::client(const net::Headers& headers,
                                                                    const Pairs& form) const
{
    constexpr std::string_view kBasic = "Basic ";
    Client client;
    std::string secret(valueOf(form, "client_secret"));
    client.id = valueOf(form, "client_id");
    const auto header = headers.get("Authorization");
    client.basic = header && header->starts_with(kBasic);
    const auto refused = [](std::string why) {
        return tl::unexpected(OAuthProblem{"invalid_client", std::move(why)});
    };
    if (client.basic) {
        const auto pair = crypto::fromBase64(header->substr(kBasic.size()));
        const auto colon = pair ? pair->find(':') : std::string::npos;
        if (colon == std::string::npos) {
            return refused("the Basic credentials cannot be read");
        }
        client.id = percentDecode(pair->substr(0, colon), true);
        secret = percentDecode(pair->substr(colon + 1), true);
    }
    if (client.basic ? !definition().token.basic : !definition().token.body) {
        return refused(client.basic ? "the client must send its credentials in the body"
                                    : "the client must send its credentials by HTTP Basic");
    }
    const auto& app = definition().app;
    const auto& tenants = *m_setup.tenants;
    for (std::size_t i = 0; i < tenants.size(); ++i) {
        if (client.id == app.clientId + "." + tenants[i]->customer().key) {
            client.tenant = i;
        }
    }
    if ((client.id != app.clientId && !client.tenant) || secret != app.clientSecret) {
        return refused("client_id or client_secret is wrong");
    }
    return client;
}

OAuthServer::Granted OAuthServer::granted(std::string_view grantType, const Client& client, const Pairs& form)
{
    const auto now = m_setup.clock->now();
    const auto refused = [](std::string why) {
        return tl::unexpected(OAuthProblem{"invalid_grant", std::move(why)});
    };
    if (grantType == "authorization_code") {
        auto grant = m_book.redeem({std::string(valueOf(form, "code")), client.id,
                                    std::string(valueOf(form, "redirect_uri")),
                                    std::string(valueOf(form, "code_verifier"))},
                                   now);
        return grant ? Granted(*grant) : Granted(refused(grant.error()));
    }
    if (grantType == "refresh_token") {
        auto grant = m_book.useRefresh(std::string(valueOf(form, "refresh_token")), client.id, now);
        return grant ? Granted(*grant) : Granted(refused(grant.error()));
    }
    if (!client.tenant) {
        return tl::unexpected(OAuthProblem{
            "unauthorized_client",
            fmt::format("client credentials need a client of one customer: {}.CUSTOMER", client.id)});
    }
    return &m_book.begin(*client.tenant, client.id, definition().authorize.scopes, now);
}

Result<Reply> OAuthServer::issued(Grant& grant, std::string_view grantType, json::Arena& arena)
{
    const auto& oauth = definition();
    const auto now = m_setup.clock->now();
    const bool first = grantType != "refresh_token";
    Scope scope(arena, *m_setup.clock);
    fillScope(scope, m_setup.tenants->at(grant.tenant).get());
    scope.set("grant", arena.string(grantType));
    scope.set("scope", arena.string(fmt::format("{}", fmt::join(grant.scopes, oauth.authorize.separator))));
    scope.set("expires_in", json::Value::integer(lifetime().count()));
    GH_ASSIGN(auto access, newText(oauth.accessText, grant));
    scope.set("access_token", arena.string(access));
    m_book.addAccess(grant, std::move(access), now + lifetime());
    const bool gives =
        first ? grantType != "client_credentials" && grantType != kJwtBearerGrant && refreshable(grant)
              : m_book.rotates(grant, now);
    scope.set("rotated", json::Value::boolean(gives && !first));
    if (gives) {
        GH_ASSIGN(auto refresh, newText(oauth.refreshText, grant));
        m_book.addRefresh(grant, std::move(refresh), now);
    }
    if (!grant.refresh.empty()) {
        scope.set("refresh_token", arena.string(grant.refresh.back().text));
    }
    GH_ASSIGN(auto reply, makeReply(*oauth.token.response, scope));
    reply.headers.set("Cache-Control", "no-store");
    return reply;
}

Result<Reply> OAuthServer::token(const net::ServerRequest& request, const Pairs& form, json::Arena& arena)
{
    const std::string grantType(valueOf(form, "grant_type"));
    const bool offered = has(definition().token.grants, grantType);
    auto& count = m_counts[offered ? grantType : "other"];
    ++count.requests;
    const auto refuse = [&](const OAuthProblem& what, bool basic) {
        ++count.refused;
        return problem(what, arena, basic);
    };
    if (m_troubles.failing > 0) {
        --m_troubles.failing;
        return refuse({m_troubles.error, "refused on purpose"}, false);
    }
    // An assertion proves the client as well (RFC 7523 §3.1).
    const bool asserts = offered && grantType == kJwtBearerGrant;
    const auto who = asserts ? assertedClient(form) : client(request.headers, form);
    if (!who) {
        return refuse(who.error(), request.headers.get("Authorization").has_value());
    }
    if (!offered) {
        return refuse(
            {grantType.empty() ? "invalid_request" : "unsupported_grant_type",
             fmt::format("grant_type must be one of {}", fmt::join(definition().token.grants, ", "))},
            who->basic);
    }
    const auto grant = granted(grantType, *who, form);
    if (!grant) {
        return refuse(grant.error(), who->basic);
    }
    return issued(**grant, grantType, arena);
}

Result<std::optional<Reply>> OAuthServer::endpoint(const std::vector<OAuthEndpoint>& endpoints, bool revokes,
                                                   const net::ServerRequest& request, const Call& call,
                                                   json::Arena& arena)
{
    for (const auto& one : endpoints) {
        const auto parameters =
            one.route.method == call.method ? matchPath(one.route, call.path, arena) : std::nullopt;
        if (!parameters) {
            continue;
        }
        Pairs form;
        for (const auto& [name, value] : call.body.members()) {
            form.emplace_back(name, textOf(value));
        }
        const auto who = client(request.headers, form);
        if (one.clientNeeded && !who) {
            GH_ASSIGN(auto refused, problem(who.error(), arena, definition().token.basic));
            return std::optional(std::move(refused));
        }
        Scope scope(arena, *m_setup.clock);
        scope.set("params", *parameters);
        scope.set("query", call.query);
        scope.set("body", call.body);
        GH_ASSIGN(const auto token, scope.evaluate(one.token));
        GH_ASSIGN(auto reply,
                  tokenAction(one, revokes, token.isString() ? std::string(token.asString()) : "", scope));
        return std::optional(std::move(reply));
    }
    return std::optional<Reply>();
}

Result<Reply> OAuthServer::tokenAction(const OAuthEndpoint& endpoint, bool revokes, const std::string& token,
                                       Scope& scope)
{
    const auto now = m_setup.clock->now();
    auto* grant = m_book.find(token);
    const auto access = m_book.check(token, now);
    const bool isAccess = access.state != GrantBook::AccessState::Unknown;
    fillScope(scope, grant == nullptr ? nullptr : m_setup.tenants->at(grant->tenant).get());
    json::ObjectBuilder seen(scope.arena());
    const bool active =
        grant != nullptr && (isAccess ? access.state == GrantBook::AccessState::Valid : !grant->revoked);
    seen.set("known", json::Value::boolean(grant != nullptr)).set("active", json::Value::boolean(active));
    seen.set("kind", isAccess ? "access" : "refresh").set("text", token);
    if (grant != nullptr) {
        seen.set("scope", fmt::format("{}", fmt::join(grant->scopes, definition().authorize.separator)));
        seen.set("client_id", grant->clientId);
    }
    if (isAccess) {
        seen.set("expires_in",
                 json::Value::integer(toMillis(access.expiresAt) / kSecond - toMillis(now) / kSecond));
    }
    scope.set("token", seen.build());
    if (revokes && grant != nullptr) {
        GrantBook::revoke(*grant);
    }
    return makeReply(*endpoint.route.response, scope);
}

} // namespace gatehouse::sandbox
