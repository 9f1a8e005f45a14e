// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/api/api_fixture.h"

#include <gmock/gmock.h>

namespace gatehouse {
namespace {

using testing::HasSubstr;

class RestApiTest : public test::ApiTest
{
protected:
    /// Every problem has the contract's members.
    static void expectProblem(const test::FakeResponder& answer, int status, std::string_view category)
    {
        EXPECT_EQ(answer.response.status, status);
        EXPECT_EQ(answer.response.headers.get("Content-Type"), "application/problem+json");
        const auto body = answer.json();
        EXPECT_EQ(body.root()["status"].asInt(), status) << answer.response.body;
        EXPECT_EQ(body.root()["category"].asString(), category);
        EXPECT_EQ(body.root()["type"].asString(), "urn:gatehouse:error:" + std::string(category));
        EXPECT_EQ(body.root()["origin"].asString(), "gateway");
        EXPECT_EQ(body.root()["request_id"].asString(), *answer.response.headers.get("Gatehouse-Request-Id"));
        EXPECT_FALSE(body.root()["occurred_at"].asString().empty());
    }
};

TEST_F(RestApiTest, answersOnlyHealthReadinessAndCallbacksWithoutAKey)
{
    for (const auto& route : api.router().routes()) {
        auto made = request(route->method == "*" ? "GET" : route->method, route->path);
        made.headers.remove("Authorization");
        const bool open =
            route->path == "/healthz" || route->path == "/readyz" || route->path == "/oauth/callback";
        EXPECT_EQ(statusOf(std::move(made)), open ? 200 : 401) << route->method << " " << route->path;
    }
}

TEST_F(RestApiTest, refusesAMissingOrUnknownKeyWith401AndAChallenge)
{
    auto missing = request("GET", "/v1/accounts");
    missing.headers.remove("Authorization");
    const auto answer = send(std::move(missing));
    expectProblem(*answer, 401, "unauthorized");
    EXPECT_THAT(std::string(answer->response.headers.get("WWW-Authenticate").value_or("")),
                HasSubstr("Bearer"));
    expectProblem(*send(withKey(request("GET", "/v1/accounts"), "other")), 401, "unauthorized");
    auto basic = request("GET", "/v1/accounts");
    basic.headers.set("Authorization", "Basic YWRtaW4ta2V5");
    expectProblem(*send(std::move(basic)), 401, "unauthorized");
    auto lower = request("GET", "/v1/accounts");
    lower.headers.set("Authorization", "bearer admin-key");
    EXPECT_EQ(statusOf(std::move(lower)), 200);
}

TEST_F(RestApiTest, refusesEscapesThatAreNotTextAndStaysReadable)
{
    for (const auto* target :
         {"/v1/accounts/%ff%fe", "/v1/accounts?limit=%ff", "/v1/unified/crm/contacts?account_id=%c3%28"}) {
        expectProblem(*send(request("GET", target)), 400, "validation_error");
    }
    EXPECT_EQ(statusOf(request("GET", "/v1/accounts?environment_id=%C3%A4")), 200);
}

TEST_F(RestApiTest, keepsBytesThatAreNotTextOutOfItsJson)
{
    gateway.state.failure = Error{Errc::Unavailable, "the vendor said \"St\xF6r\"", {}, {}, {}};
    const auto answer = send(request("GET", "/v1/accounts"));
    EXPECT_THAT(answer->response.body, HasSubstr("St\xEF\xBF\xBDr"));
    EXPECT_FALSE(answer->json().root()["detail"].asString().empty());
}

TEST_F(RestApiTest, refusesFieldsOfTheWrongTypeByTheirPointer)
{
    const auto wrong = send(
        request("POST", "/v1/accounts", R"({"environment_id":"env_1","integration":"alpha","label":7})"));
    expectProblem(*wrong, 400, "validation_error");
    EXPECT_EQ(wrong->json().root()["pointer"].asString(), "/label");
    const auto status = send(request("PATCH", "/v1/accounts/acc_1", R"({"status":"sleeping"})"));
    expectProblem(*status, 400, "validation_error");
    EXPECT_EQ(status->json().root()["pointer"].asString(), "/status");
    expectProblem(*send(request("PATCH", "/v1/accounts/acc_1", R"({"label":null})")), 400,
                  "validation_error");
    EXPECT_EQ(statusOf(request("POST", "/v1/environments", R"({"name":"x","metadata":null,"new_field":1})")),
              201);
}

TEST_F(RestApiTest, letsEachScopeDoWhatItMayAndNoMore)
{
    EXPECT_EQ(statusOf(withKey(request("GET", "/v1/accounts"), "read-key")), 200);
    expectProblem(*send(withKey(request("GET", "/v1/unified/crm/contacts?account_id=acc_1"), "read-key")),
                  403, "forbidden");
    EXPECT_EQ(statusOf(withKey(request("GET", "/v1/unified/crm/contacts?account_id=acc_1"), "call-key")),
              200);
    expectProblem(*send(withKey(request("POST", "/v1/environments", R"({"name":"x"})"), "call-key")), 403,
                  "forbidden");
    EXPECT_EQ(statusOf(request("POST", "/v1/environments", R"({"name":"x"})")), 201);
}

TEST_F(RestApiTest, refusesKeysFromAddressesOutsideTheirAllowList)
{
    gateway.state.keys["read-key"].cidrs = {"10.0.0.1"};
    expectProblem(*send(withKey(request("GET", "/v1/accounts"), "read-key")), 403, "forbidden");
}

TEST_F(RestApiTest, refusesAForeignHostBeforeAnythingElse)
{
    auto rebound = request("GET", "/healthz");
    rebound.headers.set("Host", "evil.example");
    expectProblem(*send(std::move(rebound)), 403, "forbidden");
    auto missing = request("GET", "/healthz");
    missing.headers.remove("Host");
    expectProblem(*send(std::move(missing)), 403, "forbidden");
}

TEST_F(RestApiTest, tellsUnknownPathsMethodsParametersAndBodies)
{
    expectProblem(*get("/v1/nothing"), 404, "not_found");
    expectProblem(*get("/v1/accounts/../keys"), 400, "validation_error");
    const auto wrongMethod = send(request("DELETE", "/v1/accounts"));
    expectProblem(*wrongMethod, 405, "unsupported");
    EXPECT_EQ(wrongMethod->response.headers.get("Allow"), "GET, HEAD, POST, OPTIONS");
    expectProblem(*get("/v1/accounts?limt=1"), 400, "validation_error");
    expectProblem(*send(request("GET", "/v1/accounts", "{}")), 400, "validation_error");
    expectProblem(*send(request("POST", "/v1/environments")), 400, "validation_error");
    expectProblem(*send(request("POST", "/v1/environments", "[1]")), 400, "validation_error");
}

TEST_F(RestApiTest, answersOptionsWithTheMethodsOfThePath)
{
    const auto answer = send(request("OPTIONS", "/v1/accounts/acc_1"));
    EXPECT_EQ(answer->response.status, 204);
    EXPECT_EQ(answer->response.headers.get("Allow"), "GET, HEAD, PATCH, DELETE, OPTIONS");
}

TEST_F(RestApiTest, takesOnlyJsonAndSaysWhereItIsBroken)
{
    auto form = request("POST", "/v1/environments", "name=x");
    form.headers.set("Content-Type", "application/x-www-form-urlencoded");
    expectProblem(*send(std::move(form)), 415, "validation_error");
    auto suffixed = request("POST", "/v1/environments", R"({"name":"x"})");
    suffixed.headers.set("Content-Type", "application/merge-patch+json; charset=utf-8");
    EXPECT_EQ(statusOf(std::move(suffixed)), 201);
    const auto broken = send(request("POST", "/v1/environments", "{\n  \"name\": \"x\",\n}"));
    expectProblem(*broken, 400, "validation_error");
    EXPECT_EQ(broken->json().root()["line"].asInt(), 3);
}

TEST_F(RestApiTest, mapsErrorsOfTheGatewayToTheirStatus)
{
    const std::vector<std::pair<Errc, int>> table{
        {Errc::InvalidArgument, 400}, {Errc::NotFound, 404},    {Errc::AlreadyExists, 409},
        {Errc::Conflict, 409},        {Errc::ConfigError, 422}, {Errc::MappingError, 422},
        {Errc::Unsupported, 501},     {Errc::Unavailable, 503}, {Errc::Timeout, 504},
        {Errc::CircuitOpen, 503},     {Errc::RateLimited, 429}, {Errc::Internal, 500},
    };
    for (const auto& [code, status] : table) {
        gateway.state.failure = Error{code, "why", {}, {}, {}};
        const auto answer = get("/v1/models");
        expectProblem(*answer, status, answerFor(code).category);
        EXPECT_EQ(answer->response.headers.has("Retry-After"), status == 429 || status == 503) << status;
    }
}

TEST_F(RestApiTest, readsNoLargeBodyForACallerWithoutTheRight)
{
    auto head = request("PUT", "/v1/integrations/alpha");
    head.headers.add("Content-Length", "1000000");
    EXPECT_GT(api.bodyPolicy(head).maxBytes, 1'000'000U);
    EXPECT_LT(api.bodyPolicy(withKey(head, "read-key")).maxBytes, 1'000'000U);
    EXPECT_LT(api.bodyPolicy(withKey(head, "nobody")).maxBytes, 1'000'000U);
}

TEST_F(RestApiTest, streamsLargeProxyBodiesAndHandsSmallOnesOnWhole)
{
    auto head = request("POST", "/v1/proxy/acc_1/upload");
    head.headers.add("Content-Length", "100");
    EXPECT_FALSE(api.bodyPolicy(head).stream);
    head.headers.set("Content-Length", "70000");
    EXPECT_TRUE(api.bodyPolicy(head).stream);
    head.headers.remove("Content-Length");
    head.headers.add("Transfer-Encoding", "chunked");
    EXPECT_TRUE(api.bodyPolicy(head).stream);
}

TEST_F(RestApiTest, isNotReadyWhileItDrains)
{
    EXPECT_EQ(get("/readyz")->response.status, 200);
    api.startDraining("the node is shutting down");
    expectProblem(*get("/readyz"), 503, "server_error");
    EXPECT_EQ(get("/healthz")->response.status, 200);
}

} // namespace
} // namespace gatehouse
