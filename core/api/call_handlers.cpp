// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/api_call.h"
#include "core/api/handlers.h"
#include "core/api/render.h"

#include <fmt/format.h>

#include <limits>

namespace gatehouse::api {
namespace {

/// More than the call log ever keeps.
constexpr std::size_t kWholeLog = 1'000'000;

/// Newest first: pages sort by key upwards.
std::string sortKey(const CallSummary& call)
{
    return fmt::format("{:020}", std::numeric_limits<std::uint64_t>::max() - call.sequence);
}

void listCalls(Gateway& gateway, const ApiCallPtr& call)
{
    const auto& query = call->query();
    const auto after = query.number("after", 0, 0, std::numeric_limits<std::size_t>::max());
    if (!after) {
        call->fail(after.error());
        return;
    }
    const auto keep = [key = call->sharedKey(), account = query.get("account_id"),
                       integration = query.get("integration"),
                       category = query.get("category")](const CallSummary& summary) {
        return key->allowsEnvironment(summary.environmentId) && (!account || *account == summary.accountId)
               && (!integration || *integration == summary.integration)
               && (!category || *category == summary.category);
    };
    gateway.calls().recentCalls(*after, kWholeLog,
                                answerPage<CallSummary>(call, renderCallSummary, sortKey, keep));
}

void getCall(Gateway& gateway, const ApiCallPtr& call)
{
    gateway.calls().callDetail(call->parameter("id"), [call](const Result<CallDetail>& detail) {
        if (!detail) {
            call->fail(detail.error());
        } else if (mayTouchEnvironment(call, detail->summary.environmentId)) {
            json::Arena arena;
            call->replyJson(200, renderCallDetail(arena, *detail));
        }
    });
}

} // namespace

std::vector<Route> callRoutes(const ApiServices& services)
{
    auto& gateway = services.gateway;
    std::vector<Route> routes;
    routes.push_back(Route("GET", "/v1/calls", KeyScope::Read, on(gateway, listCalls))
                         .withQuery({"limit", "cursor", "after", "account_id", "integration", "category"}));
    routes.emplace_back("GET", "/v1/calls/{id}", KeyScope::Read, on(gateway, getCall));
    return routes;
}

} // namespace gatehouse::api
