// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/unified.h"
#include "tests/unit/pipeline/pipeline_world.h"

namespace gatehouse::pipeline {
namespace {

constexpr const char* kAda = R"({"id":1,"first":"Ada","last":"Lovelace","tel":"+44 1","age":"36"})";

class UnifiedTest : public test::PipelineWorld
{
protected:
    static std::string result(const UnifiedResponse& response)
    {
        return json::write((*response.body)["result"]);
    }

    static std::vector<std::string> stagesOf(const CallDetail& call)
    {
        std::vector<std::string> out;
        for (const StageTiming& stage : call.stages) {
            out.push_back(stage.stage);
        }
        return out;
    }
};

TEST_F(UnifiedTest, mapsOneRecordAndPutsTheAccountsTokenOnTheRequest)
{
    http.answer(200, kAda);

    const auto response = call(request("get", "a/1"));

    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(result(response), R"({"id":"1","name":"Ada Lovelace","phone":"+44 1","age":36})");
    EXPECT_EQ(response.bodyText, json::write(*response.body));
    ASSERT_EQ(http.requests.size(), 1U);
    EXPECT_EQ(http.requests[0].url.str(), "https://acme.test/api/v2/people/a%2F1?lang=en");
    EXPECT_EQ(http.requests[0].headers.get("Authorization"), "Bearer token-of-account-1");
    EXPECT_EQ(http.requests[0].headers.get("Accept"), "application/json");
}

TEST_F(UnifiedTest, runsItsStagesInOrderAndRecordsTheCall)
{
    http.answer(200, kAda);

    const auto response = call(request("get", "1"));

    ASSERT_EQ(recorded.calls.size(), 1U);
    const CallDetail& record = recorded.calls[0];
    EXPECT_EQ(stagesOf(record),
              (std::vector<std::string>{"resolve", "shape_in", "guard", "authorize", "throttle", "sign",
                                        "send", "classify", "shape_out"}));
    EXPECT_EQ(record.summary.id, response.callId);
    EXPECT_EQ(record.summary.operation, "crm.contacts.get");
    EXPECT_EQ(record.summary.integration, "acme");
    EXPECT_EQ(record.summary.providerStatus, 200);
    ASSERT_EQ(record.exchanges.size(), 1U);
    EXPECT_EQ(record.exchanges[0].responseBody, kAda);
    EXPECT_EQ(record.responseBody, response.bodyText);
}

TEST_F(UnifiedTest, asksTheVaultOnceForManyCalls)
{
    for (int i = 0; i < 3; ++i) {
        http.answer(200, kAda);
        call(request("get", "1"));
    }
    EXPECT_EQ(credentials.loads, 1);
}

TEST_F(UnifiedTest, carriesTheContractsHeaders)
{
    http.answer(200, kAda,
                {{"Content-Type", "application/json"},
                 {"X-Limit", "100"},
                 {"X-Left", "42"},
                 {"X-Reset", "1760000030"}});
    auto wanted = request("get", "1");
    wanted.requestId = "req_mine";
    wanted.traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    const auto response = call(std::move(wanted));

    EXPECT_EQ(headerOf(response.headers, "ratelimit-limit"), "100");
    EXPECT_EQ(headerOf(response.headers, "ratelimit-remaining"), "42");
    EXPECT_EQ(headerOf(response.headers, "ratelimit-reset"), "30");
    EXPECT_EQ(headerOf(response.headers, "Gatehouse-Request-Id"), "req_mine");
    EXPECT_EQ(headerOf(response.headers, "Gatehouse-Cache"), "live");
    EXPECT_EQ(headerOf(response.headers, "Retry-After"), "(none)");
    EXPECT_EQ(headerOf(response.headers, "traceparent"),
              "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    EXPECT_EQ(http.requests[0].headers.get("traceparent"),
              "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
}

TEST_F(UnifiedTest, pagesThroughAListWithItsFilters)
{
    http.answer(200, R"({"items":[{"id":1,"age":"1"},{"id":2,"age":"2"}],"next":"two"})");
    http.answer(200, R"({"items":[{"id":3,"age":"3"}]})");
    auto first = request("list");
    first.query = {{"limit", "2"}, {"email", "a@b.c"}};

    const auto page = call(first);
    const std::string cursor((*page.body)["next_cursor"].asString());
    ASSERT_NE(cursor, "");
    auto second = request("list");
    second.query = {{"cursor", cursor}};
    const auto last = call(second);

    EXPECT_EQ((*page.body)["result"].size(), 2U);
    EXPECT_EQ((*last.body)["result"].size(), 1U);
    EXPECT_TRUE((*last.body)["next_cursor"].isNull());
    EXPECT_EQ(http.requests[0].url.query,
              "lang=en&email=a%40b.c&fields=id%2Cfirst%2Clast%2Ctel%2Cage&limit=2");
    EXPECT_EQ(http.requests[1].url.query,
              "lang=en&email=a%40b.c&fields=id%2Cfirst%2Clast%2Ctel%2Cage&limit=2&after=two");
}

TEST_F(UnifiedTest, givesNoMoreThanTheLimitWhateverTheProvidersPageIs)
{
    const char* page = R"({"items":[{"id":1,"age":"1"},{"id":2,"age":"1"},{"id":3,"age":"1"}],"next":"two"})";
    auto wanted = request("list");
    wanted.query = {{"limit", "2"}};
    http.answer(200, page);
    const auto first = call(wanted);
    wanted.query = {{"cursor", std::string((*first.body)["next_cursor"].asString())}};
    http.answer(200, page);
    const auto second = call(wanted);
    wanted.query = {{"cursor", std::string((*second.body)["next_cursor"].asString())}};
    http.answer(200, R"({"items":[{"id":4,"age":"1"}]})");
    const auto third = call(wanted);

    EXPECT_EQ((*first.body)["result"].size(), 2U);
    ASSERT_EQ((*second.body)["result"].size(), 1U);
    EXPECT_EQ((*second.body)["result"][0]["id"].asString(), "3");
    EXPECT_EQ((*third.body)["result"][0]["id"].asString(), "4");
    EXPECT_TRUE((*third.body)["next_cursor"].isNull());
    EXPECT_EQ(http.requests[0].url.query, http.requests[1].url.query);
    EXPECT_NE(http.requests[2].url.query.find("after=two"), std::string::npos);
}

TEST_F(UnifiedTest, refusesACursorThatWasChangedOrIsForOtherFilters)
{
    http.answer(200, R"({"items":[],"next":"two"})");
    auto wanted = request("list");
    wanted.query = {{"email", "a@b.c"}};
    const std::string cursor((*call(wanted).body)["next_cursor"].asString());

    wanted.query = {{"cursor", cursor + "x"}};
    EXPECT_EQ(call(wanted).status, 400);
    wanted.query = {{"cursor", cursor}, {"email", "other@b.c"}};
    EXPECT_EQ(call(wanted).status, 400);
    EXPECT_EQ(http.requests.size(), 1U);
}

TEST_F(UnifiedTest, refusesAWrongLimitOrTimeWithoutAskingTheProvider)
{
    for (const auto& [name, value] : std::vector<std::pair<std::string, std::string>>{
             {"limit", "0"}, {"limit", "many"}, {"limit", "999999"}, {"updated_since", "yesterday"}}) {
        auto wanted = request("list");
        wanted.query = {{name, value}};
        const auto response = call(wanted);
        EXPECT_EQ(response.status, 400) << name << "=" << value;
        EXPECT_EQ(response.problem->category, "validation_error");
    }
    EXPECT_TRUE(http.requests.empty());
}

TEST_F(UnifiedTest, addsTheProvidersRecordOnDemand)
{
    http.answer(200, kAda);
    auto wanted = request("get", "1");
    wanted.remoteData = true;

    EXPECT_EQ(json::write((*call(wanted).body)["result"]["remote_data"]), kAda);
}

TEST_F(UnifiedTest, namesLevelAndExpressionOfEachLeafOnDemand)
{
    accounts.put(account(), overriding("crm.contacts.get",
                                       R"({"response": {"phone": "'none'", "extra": "{'a': [1, 2]}"}})"));
    http.answer(200, kAda);
    auto wanted = request("get", "1");
    wanted.provenance = true;

    const auto response = call(wanted);

    std::map<std::string, std::string> levels;
    for (const FieldProvenance& entry : response.provenance) {
        levels[entry.field] = entry.level;
    }
    EXPECT_EQ(levels["/id"], "platform");
    EXPECT_EQ(levels["/phone"], "account");
    EXPECT_EQ(levels["/extra/a/1"], "account");
    const auto phone = std::ranges::find(response.provenance, "/phone", &FieldProvenance::field);
    EXPECT_EQ(phone->expression, "'none'");
    EXPECT_EQ(phone->shadowed, "response.tel");
}

TEST_F(UnifiedTest, takesAnOverrideIntoForceWithTheNextCall)
{
    http.answer(200, kAda);
    EXPECT_EQ((*call(request("get", "1")).body)["result"]["phone"].asString(), "+44 1");

    accounts.put(
        account(),
        overriding("crm.contacts.get",
                   R"({"response": {"phone": "'x'", "custom_fields": {"born": "1815"}, "age": null}})"));
    http.answer(200, kAda);

    EXPECT_EQ(result(call(request("get", "1"))),
              R"({"id":"1","name":"Ada Lovelace","phone":"x","custom_fields":{"born":1815}})");
}

TEST_F(UnifiedTest, leavesAFailingFieldOutAndKeepsTheRecord)
{
    http.answer(200, R"({"items":[{"id":1,"age":"36"},{"id":2,"first":"B","age":"old"}]})");

    const auto response = call(request("list"));

    EXPECT_EQ(response.status, 200);
    ASSERT_EQ((*response.body)["result"].size(), 2U);
    EXPECT_FALSE((*response.body)["result"][1].contains("age"));
    ASSERT_EQ(response.warnings.size(), 1U);
    EXPECT_EQ(response.warnings[0].field, "age");
    EXPECT_EQ(response.warnings[0].level, "platform");
    EXPECT_EQ(response.warnings[0].record, 1U);
    EXPECT_NE(response.warnings[0].message.find("old"), std::string::npos);
    EXPECT_EQ((*response.body)["warnings"].size(), 1U);
}

TEST_F(UnifiedTest, failsARecordWhoseRequiredFieldFails)
{
    const char* broken = R"json({"response": {"id": "$number(response.id)"}})json";
    accounts.put(account(), overriding("crm.contacts.list", broken));
    http.answer(200, R"({"items":[{"id":"7","age":"1"},{"id":"no number","age":"1"}]})");
    const auto list = call(request("list"));

    EXPECT_EQ(list.status, 200);
    EXPECT_EQ((*list.body)["result"].size(), 1U);
    ASSERT_EQ((*list.body)["failed_records"].size(), 1U);
    EXPECT_EQ((*list.body)["failed_records"][0]["record"].asInt(), 1);
    EXPECT_EQ((*list.body)["failed_records"][0]["category"].asString(), "mapping_error");

    accounts.put(account(), overriding("crm.contacts.get", broken));
    http.answer(200, R"({"id":"no number","age":"1"})");
    const auto one = call(request("get", "1"));
    EXPECT_EQ(one.status, 422);
    EXPECT_EQ(one.problem->category, "mapping_error");
    EXPECT_EQ(one.problem->origin, "gateway");
}

TEST_F(UnifiedTest, tellsWhatTheSchemaDoesNotAllowAndKeepsIt)
{
    accounts.put(account(), overriding("crm.contacts.get", R"({"response": {"phone": "12"}})"));
    http.answer(200, kAda);

    const auto response = call(request("get", "1"));

    EXPECT_EQ((*response.body)["result"]["phone"].asInt(), 12);
    ASSERT_EQ(response.warnings.size(), 1U);
    EXPECT_EQ(response.warnings[0].field, "/phone");
    EXPECT_EQ(response.warnings[0].level, "schema");
}

TEST_F(UnifiedTest, checksTheBodyBeforeItAsksTheProvider)
{
    auto wanted = request("create");
    wanted.body = *json::parse(R"({"name": 5})");

    const auto response = call(wanted);

    EXPECT_EQ(response.status, 422);
    EXPECT_EQ(response.problem->pointer, "/name");
    EXPECT_TRUE(http.requests.empty());
    wanted.body = {};
    EXPECT_EQ(call(wanted).status, 422);
}

TEST_F(UnifiedTest, readsTheRecordAgainWhenAWriteGivesOnlyItsId)
{
    http.answer(201, R"({"id": 9})");
    http.answer(200, R"({"id": 9, "first": "New", "last": "One", "age": "1"})");
    auto wanted = request("create");
    wanted.body = *json::parse(R"({"name": "New", "phone": "5"})");

    const auto response = call(wanted);

    EXPECT_EQ(response.status, 201);
    EXPECT_EQ((*response.body)["result"]["name"].asString(), "New One");
    ASSERT_EQ(http.requests.size(), 2U);
    EXPECT_EQ(http.requests[0].method, "POST");
    EXPECT_EQ(http.requests[0].body, R"({"first":"New","tel":"5"})");
    EXPECT_EQ(http.requests[0].headers.get("Content-Type"), "application/json");
    EXPECT_EQ(http.requests[1].url.path, "/api/v2/people/9");
    EXPECT_EQ(recorded.calls[0].exchanges.size(), 2U);
}

TEST_F(UnifiedTest, tellsAWriteAsDoneWhenTheRecordCannotBeReadAgain)
{
    http.answer(201, R"({"id": 9})");
    http.answer(429, R"({"message": "slow down"})",
                {{"Content-Type", "application/json"}, {"Retry-After", "7"}});
    auto wanted = request("create");
    wanted.body = *json::parse(R"({"name": "New"})");

    const auto response = call(wanted);

    EXPECT_EQ(response.status, 201);
    EXPECT_FALSE(response.problem);
    EXPECT_EQ(result(response), R"({"id":"9"})");
    EXPECT_EQ(headerOf(response.headers, "Retry-After"), "(none)");
    ASSERT_EQ(response.warnings.size(), 1U);
    EXPECT_EQ(response.warnings[0].field, "");
    EXPECT_EQ(response.warnings[0].level, "gateway");
    EXPECT_TRUE(response.warnings[0].message.starts_with("written, but"));
    EXPECT_NE(response.warnings[0].message.find("slow down"), std::string::npos);
}

TEST_F(UnifiedTest, tellsAWriteAsDoneWhenItsAnswerCannotBeMapped)
{
    accounts.put(account(),
                 overriding("crm.contacts.update",
                            R"json({"before": null, "response": {"id": "$number(response.id)"}})json"));
    auto wanted = request("update", "x1");
    wanted.body = *json::parse(R"({"phone": "6"})");
    for (const char* answer : {R"({"id": "x1"})", "null"}) {
        http.answer(200, answer);

        const auto response = call(wanted);

        EXPECT_EQ(response.status, 200) << answer;
        EXPECT_EQ(result(response), R"({"id":"x1"})");
        ASSERT_FALSE(response.warnings.empty());
        EXPECT_TRUE(response.warnings[0].message.starts_with("written, but"));
    }
}

TEST_F(UnifiedTest, readsTheIdOfAWriteThroughTheMappingWhenTheMethodDoesNotTellIt)
{
    accounts.put(
        account(),
        overriding(
            "crm.contacts.update",
            R"json({"before": null, "response": {"id": "response.key", "age": null}, "after": [{"name": "a", "resource": "people", "method": "get", "id": "'5'"}]})json"));
    http.answer(200, R"({"key": "k7"})");
    http.answer(500, "{}");
    auto wanted = request("update", "");
    wanted.id = "k6";
    wanted.body = *json::parse(R"({"phone": "6"})");

    const auto response = call(wanted);

    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(result(response), R"({"id":"k6"})");
    EXPECT_EQ(http.requests.size(), 2U);
}

TEST_F(UnifiedTest, tellsADeleteAsDoneWhenAStepAfterItFails)
{
    accounts.put(
        account(),
        overriding(
            "crm.contacts.delete",
            R"json({"after": [{"name": "a", "resource": "people", "method": "get", "id": "'5'"}]})json"));
    http.answer(204, "", {});
    http.answer(500, "{}");

    const auto response = call(request("delete", "1"));

    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(result(response), R"({"id":"1"})");
    EXPECT_EQ(response.warnings.size(), 1U);
    EXPECT_EQ(http.requests.size(), 2U);
}

TEST_F(UnifiedTest, failsAReadWhoseStepAfterItFails)
{
    accounts.put(
        account(),
        overriding(
            "crm.contacts.get",
            R"json({"after": [{"name": "a", "resource": "people", "method": "get", "id": "'5'"}]})json"));
    http.answer(200, kAda);
    http.answer(500, "{}");

    EXPECT_EQ(call(request("get", "1")).status, 502);
}

TEST_F(UnifiedTest, tellsAHundredWarningsAndCountsTheOthers)
{
    std::string items;
    for (int i = 0; i < 150; ++i) {
        items += std::string(items.empty() ? "" : ",") + R"({"id":1,"age":"old"})";
    }
    http.answer(200, R"({"items":[)" + items + "]}");

    const auto response = call(request("list"));

    EXPECT_EQ((*response.body)["result"].size(), 150U);
    ASSERT_EQ(response.warnings.size(), 101U);
    EXPECT_EQ(response.warnings.back().message, "and 50 more warnings");
}

TEST_F(UnifiedTest, cutsALongErrorOfTheProviderWhateverItsForm)
{
    std::string letters;
    while (letters.size() < 20'000) {
        letters += "\xC3\xA4";
    }
    for (const std::string& body : {R"({"message":"x","blob":")" + letters + "\"}", "\"" + letters + "\""}) {
        http.answer(400, body);

        const auto response = call(request("get", "1"));

        const json::Value told = *response.problem->providerError;
        ASSERT_TRUE(told.isString());
        EXPECT_LE(told.asString().size(), 8192U);
        EXPECT_GE(told.asString().size(), 8190U);
        EXPECT_TRUE(told.asString().ends_with("\xC3\xA4"));
    }
}

TEST_F(UnifiedTest, refusesAnotherLimitThanTheCursors)
{
    http.answer(200, R"({"items":[{"id":1,"age":"1"},{"id":2,"age":"1"}],"next":"two"})");
    auto wanted = request("list");
    wanted.query = {{"limit", "1"}};
    const std::string cursor((*call(wanted).body)["next_cursor"].asString());

    wanted.query = {{"cursor", cursor}, {"limit", "2"}};
    const auto refused = call(wanted);
    EXPECT_EQ(refused.status, 400);
    EXPECT_NE(refused.problem->detail.find("limit"), std::string::npos);
    EXPECT_EQ(http.requests.size(), 1U);

    http.answer(200, R"({"items":[{"id":1,"age":"1"},{"id":2,"age":"1"}],"next":"two"})");
    wanted.query = {{"cursor", cursor}, {"limit", "1"}};
    EXPECT_EQ((*call(wanted).body)["result"][0]["id"].asString(), "2");
}

TEST_F(UnifiedTest, runsTheStepsBeforeTheCallAndBindsTheirResults)
{
    http.answer(200, R"({"id": 1, "etag": "v7"})");
    http.answer(200, kAda);
    auto wanted = request("update", "1");
    wanted.body = *json::parse(R"({"phone": "6"})");

    EXPECT_EQ(call(wanted).status, 200);

    ASSERT_EQ(http.requests.size(), 2U);
    EXPECT_EQ(http.requests[0].method, "GET");
    EXPECT_EQ(http.requests[1].method, "PATCH");
    EXPECT_EQ(json::write(**json::parse(http.requests[1].body)), R"({"tel":"6","etag":"v7"})");
}

TEST_F(UnifiedTest, answersADeleteWithTheId)
{
    http.answer(204, "", {});

    const auto response = call(request("delete", "1"));

    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(result(response), R"({"id":"1"})");
    EXPECT_EQ(http.requests[0].method, "DELETE");
}

TEST_F(UnifiedTest, normalisesARefusalAndSendsNothingTwice)
{
    http.answer(429, R"({"message":"slow down"})",
                {{"Content-Type", "application/json"}, {"Retry-After", "7"}});

    const auto response = call(request("get", "1"));

    EXPECT_EQ(response.status, 429);
    EXPECT_EQ(headerOf(response.headers, "Retry-After"), "7");
    EXPECT_EQ(response.problem->category, "rate_limited");
    EXPECT_EQ(response.problem->retryAfter, 7);
    EXPECT_EQ(response.problem->providerStatus, 429);
    EXPECT_TRUE(response.problem->retryable);
    EXPECT_EQ(http.requests.size(), 1U);
}

TEST_F(UnifiedTest, seesALimitInASuccessfulAnswer)
{
    http.answer(200, R"({"code":"QUOTA","message":"too many"})");

    const auto response = call(request("get", "1"));

    EXPECT_EQ(response.status, 429);
    EXPECT_EQ(response.problem->providerStatus, 200);
    EXPECT_NE(headerOf(response.headers, "Retry-After"), "(none)");
    EXPECT_EQ((*response.problem->providerError)["code"].asString(), "QUOTA");
}

TEST_F(UnifiedTest, refusesAtOnceWhileTheLimitIsKnownToBeSpent)
{
    http.answer(429, "{}", {{"Content-Type", "application/json"}, {"Retry-After", "60"}});
    call(request("get", "1"));
    clock.advance(std::chrono::seconds(20));

    const auto refused = call(request("get", "1"));
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(refused.problem->origin, "gateway");
    EXPECT_EQ(refused.problem->providerStatus, 0);
    EXPECT_EQ(headerOf(refused.headers, "Retry-After"), "40");
    EXPECT_EQ(http.requests.size(), 1U);

    clock.advance(std::chrono::seconds(41));
    http.answer(200, kAda);
    EXPECT_EQ(call(request("get", "1")).status, 200);
}

TEST_F(UnifiedTest, tellsAnErrorInASuccessfulAnswer)
{
    http.answer(200, R"({"code":"MISSING","message":"no such person"})");

    const auto response = call(request("get", "1"));

    EXPECT_EQ(response.status, 404);
    EXPECT_EQ(response.problem->category, "not_found");
    EXPECT_EQ(response.problem->origin, "provider");
    EXPECT_EQ(response.problem->detail, "no such person (MISSING)");
    EXPECT_EQ((*response.body)["type"].asString(), "urn:gatehouse:error:not_found");
}

TEST_F(UnifiedTest, mapsProviderStatusesToTheContracts)
{
    for (const auto& [provider, caller] : std::vector<std::pair<int, int>>{{400, 400},
                                                                           {401, 401},
                                                                           {403, 403},
                                                                           {404, 404},
                                                                           {409, 409},
                                                                           {422, 422},
                                                                           {500, 502},
                                                                           {503, 502},
                                                                           {504, 504}}) {
        http.answer(provider, R"({"message":"m"})");
        EXPECT_EQ(call(request("get", "1")).status, caller) << provider;
    }
}

TEST_F(UnifiedTest, tellsAProviderThatCannotBeReachedFromOneThatIsTooSlow)
{
    http.answers.emplace_back(fail(Errc::Unavailable, "connection refused"));
    const auto unreachable = call(request("get", "1"));
    http.answers.emplace_back(fail(Errc::Timeout, "no answer within 30 s"));
    const auto slow = call(request("get", "1"));
    http.answers.emplace_back(fail(Errc::Forbidden, "10.0.0.1 is a private address"));
    const auto forbidden = call(request("get", "1"));

    EXPECT_EQ(unreachable.status, 502);
    EXPECT_EQ(unreachable.problem->category, "server_error");
    EXPECT_EQ(slow.status, 504);
    EXPECT_EQ(slow.problem->category, "timeout");
    EXPECT_EQ(forbidden.status, 403);
    EXPECT_EQ(forbidden.problem->origin, "gateway");
    EXPECT_EQ(recorded.calls[0].exchanges[0].error, "connection refused");
}

TEST_F(UnifiedTest, refusesAnAnswerThatIsNotWhatItSays)
{
    http.answer(200, "<html>maintenance</html>");

    const auto response = call(request("get", "1"));

    EXPECT_EQ(response.status, 502);
    EXPECT_EQ(response.problem->providerStatus, 200);
}

TEST_F(UnifiedTest, refusesUnknownAccountsResourcesAndStatuses)
{
    auto unknown = request("get", "1");
    unknown.accountId = "acc_none";
    EXPECT_EQ(call(unknown).status, 404);
    auto nameless = request("get", "1");
    nameless.accountId.clear();
    EXPECT_EQ(call(nameless).status, 400);
    auto resource = request("get", "1");
    resource.resource = "unicorns";
    EXPECT_EQ(call(resource).status, 404);
    EXPECT_EQ(call(request("get")).status, 400);

    auto disabled = account();
    disabled.status = AccountStatus::Disabled;
    accounts.put(disabled);
    EXPECT_EQ(call(request("get", "1")).status, 403);
    disabled.status = AccountStatus::NeedsReauth;
    accounts.put(disabled);
    const auto reauth = call(request("get", "1"));
    EXPECT_EQ(reauth.status, 401);
    EXPECT_TRUE(reauth.problem->reauth);
    EXPECT_TRUE(http.requests.empty());
}

TEST_F(UnifiedTest, saysWhenTheAccountHasNoCredentials)
{
    credentials.kept.clear();

    const auto response = call(request("get", "1"));

    EXPECT_EQ(response.status, 401);
    EXPECT_EQ(response.problem->category, "auth_failure");
    EXPECT_TRUE(response.problem->reauth);
    EXPECT_TRUE(http.requests.empty());
}

TEST_F(UnifiedTest, appliesKeysAndPasswordsWhereTheSchemeSays)
{
    http.answer(200, kAda);
    accounts.put(account("key"));
    call(request("get", "1"));
    EXPECT_EQ(http.requests[0].url.query, "lang=en&api_key=k%2F1");
    EXPECT_FALSE(http.requests[0].headers.has("Authorization"));

    http.answer(200, kAda);
    accounts.put(account("basic"));
    call(request("get", "1"));
    EXPECT_EQ(http.requests[1].headers.get("Authorization"), "Basic dTpwOnc=");
}

TEST_F(UnifiedTest, keepsTheDefinitionItStartedWithAndGivesTheNextCallTheNewOne)
{
    http.answer(200, kAda);
    EXPECT_EQ((*call(request("get", "1")).body)["result"]["name"].asString(), "Ada Lovelace");

    auto files = test::acmeFiles();
    auto& mapping = files[1].text;
    mapping.replace(mapping.find("response.first & ' ' & response.last"), 36, "response.last");
    load(files);
    http.answer(200, kAda);

    EXPECT_EQ((*call(request("get", "1")).body)["result"]["name"].asString(), "Lovelace");
}

} // namespace
} // namespace gatehouse::pipeline
