// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/event_hub.h"
#include "core/api/handlers.h"

#include <string>
#include <vector>

namespace gatehouse::api {
namespace {

std::vector<std::string> splitAtCommas(const std::string& text)
{
    std::vector<std::string> parts;
    for (std::size_t start = 0; start < text.size();) {
        const auto end = std::min(text.find(',', start), text.size());
        if (end > start) {
            parts.push_back(text.substr(start, end - start));
        }
        start = end + 1;
    }
    return parts;
}

void stream(EventHub& events, const ApiCallPtr& call)
{
    EventFilter filter{call->sharedKey(), splitAtCommas(call->query().get("types").value_or(""))};
    const auto header = call->request().headers.get("Last-Event-ID");
    // Browsers and curl alike can resume: the header as the standard says, the parameter for a first request.
    const auto last = header ? std::string(*header) : call->query().get("last_event_id").value_or("");
    if (const auto attached = events.attach(call, std::move(filter), last); !attached) {
        call->fail(attached.error());
    }
}

} // namespace

std::vector<Route> streamRoutes(const ApiServices& services)
{
    std::vector<Route> routes;
    routes.push_back(
        Route("GET", "/v1/stream", KeyScope::Read, [&events = services.events](const auto& call) {
            stream(events, call);
        }).withQuery({"types", "last_event_id"}));
    return routes;
}

} // namespace gatehouse::api
