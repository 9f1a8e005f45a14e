// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/pipeline/unified_fixture.h"

namespace gatehouse::pipeline {
namespace {

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

TEST_F(UnifiedTest, takesNeitherARedirectNorAPageForPeopleForAnEmptyList)
{
    http.answer(302, "", {{"Location", "https://elsewhere.example/"}});
    const auto redirected = call(request("list"));
    http.answer(200, "<html>please sign in</html>", {{"Content-Type", "text/html"}});
    const auto page = call(request("list"));
    http.answer(204, "", {});
    const auto nothing = call(request("list"));

    EXPECT_EQ(redirected.status, 502);
    EXPECT_EQ(redirected.problem->providerStatus, 302);
    EXPECT_FALSE(redirected.problem->retryable);
    EXPECT_EQ(page.status, 502);
    EXPECT_EQ(page.problem->providerStatus, 200);
    EXPECT_EQ(nothing.status, 200);
    EXPECT_EQ((*nothing.body)["result"].size(), 0U);
}

TEST_F(UnifiedTest, readsAnErrorPageInLatin1)
{
    http.answer(500, "<html>St\xF6r</html>", {{"Content-Type", "text/html; charset=iso-8859-1"}});

    const auto response = call(request("list"));

    EXPECT_EQ(response.problem->providerError.root().asString(), "<html>St\xC3\xB6r</html>");
}

TEST_F(UnifiedTest, tellsAWriteThatWasAnsweredByAPageForPeopleAsDone)
{
    http.answer(201, "<p>created</p>", {{"Content-Type", "text/html"}});
    auto made = request("create");
    made.body = *json::parse(R"({"name":"Jo Berg","last_name":"Berg"})");

    const auto response = call(made);

    EXPECT_EQ(response.status, 201);
    EXPECT_GT((*response.body)["warnings"].size(), 0U);
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

} // namespace
} // namespace gatehouse::pipeline
