// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/api_call.h"
#include "core/api/handlers.h"
#include "core/api/render.h"
#include "core/gateway/audit_trail.h"

#include <charconv>

namespace gatehouse::api {
namespace {

/// Newest first; the cursor is the sequence of the last entry seen.
void listAudit(Gateway& gateway, const ApiCallPtr& call)
{
    if (!mayTouchWholeNode(call)) {
        return;
    }
    const auto page = PageRequest::read(call->query());
    if (!page) {
        call->fail(page.error());
        return;
    }
    std::uint64_t before = 0;
    const auto* const end = page->after.data() + page->after.size();
    if (!page->after.empty() && std::from_chars(page->after.data(), end, before).ptr != end) {
        call->fail(Errc::InvalidArgument, "the cursor is not one that this list gave; start again without it",
                   "/cursor");
        return;
    }
    const auto limit = page->limit;
    gateway.audit().entries(before, limit + 1, [call, limit](Result<std::vector<AuditEntry>> entries) {
        if (!entries) {
            call->fail(entries.error());
            return;
        }
        Page<AuditEntry> out;
        const bool more = entries->size() > limit;
        entries->resize(std::min(entries->size(), limit));
        out.items = std::move(*entries);
        if (more) {
            out.nextCursor = makeCursor(std::to_string(out.items.back().sequence));
        }
        json::Arena arena;
        call->replyJson(200, renderPage<AuditEntry>(arena, out, renderAuditEntry));
    });
}

} // namespace

std::vector<Route> auditRoutes(const ApiServices& services)
{
    std::vector<Route> routes;
    routes.push_back(Route("GET", "/v1/audit", KeyScope::Admin, on(services.gateway, listAudit))
                         .withQuery({"limit", "cursor"}));
    return routes;
}

} // namespace gatehouse::api
