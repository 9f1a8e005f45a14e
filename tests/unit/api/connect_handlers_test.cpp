// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/callback_html.h"
#include "tests/unit/api/api_fixture.h"

namespace gatehouse {
namespace {

class ConnectApiTest : public test::ApiTest
{
protected:
    std::shared_ptr<test::FakeResponder> start(const std::string& body)
    {
        return send(request("POST", "/v1/connect/sessions", body));
    }
};

constexpr const char* kWish =
    R"({"environment_id":"env_1","integration":"alpha","auth":"oauth2_authorization_code",
    "fields":{"company":"acme"},"credentials":{"client_secret":"s3cret"},"scopes":["read"]})";

TEST_F(ConnectApiTest, startsASessionAndAnswersWithTheUrlItsStateAndItsEnd)
{
    const auto answer = start(kWish);
    EXPECT_EQ(answer->response.status, 201);
    const auto session = answer->json();
    EXPECT_FALSE(session.root()["authorize_url"].asString().empty());
    EXPECT_EQ(session.root()["state"].asString(), "st_1");
    EXPECT_FALSE(session.root()["expires_at"].asString().empty());
    EXPECT_EQ(session.root()["steps"].size(), kConnectSteps);
    ASSERT_EQ(gateway.state.connectRequests.size(), 1U);
    const auto& asked = gateway.state.connectRequests.front();
    EXPECT_EQ(asked.fields.at("company"), "acme");
    EXPECT_EQ(asked.secrets.at("client_secret").reveal(), "s3cret");
    EXPECT_EQ(asked.scopes, std::vector<std::string>{"read"});
    EXPECT_EQ(answer->response.body.find("s3cret"), std::string::npos);
}

TEST_F(ConnectApiTest, showsSessionsToAdminKeysOfTheirEnvironmentOnly)
{
    const auto id = std::string(start(kWish)->json().root()["id"].asString());
    const auto target = "/v1/connect/sessions/" + id;
    EXPECT_EQ(statusOf(request("GET", target)), 200);
    EXPECT_EQ(statusOf(withKey(request("GET", target), "read-key")), 403);
    EXPECT_EQ(statusOf(withKey(request("GET", target), "env1-key")), 200);
    gateway.state.connectSessions.front().environmentId = "env_2";
    EXPECT_EQ(statusOf(withKey(request("GET", target), "env1-key")), 403);
    EXPECT_EQ(statusOf(withKey(request("POST", target + "/cancel"), "env1-key")), 403);
    EXPECT_EQ(withKey(request("GET", "/v1/connect/sessions"), "env1-key").method, "GET");
    EXPECT_EQ(
        send(withKey(request("GET", "/v1/connect/sessions"), "env1-key"))->json().root()["result"].size(),
        0U);
    EXPECT_TRUE(gateway.state.connectActions.empty());
}

TEST_F(ConnectApiTest, passesActionsAndPastedCallbacksOn)
{
    const auto target = "/v1/connect/sessions/" + std::string(start(kWish)->json().root()["id"].asString());
    EXPECT_EQ(statusOf(request("POST", target + "/opened")), 200);
    EXPECT_EQ(statusOf(request("POST", target + "/retry")), 200);
    EXPECT_EQ(statusOf(request("POST", target + "/callback", R"({"url":"http://x/?code=1"})")), 200);
    EXPECT_EQ(statusOf(request("POST", target + "/callback", R"({})")), 400);
    ASSERT_EQ(gateway.state.connectActions.size(), 2U);
    EXPECT_EQ(gateway.state.connectActions[0].second, ConnectAction::BrowserOpened);
    EXPECT_EQ(gateway.state.connectActions[1].second, ConnectAction::Retry);
    EXPECT_EQ(gateway.state.pastedCallbacks, std::vector<std::string>{"http://x/?code=1"});
}

TEST_F(ConnectApiTest, showsTheBrowserAPageWithoutAKeyAndWithoutScripts)
{
    gateway.state.callbackPage = {400, "Not <connected>", "\"x\" & 'y'", {}};
    auto came = request("GET", "/oauth/callback?code=1&state=s&anything=else");
    came.headers.remove("Authorization");
    const auto answer = send(std::move(came));
    EXPECT_EQ(answer->response.status, 400);
    EXPECT_EQ(gateway.state.callbackQueries, std::vector<std::string>{"code=1&state=s&anything=else"});
    EXPECT_NE(answer->response.body.find("Not &lt;connected&gt;"), std::string::npos);
    EXPECT_NE(answer->response.body.find("&quot;x&quot; &amp; &#39;y&#39;"), std::string::npos);
    EXPECT_EQ(answer->response.body.find("<script"), std::string::npos);
    EXPECT_EQ(answer->response.headers.get("Referrer-Policy"), "no-referrer");
    EXPECT_EQ(answer->response.headers.get("Cache-Control"), "no-store");
    EXPECT_NE(answer->response.headers.get("Content-Security-Policy").value_or("").find("default-src 'none'"),
              std::string_view::npos);
}

TEST_F(ConnectApiTest, revokesAndRotatesAccounts)
{
    EXPECT_EQ(statusOf(request("POST", "/v1/accounts/acc_1/revoke")), 200);
    EXPECT_EQ(statusOf(withKey(request("POST", "/v1/accounts/acc_2/revoke"), "env1-key")), 403);
    EXPECT_EQ(statusOf(request("POST", "/v1/accounts/acc_1/rotate", R"({"credentials":{"api_key":"n"}})")),
              200);
    EXPECT_EQ(statusOf(request("POST", "/v1/accounts/acc_1/rotate", R"({"credentials":{"api_key":1}})")),
              400);
    ASSERT_EQ(gateway.state.rotatedAccounts.size(), 1U);
    EXPECT_EQ(gateway.state.rotatedAccounts[0].second.at("api_key").reveal(), "n");
    EXPECT_EQ(gateway.state.revokedAccounts, std::vector<std::string>{"acc_1"});
}

} // namespace
} // namespace gatehouse
