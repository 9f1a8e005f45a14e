// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/handlers.h"
#include "core/api/render_webhooks.h"
#include "core/api/webhook_lists.h"
#include "core/gateway/webhooks.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace gatehouse::api {
namespace {

Result<EventQuery> readQuery(const QueryParameters& given)
{
    EventQuery query;
    GH_ASSIGN(query.window, readWindow(given));
    query.integration = given.get("integration").value_or("");
    query.environmentId = given.get("environment_id").value_or("");
    query.accountId = given.get("account_id").value_or("");
    query.event = given.get("event").value_or("");
    query.model = given.get("model").value_or("");
    query.resource = given.get("resource").value_or("");
    query.type = given.get("type").value_or("");
    if (const auto state = given.get("state")) {
        query.state = eventStateByName(*state);
        if (!query.state) {
            return fail(Errc::InvalidArgument, "state must be queued, processed, ignored or failed");
        }
    }
    GH_ASSIGN(query.since, readTime(given, "since"));
    GH_ASSIGN(query.until, readTime(given, "until"));
    GH_ASSIGN(query.repeated, given.flag("repeated"));
    if (const auto over = given.get("answered_over_ms")) {
        std::int64_t ms = 0;
        const auto read = std::from_chars(over->data(), over->data() + over->size(), ms);
        if (read.ec != std::errc() || read.ptr != over->data() + over->size() || ms < 0) {
            return fail(Errc::InvalidArgument, "answered_over_ms must be a whole number of milliseconds");
        }
        query.answeredOver = std::chrono::milliseconds(ms);
    }
    return query;
}

void listEvents(Gateway& gateway, const ApiCallPtr& call)
{
    const auto query = readQuery(call->query());
    if (!query) {
        call->fail(query.error());
        return;
    }
    gateway.webhooks().received().events(
        *query, answerWindow<WebhookEvent>(call, query->window.limit, renderWebhook,
                                           [key = call->sharedKey()](const WebhookEvent& event) {
                                               return key->allowsEnvironment(event.environmentId);
                                           }));
}

/// Goes on with the event's trail when the key may see it.
void withEvent(Gateway& gateway, const ApiCallPtr& call, std::function<void(const EventTrail&)> next)
{
    gateway.webhooks().received().event(
        call->parameter("id"), [call, next = std::move(next)](const Result<EventTrail>& trail) {
            if (!trail) {
                call->fail(trail.error());
            } else if (mayTouchEnvironment(call, trail->detail.event.environmentId)) {
                next(*trail);
            }
        });
}

void getEvent(Gateway& gateway, const ApiCallPtr& call)
{
    withEvent(gateway, call, [call](const EventTrail& trail) {
        json::Arena arena;
        call->replyJson(200, renderTrail(arena, trail));
    });
}

/// The exact bytes. They are a stranger's: never to be taken for a page of ours.
void getPayload(Gateway& gateway, const ApiCallPtr& call)
{
    withEvent(gateway, call, [&gateway, call](const EventTrail& trail) {
        gateway.webhooks().received().payload(trail.detail.event.id, [call](Result<EventPayload> payload) {
            if (!payload) {
                call->fail(payload.error());
                return;
            }
            net::ServerResponse response;
            response.status = 200;
            response.headers.set("Content-Type", "application/octet-stream");
            response.headers.set("X-Content-Type-Options", "nosniff");
            response.body = std::move(payload->body);
            call->reply(std::move(response));
        });
    });
}

void listRejected(Gateway& gateway, const ApiCallPtr& call)
{
    gateway.webhooks().received().rejected(answerInOrder<RejectedWebhook>(
        call, renderRejected, [](const RejectedWebhook& rejected) { return rejected.id; },
        [key = call->sharedKey()](const RejectedWebhook& rejected) {
            return key->allowsEnvironment(rejected.environmentId);
        }));
}

void listUrls(Gateway& gateway, const ApiCallPtr& call)
{
    gateway.webhooks().received().ingestUrls(answerInOrder<IngestUrl>(
        call, renderIngestUrl,
        [](const IngestUrl& url) { return url.accountId.empty() ? url.integration : url.accountId; },
        [key = call->sharedKey()](const IngestUrl& url) {
            return url.accountId.empty() ? key->environmentIds.empty()
                                         : key->allowsEnvironment(url.environmentId);
        }));
}

void rotateUrl(Gateway& gateway, const ApiCallPtr& call)
{
    const auto fields = call->jsonObject();
    if (!fields) {
        call->fail(fields.error());
        return;
    }
    const UrlOwner owner{std::string((**fields)["account_id"].asString()),
                         std::string((**fields)["integration"].asString())};
    const auto rotate = [&gateway, call, owner] {
        gateway.webhooks().received().rotateUrl(owner, answerWith<IngestUrl>(call, renderIngestUrl));
    };
    if (owner.accountId.empty() == owner.integration.empty()) {
        call->fail(Errc::InvalidArgument,
                   "say account_id, or integration for the URL that its accounts share");
    } else if (!owner.accountId.empty()) {
        withAccount(gateway, call, owner.accountId, rotate);
    } else if (mayTouchWholeNode(call)) {
        rotate();
    }
}

void getStorage(Gateway& gateway, const ApiCallPtr& call)
{
    gateway.webhooks().received().storage(answerWith<EventStorage>(call, renderStorage));
}

void sendTest(Gateway& gateway, const ApiCallPtr& call)
{
    const auto fields = call->jsonObject();
    if (!fields) {
        call->fail(fields.error());
        return;
    }
    const std::string account((**fields)["account_id"].asString());
    withAccount(gateway, call, account, [&gateway, call, account] {
        gateway.webhooks().received().sendTest(account, [call](const Result<std::uint32_t>& sent) {
            if (!sent) {
                call->fail(sent.error());
                return;
            }
            json::Arena arena;
            json::ObjectBuilder out(arena);
            out.set("sent", json::Value::unsignedInteger(*sent));
            call->replyJson(200, out.build());
        });
    });
}

tl::unexpected<Error> invalid(std::string_view pointer, std::string message)
{
    return fail(Error{Errc::InvalidArgument, std::move(message), "request body", std::string(pointer), {}});
}

constexpr std::array<std::string_view, 10> kFilterFields = {
    "integration", "environment_id", "account_id", "event", "model",
    "resource",    "type",           "state",      "since", "until"};

/// A filter that is not understood would choose more than was meant.
Status checkFilterFields(const json::Value& fields)
{
    for (const auto& [name, value] : fields.members()) {
        if (std::ranges::find(kFilterFields, name) == kFilterFields.end()) {
            return invalid(fmt::format("/filter/{}", name),
                           fmt::format("a filter has no field \"{}\"", name));
        }
        if (!value.isString()) {
            return invalid(fmt::format("/filter/{}", name), "this must be text");
        }
    }
    return {};
}

Status readFilter(const json::Value& fields, EventQuery& filter)
{
    GH_TRY(checkFilterFields(fields));
    const auto text = [&fields](std::string_view name) { return std::string(fields[name].asString()); };
    filter.integration = text("integration");
    filter.environmentId = text("environment_id");
    filter.accountId = text("account_id");
    filter.event = text("event");
    filter.model = text("model");
    filter.resource = text("resource");
    filter.type = text("type");
    if (fields.contains("state")) {
        filter.state = eventStateByName(text("state"));
        if (!filter.state) {
            return invalid("/filter/state", "state must be queued, processed, ignored or failed");
        }
    }
    for (const auto& [name, into] : {std::pair{"since", &filter.since}, std::pair{"until", &filter.until}}) {
        if (fields.contains(name)) {
            const auto time = parseRfc3339(text(name));
            if (!time) {
                return invalid(fmt::format("/filter/{}", name),
                               "this must be a time such as 2026-11-22T10:00:00Z");
            }
            *into = *time;
        }
    }
    return {};
}

struct ReplayField
{
    std::string_view name;
    bool (json::Value::*has)() const noexcept;
    std::string_view wanted;
};

constexpr std::array<ReplayField, 11> kReplayFields = {
    {{"event_ids", &json::Value::isArray, "a list of event ids"},
     {"filter", &json::Value::isObject, "an object"},
     {"count", &json::Value::isNumber, "a number"},
     {"per_second", &json::Value::isNumber, "a number"},
     {"endpoint_id", &json::Value::isString, "text"},
     {"url", &json::Value::isString, "text"},
     {"dry_run", &json::Value::isBool, "true or false"},
     {"keep_id", &json::Value::isBool, "true or false"},
     {"take_in", &json::Value::isBool, "true or false"},
     {"bypass_dedupe", &json::Value::isBool, "true or false"},
     {"signed_at", &json::Value::isString, "now, received or a time"}}};

/// What is sent cannot be called back: a misspelt "dry_run" or an id without its list must not go out to all.
Status checkReplayFields(const json::Value& fields)
{
    for (const auto& [name, value] : fields.members()) {
        const auto pointer = fmt::format("/{}", name);
        const auto known = std::ranges::find(kReplayFields, name, &ReplayField::name);
        if (known == kReplayFields.end() && name != "mappings") {
            return invalid(pointer, fmt::format("a replay has no field \"{}\"", name));
        }
        if (known != kReplayFields.end() && !(value.*known->has)()) {
            return invalid(pointer, fmt::format("this must be {}", known->wanted));
        }
    }
    const auto ids = fields["event_ids"];
    return std::ranges::all_of(ids.items(), &json::Value::isString)
               ? Status{}
               : invalid("/event_ids", "this must be a list of event ids");
}

/// "now" (of each attempt), "received", or a time.
Status readSignedAt(const json::Value& fields, ReplayRequest& request)
{
    const auto text = fields["signed_at"].asString();
    request.signedAsReceived = text == "received";
    if (text.empty() || text == "now" || request.signedAsReceived) {
        return {};
    }
    const auto time = parseRfc3339(text);
    if (!time) {
        return invalid("/signed_at", "this must be now, received or a time such as 2026-11-22T10:00:00Z");
    }
    request.signedAt = *time;
    return {};
}

Result<ReplayRequest> readReplay(const json::Value& fields)
{
    GH_TRY(checkReplayFields(fields));
    ReplayRequest request;
    for (const json::Value& id : fields["event_ids"].items()) {
        request.eventIds.emplace_back(id.asString());
    }
    GH_TRY(readFilter(fields["filter"], request.filter));
    const json::Value count = fields["count"];
    if (!count.isUndefined() && (!count.isNumber() || count.asInt() < 1 || count.asInt() > 10'000)) {
        return invalid("/count", "count must be 1 to 10000");
    }
    request.filter.window.limit = count.isUndefined() ? 100 : static_cast<std::size_t>(count.asInt());
    request.perSecond = fields["per_second"].asDouble();
    request.endpointId = fields["endpoint_id"].asString();
    request.url = fields["url"].asString();
    request.dryRun = fields["dry_run"].asBool();
    request.keepId = !fields.contains("keep_id") || fields["keep_id"].asBool();
    request.takeIn = fields["take_in"].asBool();
    request.bypassDedupe = !fields.contains("bypass_dedupe") || fields["bypass_dedupe"].asBool();
    GH_TRY(readSignedAt(fields, request));
    if (fields.contains("mappings")) {
        request.mappings = json::Document::copyOf(fields["mappings"]);
    }
    return request;
}

void startReplay(Gateway& gateway, const ApiCallPtr& call)
{
    const auto fields = call->jsonObject();
    auto request = fields ? readReplay(**fields) : Result<ReplayRequest>(fail(fields.error()));
    if (!request) {
        call->fail(request.error());
        return;
    }
    if (mayTouchWholeNode(call)) {
        gateway.webhooks().replays().start(std::move(*request),
                                           answerWith<ReplayRun>(call, renderReplay, 202));
    }
}

void replayOne(Gateway& gateway, const ApiCallPtr& call)
{
    const auto fields = optionalObject(call);
    auto request = fields ? readReplay(**fields) : Result<ReplayRequest>(fail(fields.error()));
    if (!request) {
        call->fail(request.error());
        return;
    }
    withEvent(gateway, call,
              [&gateway, call, request = std::move(*request)](const EventTrail& trail) mutable {
                  request.eventIds = {trail.detail.event.id};
                  gateway.webhooks().replays().start(std::move(request),
                                                     answerWith<ReplayRun>(call, renderReplay, 202));
              });
}

void listReplays(Gateway& gateway, const ApiCallPtr& call)
{
    if (mayTouchWholeNode(call)) {
        gateway.webhooks().replays().runs(
            answerInOrder<ReplayRun>(call, renderReplay, [](const ReplayRun& run) { return run.id; }));
    }
}

void getReplay(Gateway& gateway, const ApiCallPtr& call)
{
    if (mayTouchWholeNode(call)) {
        gateway.webhooks().replays().run(call->parameter("id"), answerWith<ReplayRun>(call, renderReplay));
    }
}

void stopReplay(Gateway& gateway, const ApiCallPtr& call)
{
    if (mayTouchWholeNode(call)) {
        gateway.webhooks().replays().stop(call->parameter("id"), answerWith<ReplayRun>(call, renderReplay));
    }
}

} // namespace

std::vector<Route> eventRoutes(const ApiServices& services)
{
    auto& gateway = services.gateway;
    std::vector<Route> routes;
    routes.push_back(
        Route("GET", "/v1/events", KeyScope::Read, on(gateway, listEvents))
            .withQuery({"limit", "cursor", "integration", "environment_id", "account_id", "event", "model",
                        "resource", "type", "state", "since", "until", "repeated", "answered_over_ms"}));
    routes.push_back(Route("GET", "/v1/events/rejected", KeyScope::Read, on(gateway, listRejected))
                         .withQuery({"limit", "cursor"}));
    routes.push_back(Route("GET", "/v1/events/urls", KeyScope::Read, on(gateway, listUrls))
                         .withQuery({"limit", "cursor"}));
    routes.push_back(Route("POST", "/v1/events/urls/rotate", KeyScope::Admin, on(gateway, rotateUrl))
                         .withBody(BodyKind::Json));
    routes.emplace_back("GET", "/v1/events/storage", KeyScope::Read, on(gateway, getStorage));
    routes.push_back(
        Route("POST", "/v1/events/test", KeyScope::Call, on(gateway, sendTest)).withBody(BodyKind::Json));
    routes.emplace_back("GET", "/v1/events/{id}", KeyScope::Read, on(gateway, getEvent));
    routes.emplace_back("GET", "/v1/events/{id}/payload", KeyScope::Read, on(gateway, getPayload));
    routes.push_back(Route("POST", "/v1/events/{id}/replay", KeyScope::Call, on(gateway, replayOne))
                         .withBody(BodyKind::Json));
    routes.push_back(
        Route("GET", "/v1/replays", KeyScope::Read, on(gateway, listReplays)).withQuery({"limit", "cursor"}));
    routes.push_back(
        Route("POST", "/v1/replays", KeyScope::Call, on(gateway, startReplay)).withBody(BodyKind::Json));
    routes.emplace_back("GET", "/v1/replays/{id}", KeyScope::Read, on(gateway, getReplay));
    routes.emplace_back("POST", "/v1/replays/{id}/stop", KeyScope::Call, on(gateway, stopReplay));
    return routes;
}

} // namespace gatehouse::api
