// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/api_call.h"
#include "core/api/handlers.h"
#include "core/api/render.h"

#include <fmt/format.h>

#include <charconv>
#include <limits>

namespace gatehouse::api {
namespace {

void refreshToken(Gateway& gateway, const ApiCallPtr& call)
{
    const auto& id = call->parameter("id");
    withAccount(gateway, call, id, [&gateway, call, id] {
        gateway.tokens().refresh(id, answerWith<Account>(call, renderAccount));
    });
}

void getTokens(Gateway& gateway, const ApiCallPtr& call)
{
    const auto& id = call->parameter("id");
    withAccount(gateway, call, id, [&gateway, call, id] {
        gateway.tokens().history(id, answerWith<TokenHistory>(call, renderTokenHistory));
    });
}

void getScopes(Gateway& gateway, const ApiCallPtr& call)
{
    const auto& id = call->parameter("id");
    withAccount(gateway, call, id, [&gateway, call, id] {
        gateway.tokens().scopes(
            id, answerPage<ScopeUse>(call, renderScopeUse, [](const ScopeUse& one) { return one.scope; }));
    });
}

/// Dates without an end come last.
std::string sortKey(const CredentialDate& date)
{
    const auto end = date.expiresAt ? toMillis(*date.expiresAt) : std::numeric_limits<std::int64_t>::max();
    const auto begin = date.issuedAt ? toMillis(*date.issuedAt) : 0;
    return fmt::format("{:020}{}{}{:020}", end, date.accountId, credentialKindName(date.kind), begin);
}

void getCredentials(Gateway& gateway, const ApiCallPtr& call)
{
    const auto& id = call->parameter("id");
    withAccount(gateway, call, id, [&gateway, call, id] {
        gateway.tokens().credentials(id, answerPage<CredentialDate>(call, renderCredentialDate, sortKey));
    });
}

void listCredentials(Gateway& gateway, const ApiCallPtr& call)
{
    if (mayTouchWholeNode(call)) {
        gateway.tokens().credentials({}, answerPage<CredentialDate>(call, renderCredentialDate, sortKey));
    }
}

} // namespace

std::vector<Route> tokenRoutes(const ApiServices& services)
{
    auto& gateway = services.gateway;
    std::vector<Route> routes;
    routes.emplace_back("POST", "/v1/accounts/{id}/refresh", KeyScope::Call, on(gateway, refreshToken));
    routes.emplace_back("GET", "/v1/accounts/{id}/tokens", KeyScope::Read, on(gateway, getTokens));
    routes.push_back(Route("GET", "/v1/accounts/{id}/scopes", KeyScope::Read, on(gateway, getScopes))
                         .withQuery({"limit", "cursor"}));
    routes.push_back(
        Route("GET", "/v1/accounts/{id}/credentials", KeyScope::Read, on(gateway, getCredentials))
            .withQuery({"limit", "cursor"}));
    routes.push_back(Route("GET", "/v1/credentials", KeyScope::Read, on(gateway, listCredentials))
                         .withQuery({"limit", "cursor"}));
    return routes;
}

} // namespace gatehouse::api
