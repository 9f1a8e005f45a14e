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

Result<std::uint64_t> sequenceOf(const std::string& text)
{
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number == 0) {
        return fail(Errc::InvalidArgument, "the cursor is not one of this list");
    }
    return number;
}

json::Value renderAuditPage(json::Arena& arena, std::vector<AuditEntry> entries, std::size_t limit)
{
    Page<AuditEntry> page;
    const bool more = entries.size() > limit;
    if (more) {
        entries.resize(limit);
        page.nextCursor = makeCursor(std::to_string(entries.back().sequence));
    }
    page.items = std::move(entries);
    return renderPage(arena, page, renderAuditEntry);
}

/// Newest first, so its cursor is the last sequence that was seen.
void listAudit(Gateway& gateway, const ApiCallPtr& call)
{
    const auto page = PageRequest::read(call->query());
    const auto before =
        page && !page->after.empty() ? sequenceOf(page->after) : Result<std::uint64_t>(std::uint64_t{0});
    if (!page || !before) {
        call->fail(page ? before.error() : page.error());
        return;
    }
    if (!mayTouchWholeNode(call)) {
        return;
    }
    const auto answer = [call, limit = page->limit](Result<std::vector<AuditEntry>> entries) {
        if (!entries) {
            call->fail(entries.error());
            return;
        }
        json::Arena arena;
        call->replyJson(200, renderAuditPage(arena, std::move(*entries), limit));
    };
    gateway.monitor().audit(*before, page->limit + 1, answer);
}

} // namespace

std::vector<Route> tokenRoutes(const ApiServices& services)
{
    auto& gateway = services.gateway;
    std::vector<Route> routes;
    routes.emplace_back("POST", "/v1/accounts/{id}/refresh", KeyScope::Call, on(gateway, refreshToken));
    routes.emplace_back("GET", "/v1/accounts/{id}/tokens", KeyScope::Read, on(gateway, getTokens));
    routes.push_back(
        Route("GET", "/v1/accounts/{id}/credentials", KeyScope::Read, on(gateway, getCredentials))
            .withQuery({"limit", "cursor"}));
    routes.push_back(Route("GET", "/v1/credentials", KeyScope::Read, on(gateway, listCredentials))
                         .withQuery({"limit", "cursor"}));
    routes.push_back(
        Route("GET", "/v1/audit", KeyScope::Admin, on(gateway, listAudit)).withQuery({"limit", "cursor"}));
    return routes;
}

} // namespace gatehouse::api
