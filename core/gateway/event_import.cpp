// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/event_import.h"

#include "core/contract/webhook_json.h"
#include "core/json/write.h"
#include "core/runtime/await.h"
#include "core/store/payloads.h"
#include "core/webhooks/ingest/identity.h"
#include "core/webhooks/ingest/request_text.h"

#include <fmt/format.h>

namespace gatehouse {
namespace {

constexpr std::size_t kLargestImport = std::size_t{5} << 20U; // What ingest takes, too.

webhooks::Received receivedFrom(EventImport& given, UnixMillis now)
{
    webhooks::Received received;
    received.method = given.request.method.empty() ? "POST" : std::move(given.request.method);
    received.url = given.request.target;
    const auto mark = given.request.target.find('?');
    received.path = given.request.target.substr(0, mark);
    received.query = mark == std::string::npos ? std::string() : given.request.target.substr(mark + 1);
    for (auto& header : given.request.headers) {
        if (net::isValidHeader(header.name, header.value)) {
            received.headers.add(std::move(header.name), std::move(header.value));
        }
    }
    received.body = std::move(given.body);
    received.now = now;
    return received;
}

Result<webhooks::Route> importRoute(NodeCore& core, const std::string& accountId)
{
    const auto account = core.accounts.account(accountId);
    if (!account) {
        return fail(Errc::NotFound, fmt::format("there is no account {}", accountId));
    }
    webhooks::Route route;
    route.provider = core.definitions.snapshots().current()->provider(account->integration);
    if (!route.provider || !route.provider->webhooks) {
        return fail(Errc::Unsupported,
                    fmt::format("the integration {} takes no webhooks", account->integration));
    }
    route.integration = account->integration;
    route.accountId = account->id;
    route.environmentId = account->environmentId;
    route.context = account->context;
    return route;
}

store::NewEvent newEvent(NodeCore& core, const webhooks::Route& route, const webhooks::Received& received,
                         const char* source)
{
    webhooks::RequestInput input(received);
    const auto identity = webhooks::identityOf(route, received, input);
    store::NewEvent fresh;
    auto& event = fresh.event;
    event.id = webhooks::makeTimedId("evt_", received.now, *core.services.random);
    event.receivedAt = received.now;
    event.source = source;
    event.integration = route.integration;
    event.accountId = route.accountId;
    event.environmentId = route.environmentId;
    event.providerEventId = identity.providerEventId;
    event.event = identity.event;
    event.model = identity.model;
    event.resource = identity.resource;
    event.verifiedBy = "none";
    event.payloadBytes = static_cast<std::int64_t>(received.body.size());
    event.payloadRef = "pay_" + event.id.substr(4);
    json::Arena arena;
    fresh.requestJson = json::write(toJson(webhooks::shownRequest(route, received), arena));
    fresh.dedupeKey = identity.dedupeKey;
    fresh.dedupeWindow = route.provider->webhooks->dedupeWindow;
    return fresh;
}

} // namespace

namespace {

/// By value: a coroutine outlives what its caller holds.
QCoro::Task<Result<TakenAgain>> takenIn(NodeCore& core, EventImport given, const char* source, bool dedupe)
{
    if (given.body.size() > kLargestImport) {
        co_return fail(Errc::LimitExceeded, "a webhook's body may have 5 MiB");
    }
    const auto route = importRoute(core, given.accountId);
    if (!route) {
        co_return fail(route.error());
    }
    const auto received = receivedFrom(given, core.services.clock->now());
    auto fresh = newEvent(core, *route, received, source);
    if (!dedupe) {
        fresh.dedupeKey.clear();
    }
    if (received.body.size() < store::kSegmentBytes) {
        fresh.payload = received.body;
    } else if (core.services.payloads == nullptr) {
        co_return fail(Errc::Unsupported, "this node keeps no large bodies");
    } else {
        auto pendingRef =
            runtime::awaitCompletion<std::string>(*core.services.engine, [&core, &received](auto done) {
                core.services.payloads->append(received.body, *core.services.engine, std::move(done));
            });
        auto ref = co_await pendingRef;
        if (!ref) {
            co_return fail(std::move(ref).error());
        }
        fresh.event.payloadRef = std::move(*ref);
    }
    WebhookEvent event = fresh.event;
    auto pending =
        runtime::awaitCompletion<store::EventReceipt>(*core.services.engine, [&core, &fresh](auto done) {
            core.services.store->webhookEvents().appendEvent(std::move(fresh), *core.services.engine,
                                                             std::move(done));
        });
    auto receipt = co_await pending;
    if (!receipt) {
        co_return fail(std::move(receipt).error());
    }
    event.id = receipt->eventId;
    event.sequence = receipt->sequence;
    co_return TakenAgain{std::move(event), receipt->duplicate};
}

} // namespace

QCoro::Task<Result<WebhookEvent>> importEvent(NodeCore& core, EventImport given)
{
    auto taking = takenIn(core, std::move(given), "import", false);
    auto taken = co_await taking;
    if (!taken) {
        co_return fail(std::move(taken).error());
    }
    co_return std::move(taken->event);
}

QCoro::Task<Result<TakenAgain>> takeInAgain(NodeCore& core, EventImport given, bool dedupe)
{
    return takenIn(core, std::move(given), "replay", dedupe);
}

} // namespace gatehouse
