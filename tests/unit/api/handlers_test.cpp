// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/api/api_fixture.h"

#include <gmock/gmock.h>

namespace gatehouse {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class HandlersTest : public test::ApiTest
{
protected:
    static std::vector<std::string> resultTexts(const test::FakeResponder& answer, std::string_view member)
    {
        std::vector<std::string> texts;
        const auto body = answer.json();
        for (const auto& item : body.root()["result"].items()) {
            texts.emplace_back(item[member].asString());
        }
        return texts;
    }
};

TEST_F(HandlersTest, listsPageByPage)
{
    const auto first = get("/v1/accounts?limit=1");
    EXPECT_THAT(resultTexts(*first, "id"), ElementsAre("acc_1"));
    const std::string cursor(first->json().root()["next_cursor"].asString());
    const auto second = get("/v1/accounts?limit=1&cursor=" + cursor);
    EXPECT_THAT(resultTexts(*second, "id"), ElementsAre("acc_2"));
    EXPECT_TRUE(second->json().root()["next_cursor"].isNull());
    EXPECT_EQ(get("/v1/accounts?cursor=%21")->response.status, 400);
}

TEST_F(HandlersTest, filtersAccountsAndShowsRestrictedKeysTheirOwn)
{
    EXPECT_THAT(resultTexts(*get("/v1/accounts?integration=beta"), "id"), ElementsAre("acc_2"));
    EXPECT_THAT(resultTexts(*get("/v1/accounts?environment_id=env_1"), "id"), ElementsAre("acc_1"));
    EXPECT_THAT(resultTexts(*send(withKey(request("GET", "/v1/accounts"), "env1-key")), "id"),
                ElementsAre("acc_1"));
}

TEST_F(HandlersTest, keepsARestrictedKeyInsideItsEnvironments)
{
    const auto status = [this](const std::string& method, const std::string& target, std::string body = {}) {
        return statusOf(withKey(request(method, target, std::move(body)), "env1-key"));
    };
    EXPECT_EQ(status("GET", "/v1/accounts/acc_1"), 200);
    EXPECT_EQ(status("GET", "/v1/accounts/acc_2"), 403);
    EXPECT_EQ(status("DELETE", "/v1/accounts/acc_2"), 403);
    EXPECT_EQ(status("POST", "/v1/accounts/acc_2/test"), 403);
    EXPECT_EQ(status("POST", "/v1/accounts", R"({"environment_id":"env_2","integration":"beta"})"), 403);
    EXPECT_EQ(status("POST", "/v1/accounts", R"({"environment_id":"env_1","integration":"beta"})"), 201);
    EXPECT_EQ(status("GET", "/v1/unified/crm/contacts?account_id=acc_1"), 200);
    EXPECT_EQ(status("GET", "/v1/unified/crm/contacts?account_id=acc_2"), 403);
    EXPECT_EQ(status("GET", "/v1/proxy/acc_2/x"), 403);
    EXPECT_EQ(status("PUT", "/v1/overrides/environments/env_2/crm/contacts/list", "{}"), 403);
    EXPECT_EQ(status("PUT", "/v1/overrides/accounts/acc_2/crm/contacts/list", "{}"), 403);
    EXPECT_EQ(status("GET", "/v1/environments/env_2"), 403);
    EXPECT_EQ(status("POST", "/v1/environments", R"({"name":"x"})"), 403);
    EXPECT_EQ(status("PUT", "/v1/integrations/alpha", "{}"), 403);
    EXPECT_EQ(status("GET", "/v1/keys"), 403);
    EXPECT_EQ(status("POST", "/v1/keys", R"({"name":"x","scope":"admin"})"), 403);
    EXPECT_EQ(gateway.state.accounts.size(), 3U);
}

TEST_F(HandlersTest, createsShowsAndChangesAccounts)
{
    const auto made = send(request(
        "POST", "/v1/accounts",
        R"({"environment_id":"env_1","integration":"alpha","label":"L","credentials":{"api_key":"s3cret"}})"));
    EXPECT_EQ(made->response.status, 201);
    EXPECT_EQ(made->response.body.find("s3cret"), std::string::npos);
    EXPECT_EQ(made->json().root()["status"].asString(), "active");
    const auto id = std::string(made->json().root()["id"].asString());
    EXPECT_EQ(statusOf(request("PATCH", "/v1/accounts/" + id, R"({"label":"M"})")), 200);
    EXPECT_EQ(gateway.state.updatedAccounts.back().root()["label"].asString(), "M");
    EXPECT_EQ(statusOf(request("DELETE", "/v1/accounts/" + id)), 204);
    EXPECT_EQ(statusOf(request("DELETE", "/v1/accounts/" + id)), 404);
}

TEST_F(HandlersTest, checksEnvironmentsBeforeTheyAreMade)
{
    EXPECT_EQ(statusOf(request("POST", "/v1/environments", R"({"name":""})")), 400);
    EXPECT_EQ(statusOf(request("POST", "/v1/environments", R"({"name":"x","metadata":[1]})")), 400);
    const auto made = send(request("POST", "/v1/environments", R"({"name":"x","metadata":{"crm":1}})"));
    EXPECT_EQ(made->json().root()["metadata"]["crm"].asInt(), 1);
    EXPECT_EQ(statusOf(request("GET", "/v1/environments/env_9")), 404);
}

TEST_F(HandlersTest, putsRollsBackAndRemovesIntegrations)
{
    EXPECT_EQ(statusOf(request("PUT", "/v1/integrations/alpha", R"({"slug":"alpha"})")), 200);
    EXPECT_EQ(get("/v1/integrations/alpha")->json().root()["slug"].asString(), "alpha");
    EXPECT_EQ(get("/v1/integrations/alpha/history")->json().root()["result"].size(), 1U);
    for (const auto* body : {R"({"version":0})", R"({"version":"1"})", R"({})", R"({"version":1.5})"}) {
        EXPECT_EQ(statusOf(request("POST", "/v1/integrations/alpha/rollback", body)), 400) << body;
    }
    EXPECT_EQ(statusOf(request("POST", "/v1/integrations/alpha/rollback", R"({"version":1})")), 200);
    EXPECT_EQ(statusOf(request("DELETE", "/v1/integrations/alpha")), 204);
    EXPECT_EQ(statusOf(request("GET", "/v1/integrations/alpha")), 404);
}

TEST_F(HandlersTest, keepsOverridesOfBothLevelsApart)
{
    const std::string path = "/crm/contacts/list";
    EXPECT_EQ(statusOf(request("PUT", "/v1/overrides/accounts/acc_1" + path, R"({"response":{"a":"1"}})")),
              200);
    EXPECT_EQ(get("/v1/overrides/accounts/acc_1" + path)->json().root()["response"]["a"].asString(), "1");
    EXPECT_EQ(statusOf(request("GET", "/v1/overrides/environments/acc_1" + path)), 404);
    EXPECT_EQ(statusOf(request("DELETE", "/v1/overrides/accounts/acc_1" + path)), 204);
    EXPECT_EQ(statusOf(request("DELETE", "/v1/overrides/accounts/acc_1" + path)), 404);
}

TEST_F(HandlersTest, resolvesAndPreviewsMappings)
{
    gateway.state.resolved.fields = {{"phone", "Phone", "account", "override", "MobilePhone"}};
    const auto resolved =
        get("/v1/mappings/resolve?account_id=acc_1&model=crm&resource=contacts&method=list");
    EXPECT_EQ(resolved->json().root()["fields"][0]["level"].asString(), "account");
    const auto incomplete = get("/v1/mappings/resolve?account_id=acc_1&model=crm&resource=contacts");
    EXPECT_EQ(incomplete->response.status, 400);
    EXPECT_THAT(incomplete->response.body, HasSubstr("method"));
    gateway.state.previewAnswer = *json::parse(R"({"output":{}})");
    EXPECT_EQ(statusOf(request("POST", "/v1/mappings/preview", R"({"account_id":"acc_1"})")), 200);
    EXPECT_EQ(
        statusOf(withKey(request("POST", "/v1/mappings/preview", R"({"account_id":"acc_2"})"), "env1-key")),
        403);
    EXPECT_EQ(gateway.state.previews.size(), 1U);
}

TEST_F(HandlersTest, passesAUnifiedCallOnAsItWasMade)
{
    gateway.state.onUnified = [](const UnifiedRequest&) {
        UnifiedResponse response;
        response.status = 429;
        response.bodyText = R"({"status":429})";
        response.headers = {{"ratelimit-remaining", "0"}, {"Gatehouse-Request-Id", "req_own"}};
        response.problem.emplace();
        return response;
    };
    auto made = request("GET", "/v1/unified/crm/contacts/42?remote_data=true&limit=5&q=a%20b");
    made.headers.add("Gatehouse-Account", "acc_1");
    made.headers.add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    const auto answer = send(std::move(made));
    EXPECT_EQ(answer->response.status, 429);
    EXPECT_EQ(answer->response.headers.get("Content-Type"), "application/problem+json");
    EXPECT_EQ(answer->response.headers.get("ratelimit-remaining"), "0");
    EXPECT_EQ(answer->response.headers.get("Gatehouse-Request-Id"), "req_own");
    EXPECT_EQ(answer->response.body, R"({"status":429})");
    const auto& asked = gateway.state.unifiedRequests.at(0);
    EXPECT_EQ(asked.accountId, "acc_1");
    EXPECT_EQ(asked.method, "get");
    EXPECT_EQ(asked.id, "42");
    EXPECT_TRUE(asked.remoteData);
    EXPECT_THAT(asked.query, ElementsAre(testing::Pair("limit", "5"), testing::Pair("q", "a b")));
    EXPECT_EQ(asked.traceparent.size(), 55U);
    EXPECT_TRUE(asked.requestId.starts_with("req_"));
}

TEST_F(HandlersTest, tellsAUnifiedCallWhenItsCallerGoesAway)
{
    const auto answer = get("/v1/unified/crm/contacts/42?account_id=acc_1");
    const auto& asked = gateway.state.unifiedRequests.at(0);
    EXPECT_TRUE(asked.stop.stop_possible());
    EXPECT_FALSE(asked.stop.stop_requested());

    answer->abort();

    EXPECT_TRUE(asked.stop.stop_requested());
}

TEST_F(HandlersTest, mapsMethodsToTheVerbsOfTheUnifiedApi)
{
    const std::string all = "/v1/unified/crm/contacts";
    const std::string account = "?account_id=acc_1";
    for (const auto& [method, path] :
         std::vector<std::pair<std::string, std::string>>{{"GET", all},
                                                          {"POST", all},
                                                          {"GET", all + "/1"},
                                                          {"PATCH", all + "/1"},
                                                          {"DELETE", all + "/1"}}) {
        const bool withBody = method == "POST" || method == "PATCH";
        EXPECT_EQ(statusOf(request(method, path + account, withBody ? R"({"a":1})" : "")), 200) << method;
    }
    std::vector<std::string> methods;
    for (const auto& asked : gateway.state.unifiedRequests) {
        methods.push_back(asked.method);
    }
    EXPECT_THAT(methods, ElementsAre("list", "create", "get", "update", "delete"));
    EXPECT_EQ(gateway.state.unifiedRequests[1].body.root()["a"].asInt(), 1);
}

TEST_F(HandlersTest, needsExactlyOneAccountForAUnifiedCall)
{
    EXPECT_EQ(get("/v1/unified/crm/contacts")->response.status, 400);
    auto both = request("GET", "/v1/unified/crm/contacts?account_id=acc_1");
    both.headers.add("Gatehouse-Account", "acc_2");
    EXPECT_EQ(statusOf(both), 400);
    both.headers.set("Gatehouse-Account", "acc_1");
    EXPECT_EQ(statusOf(both), 200);
    EXPECT_EQ(get("/v1/unified/crm/contacts?account_id=acc_1&remote_data=maybe")->response.status, 400);
}

TEST_F(HandlersTest, listsCallsNewestFirstAndShowsOne)
{
    for (std::uint64_t i = 1; i <= 12; ++i) {
        CallDetail detail;
        detail.summary = test::makeCall("req_" + std::to_string(i), i, i % 2 == 0 ? "acc_1" : "acc_2");
        gateway.state.calls.push_back(detail);
    }
    const auto first = get("/v1/calls?limit=2");
    EXPECT_THAT(resultTexts(*first, "id"), ElementsAre("req_12", "req_11"));
    const auto cursor = std::string(first->json().root()["next_cursor"].asString());
    EXPECT_THAT(resultTexts(*get("/v1/calls?limit=2&cursor=" + cursor), "id"),
                ElementsAre("req_10", "req_9"));
    EXPECT_THAT(resultTexts(*get("/v1/calls?after=10"), "id"), ElementsAre("req_12", "req_11"));
    EXPECT_THAT(resultTexts(*get("/v1/calls?account_id=acc_2&limit=1"), "id"), ElementsAre("req_11"));
    EXPECT_EQ(get("/v1/calls/req_3")->response.status, 200);
    EXPECT_EQ(get("/v1/calls/req_99")->response.status, 404);
}

TEST_F(HandlersTest, gathersTheLimitsOfAllAccountsThatTheKeyMaySee)
{
    gateway.state.limits = {{"daily", 100, 42, 7, 86400}, {"burst", 10, 9, 1, 1}};
    EXPECT_THAT(resultTexts(*get("/v1/limits"), "account_id"),
                ElementsAre("acc_1", "acc_1", "acc_2", "acc_2"));
    EXPECT_THAT(resultTexts(*get("/v1/limits?account_id=acc_2"), "policy"), ElementsAre("burst", "daily"));
    EXPECT_THAT(resultTexts(*send(withKey(request("GET", "/v1/limits"), "env1-key")), "account_id"),
                ElementsAre("acc_1", "acc_1"));
}

TEST_F(HandlersTest, showsANewKeyOnceAndListsKeysWithoutIt)
{
    const auto made =
        send(request("POST", "/v1/keys", R"({"name":"ci","scope":"call","cidrs":["10.0.0.0/8"]})"));
    EXPECT_EQ(made->response.status, 201);
    const std::string secret(made->json().root()["key"].asString());
    EXPECT_FALSE(secret.empty());
    EXPECT_EQ(get("/v1/keys")->response.body.find(secret), std::string::npos);
    const std::string id(made->json().root()["id"].asString());
    EXPECT_EQ(statusOf(request("DELETE", "/v1/keys/" + id)), 204);
    for (const auto* body : {R"({"name":"x"})", R"({"name":"x","scope":"root"})", R"({"scope":"read"})",
                             R"({"name":"x","scope":"read","cidrs":"10.0.0.0/8"})",
                             R"({"name":"x","scope":"read","environment_ids":[1]})"}) {
        EXPECT_EQ(statusOf(request("POST", "/v1/keys", body)), 400) << body;
    }
}

TEST_F(HandlersTest, printsMetricsForPrometheus)
{
    gateway.state.metrics.push_back({"gatehouse_up", "Up", MetricKind::Gauge, {}, {{{}, 1, {}, 0, 0}}});
    const auto answer = get("/metrics");
    EXPECT_THAT(std::string(answer->response.headers.get("Content-Type").value_or("")), HasSubstr("0.0.4"));
    EXPECT_THAT(answer->response.body, HasSubstr("gatehouse_up 1\n"));
}

TEST_F(HandlersTest, opensTheStreamWithTheCallersFilter)
{
    const auto client = get("/v1/stream?types=account");
    gateway.emit(NodeStatusChanged{});
    gateway.emit(AccountChanged{gateway.state.accounts[0]});
    EXPECT_TRUE(client->streaming);
    EXPECT_EQ(client->response.body.find("node:changed"), std::string::npos);
    EXPECT_THAT(client->response.body, HasSubstr("account:changed"));
}

TEST_F(HandlersTest, aReplaySaysWhatItKeepsAndWithWhichTimeItIsSigned)
{
    auto& replays = gateway.webhooksRole.state.replays;
    const auto replay = [this](const char* body) { return statusOf(request("POST", "/v1/replays", body)); };
    for (const char* wrong :
         {R"({"event_ids":["evt_1"],"dry_run":"yes"})", R"({"event_ids":"evt_1"})", R"({"event_ids":[1]})",
          R"({"event_ids":["evt_1"],"dryrun":true})", R"({"event_ids":["evt_1"],"url":7})",
          R"({"filter":{"integratoin":"x"}})", R"({"filter":{"account_id":7}})"}) {
        EXPECT_EQ(replay(wrong), 400) << wrong;
    }
    EXPECT_EQ(replay(R"({"event_ids":["evt_1"]})"), 202);
    EXPECT_EQ(replay(R"({"event_ids":["evt_1"],"keep_id":false,"signed_at":"2026-11-22T10:00:00Z"})"), 202);
    EXPECT_EQ(replay(R"({"event_ids":["evt_1"],"signed_at":"received"})"), 202);
    EXPECT_EQ(replay(R"({"event_ids":["evt_1"],"take_in":true,"bypass_dedupe":false})"), 202);
    ASSERT_EQ(replays.size(), 4U);
    EXPECT_TRUE(replays[0].keepId && replays[0].bypassDedupe && !replays[0].takeIn);
    EXPECT_FALSE(replays[0].signedAt || replays[0].signedAsReceived);
    EXPECT_FALSE(replays[1].keepId);
    EXPECT_EQ(toMillis(replays[1].signedAt.value_or(UnixMillis{})), 1'795'341'600'000);
    EXPECT_TRUE(replays[2].signedAsReceived);
    EXPECT_TRUE(replays[3].takeIn && !replays[3].bypassDedupe);
    EXPECT_EQ(replay(R"({"event_ids":["evt_1"],"signed_at":"noon"})") / 100, 4);
    EXPECT_EQ(replays.size(), 4U);
}

} // namespace
} // namespace gatehouse
