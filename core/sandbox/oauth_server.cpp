// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/oauth_server.h"

#include "core/base/time_format.h"
#include "core/base/url.h"
#include "core/json/parse.h"

#include <fmt/format.h>

#include <algorithm>

namespace gatehouse::sandbox {
namespace {

constexpr std::size_t kHexDigits = 64;
constexpr std::int64_t kSecond = 1000;

/// The parameters of a request's body, sent as a form or as JSON (some vendors take either).
Pairs bodyPairs(const net::ServerRequest& request)
{
    const auto type = request.headers.get("Content-Type").value_or("");
    if (type.find("json") == std::string::npos) {
        return parseQuery(request.body);
    }
    Pairs pairs;
    if (const auto document = json::parse(std::string_view(request.body))) {
        for (const auto& [name, value] : document->root().members()) {
            pairs.emplace_back(name, textOf(value));
        }
    }
    return pairs;
}

} // namespace

std::string_view valueOf(const Pairs& pairs, std::string_view name) noexcept
{
    const auto found =
        std::find_if(pairs.begin(), pairs.end(), [name](const auto& pair) { return pair.first == name; });
    return found == pairs.end() ? std::string_view() : std::string_view(found->second);
}

OAuthServer::OAuthServer(Setup setup)
    : m_setup(std::move(setup))
    , m_book(*m_setup.definition)
    , m_dice(m_setup.seed, m_setup.slug + "/oauth")
{}

std::optional<Result<Reply>> OAuthServer::answer(const net::ServerRequest& request, const Call& call,
                                                 json::Arena& arena)
{
    const auto& oauth = definition();
    const bool reads = request.method == "GET";
    const bool writes = request.method == "POST";
    if (request.path == oauth.authorize.path && (reads || writes)) {
        return authorize(reads ? parseQuery(request.query) : bodyPairs(request), writes, arena);
    }
    if (request.path == oauth.token.path && writes) {
        return token(request, bodyPairs(request), arena);
    }
    for (const bool revokes : {true, false}) {
        auto done = endpoint(revokes ? oauth.revoke : oauth.introspect, revokes, request, call, arena);
        if (!done) {
            return Result<Reply>(fail(std::move(done).error()));
        }
        if (*done) {
            return Result<Reply>(std::move(**done));
        }
    }
    return std::nullopt;
}

std::chrono::milliseconds OAuthServer::delayOf(std::string_view path) const
{
    const auto now = m_setup.clock->steady();
    if (path != definition().token.path || now >= m_troubles.hangsUntil) {
        return {};
    }
    return std::chrono::ceil<std::chrono::milliseconds>(m_troubles.hangsUntil - now);
}

Tenant* OAuthServer::tenantOf(std::string_view accessToken, bool& valid) const
{
    const auto check = m_book.check(accessToken, m_setup.clock->now());
    valid = check.state == GrantBook::AccessState::Valid;
    return check.grant == nullptr ? nullptr : m_setup.tenants->at(check.grant->tenant).get();
}

std::chrono::seconds OAuthServer::lifetime() const
{
    return m_troubles.lifetime.value_or(definition().token.lifetime);
}

std::optional<UnixMillis> OAuthServer::announcedEnd() const
{
    return definition().token.announced ? std::optional(m_setup.clock->now() + lifetime()) : std::nullopt;
}

bool OAuthServer::refreshable(const Grant& grant) const
{
    const auto& grants = definition().token.grants;
    const auto& needed = definition().refresh.needScope;
    return std::find(grants.begin(), grants.end(), "refresh_token") != grants.end()
           && (needed.empty() || std::ranges::any_of(needed, [&grant](const auto& scope) {
                   return std::find(grant.scopes.begin(), grant.scopes.end(), scope) != grant.scopes.end();
               }));
}

void OAuthServer::fillScope(Scope& scope, const Tenant* tenant) const
{
    auto& arena = scope.arena();
    const auto now = m_setup.clock->now();
    scope.set("now", arena.string(formatRfc3339(now)));
    scope.set("epoch_ms", json::Value::integer(toMillis(now)));
    scope.set("epoch", json::Value::integer(toMillis(now) / kSecond));
    scope.set("base_url", json::Value::string(m_setup.baseUrl));
    scope.set("client_id", json::Value::string(definition().app.clientId));
    if (tenant != nullptr) {
        scope.set("account", tenant->context().root());
        scope.set("customer", json::Value::string(tenant->customer().name));
        scope.set("n", json::Value::integer(static_cast<std::int64_t>(tenant->customer().index)));
    }
}

Result<std::string> OAuthServer::newText(const Expression& expression, const Grant& grant)
{
    json::Arena arena;
    Scope scope(arena, *m_setup.clock);
    fillScope(scope, m_setup.tenants->at(grant.tenant).get());
    scope.set("hex", arena.string(m_dice.hex(kHexDigits)));
    GH_ASSIGN(const auto text, scope.evaluate(expression));
    if (!text.isString() || text.asString().empty()) {
        return fail(Errc::ConfigError,
                    fmt::format("a token of the simulated {} must be a text", m_setup.slug));
    }
    return std::string(text.asString());
}

Result<json::Document> OAuthServer::connect(std::size_t tenant)
{
    const auto& oauth = definition();
    const auto now = m_setup.clock->now();
    auto scopes = oauth.authorize.scopes;
    if (scopes.empty()) {
        scopes = oauth.refresh.needScope;
    }
    auto& grant = m_book.begin(tenant, oauth.app.clientId, std::move(scopes), now);
    GH_ASSIGN(auto access, newText(oauth.accessText, grant));
    json::Arena arena;
    json::ObjectBuilder credentials(arena);
    credentials.set("access_token", access);
    m_book.addAccess(grant, std::move(access), now + lifetime());
    if (refreshable(grant)) {
        GH_ASSIGN(auto refresh, newText(oauth.refreshText, grant));
        credentials.set("refresh_token", refresh);
        m_book.addRefresh(grant, std::move(refresh), now);
    }
    credentials.set("client_id", oauth.app.clientId).set("client_secret", oauth.app.clientSecret);
    return json::Document::copyOf(credentials.build());
}

} // namespace gatehouse::sandbox
