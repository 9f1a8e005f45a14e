// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/delivery/signing.h"
#include "core/gateway/webhook_roles.h"
#include "tests/unit/gateway/node_fixture.h"

#include <algorithm>

namespace gatehouse {
namespace {

using namespace std::chrono_literals;

constexpr const char* kWebhooks = R"json(, "webhooks": {
  "scope": "account", "verify": [{"kind": "none"}],
  "events": "[body.items.{'event': 'record:' & kind, 'model': 'crm', 'resource': 'contacts', 'record_id': $string(id), 'occurred_at': at, 'record': record}]",
  "enrich": {"when": "event = 'record:created'", "fetch": "{model}.{resource}.get"}
}})json";

constexpr const char* kPayload = R"({"items": [{"kind": "updated", "id": 7, "at": "2025-10-09T08:00:00Z",
  "record": {"id": 7, "first": "Ada", "last": "Lovelace", "tel": "1"}}]})";

/// Received events from the store on: as if ingest had just made them durable.
class WebhookFlow : public test::NodeFixture
{
protected:
    WebhookFlow()
    {
        std::string provider = test::acmeFiles().front().text;
        provider.erase(provider.rfind('}'));
        const auto put = ask<IntegrationSummary>([&](auto done) {
            node->catalog().putIntegration("acme", *json::parse(provider + kWebhooks), std::move(done));
        });
        EXPECT_TRUE(put) << (put ? "" : put.error().describe());
        const auto account = connect();
        EXPECT_TRUE(account);
        accountId = account->id;
    }

    EndpointWithSecret subscribe(const std::string& fields = R"({"url": "https://sub.test/hook"})")
    {
        auto made = ask<EndpointWithSecret>([&](auto done) {
            node->webhooks().endpoints().createEndpoint(*json::parse(fields), std::move(done));
        });
        EXPECT_TRUE(made) << (made ? "" : made.error().describe());
        return made ? std::move(*made) : EndpointWithSecret();
    }

    void receive(const std::string& id, const std::string& payload)
    {
        store::NewEvent event;
        event.event.id = id;
        event.event.receivedAt = clock.now();
        event.event.integration = "acme";
        event.event.accountId = accountId;
        event.event.environmentId = environmentId;
        event.event.payloadRef = "pay_" + id;
        event.event.payloadBytes = static_cast<std::int64_t>(payload.size());
        event.requestJson =
            R"({"method":"POST","target":"/hooks/a/x","headers":[["Content-Type","application/json"]]})";
        event.payload = payload;
        ASSERT_TRUE(ask<store::EventReceipt>(
            [&](auto done) { store->webhookEvents().appendEvent(event, *executor, std::move(done)); }));
    }

    [[nodiscard]] static bool until(const std::function<bool()>& condition)
    {
        return test::runUntil(condition);
    }

    EventTrail trail(const std::string& id)
    {
        auto found =
            ask<EventTrail>([&](auto done) { node->webhooks().received().event(id, std::move(done)); });
        EXPECT_TRUE(found);
        return found.value_or(EventTrail());
    }

    std::string accountId;
};

TEST_F(WebhookFlow, mapsAnEventAndDeliversItSigned)
{
    const auto endpoint = subscribe();
    subscribers->answer(200, "ok");
    receive("evt_1", kPayload);
    ASSERT_TRUE(until([this] { return !subscribers->requests.empty(); }));
    const auto& request = subscribers->requests.front();
    const auto body = json::parse(std::string_view(request.body));
    ASSERT_TRUE(body);
    EXPECT_EQ((**body)["event"].asString(), "record:updated");
    EXPECT_EQ((**body)["id"].asString(), "evt_1");
    EXPECT_EQ((**body)["records"][0]["name"].asString(), "Ada Lovelace");
    EXPECT_EQ((**body)["occurred_at"].asString(), "2025-10-09T08:00:00.000Z") << "the provider's own time";
    EXPECT_EQ((**body)["raw_event_ref"].asString(), "pay_evt_1");
    EXPECT_EQ((**body)["account_id"].asString(), accountId);
    std::vector<Secret> secrets;
    secrets.push_back(endpoint.secret.clone());
    const auto seconds = std::stoll(std::string(*request.headers.get("webhook-timestamp")));
    EXPECT_EQ(request.headers.get("webhook-signature"),
              delivery::signMessage(secrets, "evt_1", fromMillis(seconds * 1000), request.body));
    ASSERT_TRUE(
        until([this] { return trail("evt_1").deliveries.at(0).delivery.state == DeliveryState::Delivered; }));
    const auto whole = trail("evt_1");
    EXPECT_EQ(whole.detail.event.state, EventState::Processed);
    EXPECT_EQ(whole.deliveries.at(0).attempts.at(0).responseBody, "ok");
}

TEST_F(WebhookFlow, fetchesTheRecordWhenTheProviderSentOnlyItsId)
{
    subscribe();
    subscribers->answer(200, "");
    http->answer(200, R"({"id": 8, "first": "Alan", "last": "Turing"})");
    receive("evt_2", R"({"items": [{"kind": "created", "id": 8}]})");
    ASSERT_TRUE(until([this] { return !subscribers->requests.empty(); }));
    const auto body = json::parse(std::string_view(subscribers->requests.front().body));
    EXPECT_EQ((**body)["records"][0]["name"].asString(), "Alan Turing");
    EXPECT_FALSE((**body)["records"][0].contains("remote_data"));
    ASSERT_EQ(http->requests.size(), 1U);
    EXPECT_EQ(http->requests.front().url.path, "/api/v2/people/8");
}

TEST_F(WebhookFlow, waitsAndTriesAgainWhenTheProviderLimitsTheFetch)
{
    subscribe();
    subscribers->answer(200, "");
    http->answer(429, R"({"code": "QUOTA"})", {{"Content-Type", "application/json"}, {"Retry-After", "2"}});
    http->answer(200, R"({"id": 8, "first": "Alan", "last": "Turing"})");
    receive("evt_3", R"({"items": [{"kind": "created", "id": 8}]})");
    ASSERT_TRUE(until([this] { return http->requests.size() == 1; }));
    ASSERT_TRUE(until([this] {
        clock.advance(100ms);
        return !subscribers->requests.empty();
    }));
    EXPECT_EQ(http->requests.size(), 2U);
}

TEST_F(WebhookFlow, endsAPoisonEventAsFailedWithItsReason)
{
    subscribe();
    receive("evt_4", R"({"items": [{"kind": "updated", "id": 1, "at": 1, "record": {"first": "No id"}}]})");
    ASSERT_TRUE(until([this] { return trail("evt_4").detail.event.state == EventState::Failed; }));
    EXPECT_NE(trail("evt_4").detail.event.error.find("\"id\""), std::string::npos)
        << trail("evt_4").detail.event.error;
    EXPECT_TRUE(subscribers->requests.empty());
}

TEST_F(WebhookFlow, ignoresWhatTheDefinitionMakesNothingOf)
{
    subscribe();
    receive("evt_5", R"({"ping": true})");
    ASSERT_TRUE(until([this] { return trail("evt_5").detail.event.state == EventState::Ignored; }));
}

TEST_F(WebhookFlow, replaysUnderTheSameIdMarkedAndSignedAnew)
{
    subscribe();
    subscribers->answer(200, "");
    receive("evt_6", kPayload);
    ASSERT_TRUE(until([this] { return subscribers->requests.size() == 1; }));
    clock.advance(1h);
    subscribers->answer(200, "");
    ReplayRequest request;
    request.eventIds = {"evt_6"};
    const auto run =
        ask<ReplayRun>([&](auto done) { node->webhooks().replays().start(request, std::move(done)); });
    ASSERT_TRUE(run);
    ASSERT_TRUE(until([this] { return subscribers->requests.size() == 2; }));
    const auto& first = subscribers->requests.at(0).headers;
    const auto& second = subscribers->requests.at(1).headers;
    EXPECT_EQ(second.get("webhook-id"), first.get("webhook-id"));
    EXPECT_NE(second.get("webhook-signature"), first.get("webhook-signature"));
    EXPECT_EQ(second.get("gatehouse-replay"), "true");
    EXPECT_EQ(subscribers->requests.at(0).body, subscribers->requests.at(1).body);
    ASSERT_TRUE(until([&] {
        return ask<ReplayRun>([&](auto done) { node->webhooks().replays().run(run->id, std::move(done)); })
            ->endedAt.has_value();
    }));
}

TEST_F(WebhookFlow, travelsBackWithAnotherMappingAndSaysWhatWouldDiffer)
{
    subscribe();
    subscribers->answer(200, "");
    receive("evt_7", kPayload);
    ASSERT_TRUE(until([this] { return trail("evt_7").detail.event.state == EventState::Processed; }));
    ReplayRequest request;
    request.eventIds = {"evt_7"};
    request.dryRun = true;
    const auto same =
        ask<ReplayRun>([&](auto done) { node->webhooks().replays().start(request, std::move(done)); });
    ASSERT_TRUE(same);
    EXPECT_EQ(same->items.at(0).state, "unchanged") << same->items.at(0).afterJson;
    request.mappings = *json::parse(R"json({"crm.contacts.get": {"resource": "people", "method": "get",
        "response": {"id": "$string(response.id)", "name": "$uppercase(response.first)"}}})json");
    const auto changed =
        ask<ReplayRun>([&](auto done) { node->webhooks().replays().start(request, std::move(done)); });
    ASSERT_TRUE(changed) << changed.error().describe();
    const auto& item = changed->items.at(0);
    EXPECT_EQ(item.state, "changed") << item.error;
    const auto name = std::ranges::find(item.changes, "/0/records/0/name", &ReplayItem::FieldChange::pointer);
    ASSERT_NE(name, item.changes.end());
    EXPECT_EQ(name->beforeJson, "\"Ada Lovelace\"");
    EXPECT_EQ(name->afterJson, "\"ADA\"");
    EXPECT_LE(subscribers->requests.size(), 1U) << "nothing is sent";
}

TEST_F(WebhookFlow, deliversTheGatewaysOwnEventsToWhoSubscribes)
{
    subscribe(R"({"url": "https://sub.test/own", "event_types": ["account:*"]})");
    subscribers->answer(200, "");
    ASSERT_TRUE(connect());
    ASSERT_TRUE(until([this] { return !subscribers->requests.empty(); }));
    EXPECT_NE(subscribers->requests.front().body.find("\"account:created\""), std::string::npos);
}

TEST_F(WebhookFlow, queuesADeadLetterAgainWithAnotherBody)
{
    subscribe();
    subscribers->answer(410, "");
    receive("evt_8", kPayload);
    ASSERT_TRUE(until([this] {
        const auto whole = trail("evt_8");
        return !whole.deliveries.empty() && whole.deliveries[0].delivery.state == DeliveryState::Dead;
    }));
    const auto delivery = trail("evt_8").deliveries.at(0).delivery;
    EXPECT_NE(delivery.lastError.find("410"), std::string::npos);
    const auto refused = ask<Delivery>([&](auto done) {
        node->webhooks().deliveries().editAndRetry(delivery.id, "{broken", std::move(done));
    });
    EXPECT_EQ(refused.error().code, Errc::InvalidArgument);
    ASSERT_TRUE(ask<Delivery>([&](auto done) {
        node->webhooks().deliveries().editAndRetry(delivery.id, R"({"edited":1})", std::move(done));
    }));
    subscribers->answer(200, "");
    ASSERT_TRUE(ask<EndpointView>([&](auto done) {
        node->webhooks().endpoints().resumeEndpoint(delivery.endpointId, std::move(done));
    }));
    ASSERT_TRUE(until([this] { return subscribers->requests.size() == 2; }));
    EXPECT_EQ(subscribers->requests.at(1).body, R"({"edited":1})");
}

TEST_F(WebhookFlow, refusesEndpointsOnPrivateAddressesAndBadFields)
{
    const auto create = [this](const char* fields) {
        return ask<EndpointWithSecret>([&](auto done) {
                   node->webhooks().endpoints().createEndpoint(*json::parse(fields), std::move(done));
               })
            .error();
    };
    EXPECT_EQ(create(R"({"url": "http://169.254.169.254/latest"})").code, Errc::Forbidden);
    EXPECT_EQ(create(R"({"url": "http://localhost:1/x"})").code, Errc::Forbidden);
    EXPECT_EQ(create(R"({"url": "http://[::ffff:10.0.0.1]/x"})").code, Errc::Forbidden);
    EXPECT_EQ(create(R"({"url": "ftp://x.test/"})").pointer, "/url");
    EXPECT_EQ(create(R"({"url": "https://x.test/", "filter": "a ="})").pointer, "/filter");
    EXPECT_EQ(create(R"({"url": "https://x.test/", "secret": "short"})").pointer, "/secret");
    EXPECT_EQ(create(R"({"url": "https://x.test/", "headers": {"Cookie": "a"}})").pointer, "/headers/Cookie");
    EXPECT_EQ(create(R"({"url": "https://x.test/", "colour": 1})").pointer, "/colour");
}

} // namespace
} // namespace gatehouse
