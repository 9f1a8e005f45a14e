// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/pipeline/unified_fixture.h"

namespace gatehouse::pipeline {
namespace {

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
