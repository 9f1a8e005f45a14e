// SPDX-License-Identifier: GPL-3.0-or-later
// Webhooks that come from a file or from a person's hands, and how long they are kept.
#include "core/api/handlers.h"
#include "core/api/render_webhooks.h"
#include "core/api/webhook_lists.h"
#include "core/crypto/encoding.h"
#include "core/gateway/webhooks.h"

#include <limits>

namespace gatehouse::api {
namespace {

tl::unexpected<Error> wrongMember(std::string_view pointer, std::string message)
{
    return fail(Error{Errc::InvalidArgument, std::move(message), "request body", std::string(pointer), {}});
}

Result<EventImport> readImport(const json::Value& fields)
{
    EventImport event;
    event.accountId = fields["account_id"].asString();
    event.request.method = fields["method"].asString();
    event.request.target = fields["target"].asString();
    for (const json::Value& header : fields["headers"].items()) {
        event.request.headers.push_back(
            {std::string(header["name"].asString()), std::string(header["value"].asString())});
    }
    if (fields.contains("body") == fields.contains("body_base64")) {
        return wrongMember("/body", "give the bytes as body (text) or as body_base64");
    }
    if (fields.contains("body")) {
        event.body = fields["body"].asString();
        return event;
    }
    auto bytes = crypto::fromBase64(fields["body_base64"].asString());
    if (!bytes) {
        return wrongMember("/body_base64", bytes.error().message);
    }
    event.body = std::move(*bytes);
    return event;
}

void importOne(Gateway& gateway, const ApiCallPtr& call)
{
    const auto fields = call->jsonObject();
    auto event = fields ? readImport(**fields) : Result<EventImport>(fail(fields.error()));
    if (!event) {
        call->fail(event.error());
        return;
    }
    const std::string account = event->accountId;
    withAccount(gateway, call, account,
                [&gateway, call, event = std::make_shared<EventImport>(std::move(*event))] {
                    gateway.webhooks().received().importEvent(
                        std::move(*event), answerWith<WebhookEvent>(call, renderWebhook, 201));
                });
}

/// A whole number of the body in the place of what is in force; missing: that.
Status readLimit(const json::Value& fields, std::string_view name, std::uint64_t& value)
{
    if (!fields.contains(name)) {
        return {};
    }
    if (!fields[name].isNumber() || fields[name].asInt() < 0) {
        return wrongMember("/" + std::string(name), std::string(name) + " must be a whole number");
    }
    value = static_cast<std::uint64_t>(fields[name].asInt());
    return {};
}

Result<EventRetention> readRetention(const json::Value& fields, const EventStorage& now)
{
    EventRetention wanted{now.keptFor, now.maxEvents, now.maxPayloadBytes};
    auto hours = static_cast<std::uint64_t>(wanted.keptFor.count());
    GH_TRY(readLimit(fields, "kept_for_h", hours));
    GH_TRY(readLimit(fields, "max_events", wanted.maxEvents));
    GH_TRY(readLimit(fields, "max_payload_bytes", wanted.maxPayloadBytes));
    constexpr std::uint64_t kMost = std::numeric_limits<std::int32_t>::max();
    wanted.keptFor = std::chrono::hours(static_cast<std::int64_t>(std::min(hours, kMost)));
    return wanted;
}

void changeStorage(Gateway& gateway, const ApiCallPtr& call)
{
    auto fields = call->jsonObject();
    if (!fields) {
        call->fail(fields.error());
        return;
    }
    if (!mayTouchWholeNode(call)) {
        return;
    }
    auto body = std::make_shared<json::Document>(std::move(*fields));
    gateway.webhooks().received().storage([&gateway, call, body](const Result<EventStorage>& now) {
        const auto wanted = now ? readRetention(**body, *now) : Result<EventRetention>(fail(now.error()));
        if (!wanted) {
            call->fail(wanted.error());
            return;
        }
        gateway.webhooks().received().setRetention(*wanted, answerWith<EventStorage>(call, renderStorage));
    });
}

} // namespace

std::vector<Route> eventKeepingRoutes(const ApiServices& services)
{
    auto& gateway = services.gateway;
    std::vector<Route> routes;
    routes.push_back(
        Route("POST", "/v1/events/import", KeyScope::Call, on(gateway, importOne)).withBody(BodyKind::Json));
    routes.push_back(Route("PUT", "/v1/events/storage", KeyScope::Admin, on(gateway, changeStorage))
                         .withBody(BodyKind::Json));
    return routes;
}

} // namespace gatehouse::api
