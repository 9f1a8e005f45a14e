// SPDX-License-Identifier: GPL-3.0-or-later
// /v1/alerts: what people were told to look at.
#include "core/api/api_call.h"
#include "core/api/handlers.h"
#include "core/api/render.h"
#include "core/gateway/alerts.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace gatehouse::api {
namespace {

/// Newest first.
std::string alertSortKey(const Alert& alert)
{
    return fmt::format("{:020}{}", std::numeric_limits<std::int64_t>::max() - toMillis(alert.raisedAt),
                       alert.id);
}

/// Of the node itself: only keys that are not restricted to environments see those.
bool maySee(const ApiKey& key, const Alert& alert)
{
    return alert.environmentId.empty() ? key.environmentIds.empty()
                                       : key.allowsEnvironment(alert.environmentId);
}

void listAlerts(Gateway& gateway, const ApiCallPtr& call)
{
    const auto state = call->query().get("state").value_or("open");
    if (state != "open" && state != "resolved" && state != "all") {
        call->fail(Errc::InvalidArgument, "state must be open, resolved or all", "/state");
        return;
    }
    const auto least = alertSeverityFrom(call->query().get("severity").value_or("info"));
    if (!least) {
        call->fail(Errc::InvalidArgument, "severity must be info, warning or critical", "/severity");
        return;
    }
    const auto keep = [key = call->sharedKey(), state = std::string(state), least,
                       account = call->query().get("account_id")](const Alert& alert) {
        return maySee(*key, alert) && alert.severity >= *least
               && (state == "all" || (state == "open") == !alert.resolvedAt)
               && (!account || *account == alert.accountId);
    };
    gateway.alerts().alerts(answerPage<Alert>(call, renderAlert, alertSortKey, keep));
}

/// Goes on with the alert when the caller may see it; else answers 404.
void withAlert(Gateway& gateway, const ApiCallPtr& call, std::function<void(const Alert&)> next)
{
    gateway.alerts().alerts([call, next = std::move(next)](const Result<std::vector<Alert>>& alerts) {
        if (!alerts) {
            call->fail(alerts.error());
            return;
        }
        const auto found = std::ranges::find(*alerts, call->parameter("id"), &Alert::id);
        if (found == alerts->end() || !maySee(*call->key(), *found)) {
            call->fail(Errc::NotFound, fmt::format("there is no alert {}", call->parameter("id")));
            return;
        }
        next(*found);
    });
}

void getAlert(Gateway& gateway, const ApiCallPtr& call)
{
    withAlert(gateway, call, [call](const Alert& alert) {
        json::Arena arena;
        call->replyJson(200, renderAlert(arena, alert));
    });
}

void acknowledgeAlert(Gateway& gateway, const ApiCallPtr& call)
{
    withAlert(gateway, call, [&gateway, call](const Alert& alert) {
        gateway.alerts().acknowledge(alert.id, answerWith<Alert>(call, renderAlert));
    });
}

} // namespace

std::vector<Route> alertRoutes(const ApiServices& services)
{
    auto& gateway = services.gateway;
    std::vector<Route> routes;
    routes.push_back(Route("GET", "/v1/alerts", KeyScope::Read, on(gateway, listAlerts))
                         .withQuery({"limit", "cursor", "state", "severity", "account_id"}));
    routes.emplace_back("GET", "/v1/alerts/{id}", KeyScope::Read, on(gateway, getAlert));
    routes.emplace_back("POST", "/v1/alerts/{id}/acknowledge", KeyScope::Call, on(gateway, acknowledgeAlert));
    return routes;
}

} // namespace gatehouse::api
