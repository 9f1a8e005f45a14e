// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/handlers.h"
#include "core/api/render_webhooks.h"
#include "core/api/webhook_lists.h"
#include "core/gateway/webhooks.h"
#include "core/json/write.h"

#include <fmt/format.h>

#include <map>
#include <set>

namespace gatehouse::api {
namespace {

/// An endpoint of all environments is nobody's in particular.
bool mayTouchEndpoint(const ApiCallPtr& call, std::string_view environmentId)
{
    return environmentId.empty() ? mayTouchWholeNode(call) : mayTouchEnvironment(call, environmentId);
}

void withEndpoint(Gateway& gateway, const ApiCallPtr& call, std::function<void(const std::string& id)> next)
{
    gateway.webhooks().endpoints().endpoint(
        call->parameter("id"), [call, next = std::move(next)](const Result<EndpointView>& view) {
            if (!view) {
                call->fail(view.error());
            } else if (mayTouchEndpoint(call, view->endpoint.environmentId)) {
                next(view->endpoint.id);
            }
        });
}

/// The completion of what makes a secret: it is shown in this answer alone.
Completion<EndpointWithSecret> answerSecret(const ApiCallPtr& call, int status)
{
    return [call, status](const Result<EndpointWithSecret>& made) {
        if (!made) {
            call->fail(made.error());
            return;
        }
        json::Arena arena;
        call->replyJson(status, renderEndpointWithSecret(arena, *made));
    };
}

void listEndpoints(Gateway& gateway, const ApiCallPtr& call)
{
    const auto sortKey = [](const EndpointView& view) {
        return fmt::format("{:015}{}", toMillis(view.endpoint.createdAt), view.endpoint.id);
    };
    gateway.webhooks().endpoints().endpoints(
        answerPage<EndpointView>(call, renderEndpoint, sortKey, [key = call->sharedKey()](const auto& view) {
            return key->environmentIds.empty() || key->allowsEnvironment(view.endpoint.environmentId);
        }));
}

void createEndpoint(Gateway& gateway, const ApiCallPtr& call)
{
    auto fields = call->jsonObject();
    if (!fields) {
        call->fail(fields.error());
    } else if (mayTouchEndpoint(call, (**fields)["environment_id"].asString())) {
        gateway.webhooks().endpoints().createEndpoint(std::move(*fields), answerSecret(call, 201));
    }
}

void getEndpoint(Gateway& gateway, const ApiCallPtr& call)
{
    withEndpoint(gateway, call, [&gateway, call](const std::string& id) {
        gateway.webhooks().endpoints().endpoint(id, answerWith<EndpointView>(call, renderEndpoint));
    });
}

void updateEndpoint(Gateway& gateway, const ApiCallPtr& call)
{
    const auto fields = call->jsonObject();
    if (!fields) {
        call->fail(fields.error());
        return;
    }
    withEndpoint(gateway, call, [&gateway, call, fields = *fields](const std::string& id) {
        const json::Value moved = (*fields)["environment_id"];
        if (moved.isUndefined() || mayTouchEndpoint(call, moved.asString())) {
            gateway.webhooks().endpoints().updateEndpoint(id, fields,
                                                          answerWith<EndpointView>(call, renderEndpoint));
        }
    });
}

void removeEndpoint(Gateway& gateway, const ApiCallPtr& call)
{
    withEndpoint(gateway, call, [&gateway, call](const std::string& id) {
        gateway.webhooks().endpoints().removeEndpoint(id, answerRemoved(call, "endpoint '" + id + "'"));
    });
}

void testEndpoint(Gateway& gateway, const ApiCallPtr& call)
{
    withEndpoint(gateway, call, [&gateway, call](const std::string& id) {
        gateway.webhooks().endpoints().testEndpoint(id,
                                                    answerWith<DeliveryDetail>(call, renderDeliveryDetail));
    });
}

void resumeEndpoint(Gateway& gateway, const ApiCallPtr& call)
{
    withEndpoint(gateway, call, [&gateway, call](const std::string& id) {
        gateway.webhooks().endpoints().resumeEndpoint(id, answerWith<EndpointView>(call, renderEndpoint));
    });
}

void rotateEndpoint(Gateway& gateway, const ApiCallPtr& call)
{
    constexpr std::size_t kDefaultOverlap = 24;
    constexpr std::size_t kLongestOverlap = 24 * 30;
    const auto hours = call->query().number("overlap_h", kDefaultOverlap, 0, kLongestOverlap);
    if (!hours) {
        call->fail(hours.error());
        return;
    }
    withEndpoint(gateway, call, [&gateway, call, hours = *hours](const std::string& id) {
        gateway.webhooks().endpoints().rotateSecret(id, std::chrono::hours(hours), answerSecret(call, 200));
    });
}

void recoverEndpoint(Gateway& gateway, const ApiCallPtr& call)
{
    const auto since = readTime(call->query(), "since");
    if (!since || !*since) {
        call->fail(
            since ? Error{Errc::InvalidArgument, "say since when: ?since=2026-11-22T10:00:00Z", {}, {}, {}}
                  : since.error());
        return;
    }
    withEndpoint(gateway, call, [&gateway, call, since = **since](const std::string& id) {
        gateway.webhooks().endpoints().recoverEndpoint(id, since, [call](const Result<std::uint64_t>& count) {
            if (!count) {
                call->fail(count.error());
                return;
            }
            json::Arena arena;
            json::ObjectBuilder out(arena);
            out.set("recovered", json::Value::unsignedInteger(*count));
            call->replyJson(200, out.build());
        });
    });
}

Result<DeliveryQuery> readQuery(const QueryParameters& given)
{
    DeliveryQuery query;
    GH_ASSIGN(query.window, readWindow(given));
    query.endpointId = given.get("endpoint_id").value_or("");
    query.eventId = given.get("event_id").value_or("");
    query.environmentId = given.get("environment_id").value_or("");
    query.accountId = given.get("account_id").value_or("");
    query.integration = given.get("integration").value_or("");
    query.event = given.get("event").value_or("");
    if (const auto state = given.get("state")) {
        query.state = deliveryStateByName(*state);
        if (!query.state) {
            return fail(Errc::InvalidArgument, "state must be pending, delivered, dead or discarded");
        }
    }
    GH_ASSIGN(query.since, readTime(given, "since"));
    GH_ASSIGN(query.until, readTime(given, "until"));
    return query;
}

void listDeliveries(Gateway& gateway, const ApiCallPtr& call)
{
    const auto query = readQuery(call->query());
    if (!query) {
        call->fail(query.error());
        return;
    }
    gateway.webhooks().deliveries().deliveries(
        *query, answerWindow<Delivery>(call, query->window.limit, renderDelivery,
                                       [key = call->sharedKey()](const Delivery& delivery) {
                                           return key->allowsEnvironment(delivery.environmentId);
                                       }));
}

/// How many of each state, of an endpoint or of all of them.
json::Value renderCounts(json::Arena& arena, const std::map<DeliveryState, std::uint64_t>& counts,
                         std::string_view endpointId)
{
    json::ObjectBuilder out(arena);
    if (!endpointId.empty()) {
        out.set("endpoint_id", endpointId);
    }
    for (const auto state :
         {DeliveryState::Pending, DeliveryState::Delivered, DeliveryState::Dead, DeliveryState::Discarded}) {
        const auto found = counts.find(state);
        out.set(deliveryStateName(state),
                json::Value::unsignedInteger(found == counts.end() ? 0 : found->second));
    }
    return out.build();
}

void answerCounts(const ApiCallPtr& call, const std::vector<DeliveryCount>& counts,
                  const std::set<std::string>& visible)
{
    const bool all = call->sharedKey()->environmentIds.empty();
    std::map<std::string, std::map<DeliveryState, std::uint64_t>> byEndpoint;
    std::map<DeliveryState, std::uint64_t> total;
    for (const auto& count : counts) {
        if (all || visible.contains(count.endpointId)) {
            byEndpoint[count.endpointId][count.state] += count.deliveries;
            total[count.state] += count.deliveries;
        }
    }
    json::Arena arena;
    std::vector<json::Value> items;
    for (const auto& [endpointId, states] : byEndpoint) {
        items.push_back(renderCounts(arena, states, endpointId));
    }
    json::ObjectBuilder out(arena);
    out.set("total", renderCounts(arena, total, {})).set("items", arena.array(items));
    call->replyJson(200, out.build());
}

/// A key that is limited to environments is told of their endpoints only.
void countDeliveries(Gateway& gateway, const ApiCallPtr& call)
{
    gateway.webhooks().endpoints().endpoints(
        [&gateway, call](const Result<std::vector<EndpointView>>& endpoints) {
            if (!endpoints) {
                call->fail(endpoints.error());
                return;
            }
            std::set<std::string> visible;
            for (const auto& view : *endpoints) {
                if (call->sharedKey()->allowsEnvironment(view.endpoint.environmentId)) {
                    visible.insert(view.endpoint.id);
                }
            }
            gateway.webhooks().deliveries().counts(
                [call, visible = std::move(visible)](const Result<std::vector<DeliveryCount>>& counts) {
                    counts ? answerCounts(call, *counts, visible) : call->fail(counts.error());
                });
        });
}

void withDelivery(Gateway& gateway, const ApiCallPtr& call, std::function<void(const DeliveryDetail&)> next)
{
    gateway.webhooks().deliveries().delivery(
        call->parameter("id"), [call, next = std::move(next)](const Result<DeliveryDetail>& detail) {
            if (!detail) {
                call->fail(detail.error());
            } else if (mayTouchEndpoint(call, detail->delivery.environmentId)) {
                next(*detail);
            }
        });
}

void getDelivery(Gateway& gateway, const ApiCallPtr& call)
{
    withDelivery(gateway, call, [call](const DeliveryDetail& detail) {
        json::Arena arena;
        call->replyJson(200, renderDeliveryDetail(arena, detail));
    });
}

/// With {"body": …} that is sent instead from now on: a JSON value, or a text that is JSON.
void retryDelivery(Gateway& gateway, const ApiCallPtr& call)
{
    const auto fields = optionalObject(call);
    if (!fields) {
        call->fail(fields.error());
        return;
    }
    const json::Value body = (**fields)["body"];
    std::optional<std::string> edited;
    if (!body.isUndefined()) {
        edited = body.isString() ? std::string(body.asString()) : json::write(body);
    }
    withDelivery(gateway, call, [&gateway, call, edited](const DeliveryDetail& detail) {
        auto& deliveries = gateway.webhooks().deliveries();
        auto answer = answerWith<Delivery>(call, renderDelivery, 202);
        if (edited) {
            deliveries.editAndRetry(detail.delivery.id, *edited, std::move(answer));
        } else {
            deliveries.retry(detail.delivery.id, std::move(answer));
        }
    });
}

void discardDelivery(Gateway& gateway, const ApiCallPtr& call)
{
    withDelivery(gateway, call, [&gateway, call](const DeliveryDetail& detail) {
        gateway.webhooks().deliveries().discard(detail.delivery.id,
                                                answerWith<Delivery>(call, renderDelivery));
    });
}

} // namespace

std::vector<Route> endpointRoutes(const ApiServices& services)
{
    auto& gateway = services.gateway;
    std::vector<Route> routes;
    routes.push_back(Route("GET", "/v1/endpoints", KeyScope::Read, on(gateway, listEndpoints))
                         .withQuery({"limit", "cursor"}));
    routes.push_back(Route("POST", "/v1/endpoints", KeyScope::Admin, on(gateway, createEndpoint))
                         .withBody(BodyKind::Json));
    routes.emplace_back("GET", "/v1/endpoints/{id}", KeyScope::Read, on(gateway, getEndpoint));
    routes.push_back(Route("PATCH", "/v1/endpoints/{id}", KeyScope::Admin, on(gateway, updateEndpoint))
                         .withBody(BodyKind::Json));
    routes.emplace_back("DELETE", "/v1/endpoints/{id}", KeyScope::Admin, on(gateway, removeEndpoint));
    routes.emplace_back("POST", "/v1/endpoints/{id}/test", KeyScope::Call, on(gateway, testEndpoint));
    routes.emplace_back("POST", "/v1/endpoints/{id}/resume", KeyScope::Admin, on(gateway, resumeEndpoint));
    routes.push_back(Route("POST", "/v1/endpoints/{id}/recover", KeyScope::Call, on(gateway, recoverEndpoint))
                         .withQuery({"since"}));
    routes.push_back(Route("POST", "/v1/endpoints/{id}/rotate", KeyScope::Admin, on(gateway, rotateEndpoint))
                         .withQuery({"overlap_h"}));
    routes.push_back(Route("GET", "/v1/deliveries", KeyScope::Read, on(gateway, listDeliveries))
                         .withQuery({"limit", "cursor", "endpoint_id", "event_id", "environment_id",
                                     "account_id", "integration", "event", "state", "since", "until"}));
    routes.emplace_back("GET", "/v1/deliveries/counts", KeyScope::Read, on(gateway, countDeliveries));
    routes.emplace_back("GET", "/v1/deliveries/{id}", KeyScope::Read, on(gateway, getDelivery));
    routes.push_back(Route("POST", "/v1/deliveries/{id}/retry", KeyScope::Call, on(gateway, retryDelivery))
                         .withBody(BodyKind::Json));
    routes.emplace_back("POST", "/v1/deliveries/{id}/discard", KeyScope::Call, on(gateway, discardDelivery));
    return routes;
}

} // namespace gatehouse::api
