// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/pipeline/unified_fixture.h"

namespace gatehouse::pipeline {
namespace {

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

TEST_F(UnifiedTest, fillsACreateWithTheModelsDefaults)
{
    auto files = test::acmeFiles();
    auto& model = files[2].text;
    model.replace(model.find(R"("required": ["id"])"), 18, R"("required": ["id", "phone"])");
    model.replace(model.find(R"("type": ["string", "null"])"), 26,
                  R"("type": ["string", "null"], "default": "none")");
    load(files);
    auto wanted = request("create");
    for (const auto& [given, sent] :
         {std::pair{R"({"name": "New"})", R"({"first":"New","tel":"none"})"},
          std::pair{R"({"name": "New", "phone": "5"})", R"({"first":"New","tel":"5"})"},
          std::pair{R"({"name": "New", "phone": null})", R"({"first":"New","tel":null})"}}) {
        http.answer(201, R"({"id": 9})");
        http.answer(200, R"({"id": 9, "age": "1"})");
        wanted.body = *json::parse(given);

        EXPECT_EQ(call(wanted).status, 201) << given;
        EXPECT_EQ(http.requests[http.requests.size() - 2].body, sent);
    }
    wanted = request("update", "9");
    http.answer(200, R"({"id": 9})");
    http.answer(200, R"({"id": 9, "age": "1"})");
    wanted.body = *json::parse(R"({"name": "Other"})");
    EXPECT_EQ(call(wanted).status, 200);
    EXPECT_EQ(http.requests.back().body, R"({"first":"Other"})") << "an update changes what it names";
}

TEST_F(UnifiedTest, tellsAWriteAsDoneWhenItsAnswerCannotBeRead)
{
    struct Unreadable
    {
        const char* name;
        std::string body;
        std::optional<Error> broken;
    };

    const Error cut{Errc::Unavailable, "the connection broke", {}, {}, {}};
    const Error tooLong{Errc::LimitExceeded, "at most 64 MiB", {}, {}, {}};
    const std::string deep = std::string(600, '[') + std::string(600, ']');
    for (const Unreadable& answer :
         {Unreadable{"broken JSON", R"({"id": 9, )", {}}, Unreadable{"too deep", deep, {}},
          Unreadable{"an error page", "<html>oops</html>", {}}, Unreadable{"cut off", R"({"id")", cut},
          Unreadable{"too long", "", tooLong}}) {
        http.answer(201, answer.body);
        http.answers.back()->bodyError = answer.broken;
        auto wanted = request("create");
        wanted.body = *json::parse(R"({"name": "New"})");

        const auto response = call(wanted);

        EXPECT_EQ(response.status, 201) << answer.name;
        EXPECT_FALSE(response.problem) << answer.name;
        EXPECT_EQ(result(response), "{}") << answer.name;
        ASSERT_EQ(response.warnings.size(), 1U) << answer.name;
        EXPECT_TRUE(response.warnings[0].message.starts_with("written, but")) << answer.name;
        EXPECT_EQ(recorded.calls.back().summary.providerStatus, 201) << answer.name;
    }
    EXPECT_EQ(http.requests.size(), 5U);
}

TEST_F(UnifiedTest, knowsTheIdOfAWriteWhoseAnswerCannotBeRead)
{
    accounts.put(account(), overriding("crm.contacts.update", R"({"before": null})"));
    http.answer(200, "{");
    auto wanted = request("update", "7");
    wanted.body = *json::parse(R"({"phone": "6"})");
    EXPECT_EQ(result(call(wanted)), R"({"id":"7"})");

    http.answer(200, "{");
    EXPECT_EQ(result(call(request("delete", "8"))), R"({"id":"8"})");
}

TEST_F(UnifiedTest, failsAWriteThatTheProviderRefusedWhateverItsBodyIs)
{
    for (const int status : {302, 400, 429, 500}) {
        http.answer(status, "{");
        http.answers.back()->bodyError = Error{Errc::Unavailable, "the connection broke", {}, {}, {}};
        auto wanted = request("create");
        wanted.body = *json::parse(R"({"name": "New"})");

        EXPECT_GE(call(wanted).status, 400) << status;
    }
}

TEST_F(UnifiedTest, answersADeleteWithTheId)
{
    http.answer(204, "", {});

    const auto response = call(request("delete", "1"));

    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(result(response), R"({"id":"1"})");
    EXPECT_EQ(http.requests[0].method, "DELETE");
}

} // namespace
} // namespace gatehouse::pipeline
