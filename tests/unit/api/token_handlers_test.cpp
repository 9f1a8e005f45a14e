// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/api/api_fixture.h"

namespace gatehouse {
namespace {

using TokenHandlersTest = test::ApiTest;

TEST_F(TokenHandlersTest, aRefreshIsHandedToTheFacade)
{
    EXPECT_EQ(statusOf(request("POST", "/v1/accounts/acc_1/refresh")), 200);
    EXPECT_EQ(gateway.state.refreshes, (std::vector<std::string>{"acc_1"}));
}

Alert alertOf(std::string id, std::string environmentId, std::int64_t at)
{
    Alert alert;
    alert.id = std::move(id);
    alert.kind = "account_needs_reauth";
    alert.environmentId = std::move(environmentId);
    alert.title = "Look";
    alert.raisedAt = fromMillis(at);
    return alert;
}

class AlertHandlersTest : public test::ApiTest
{
protected:
    AlertHandlersTest()
    {
        gateway.alertsRole.list = {alertOf("a:1", "env_1", 1), alertOf("a:2", "env_2", 2),
                                   alertOf("a:3", "", 3)};
        gateway.alertsRole.list[1].accountId = "acc_2";
    }

    std::string ids(net::ServerRequest made)
    {
        const auto answer = send(std::move(made))->json();
        std::string out;
        for (const auto& alert : answer.root()["result"].items()) {
            out += std::string(alert["id"].asString()) + " ";
        }
        return out;
    }
};

TEST_F(AlertHandlersTest, listsThoseThatStandNewestFirstAndOthersOnDemand)
{
    gateway.alertsRole.list[0].resolvedAt = fromMillis(9);
    EXPECT_EQ(ids(request("GET", "/v1/alerts")), "a:3 a:2 ");
    EXPECT_EQ(ids(request("GET", "/v1/alerts?state=resolved")), "a:1 ");
    EXPECT_EQ(ids(request("GET", "/v1/alerts?state=all&limit=2")), "a:3 a:2 ");
    EXPECT_EQ(ids(request("GET", "/v1/alerts?account_id=acc_2")), "a:2 ");
    EXPECT_EQ(statusOf(request("GET", "/v1/alerts?state=odd")), 400);
}

TEST_F(AlertHandlersTest, tellsHowSevereTheyAreAndLeavesTheLesserOut)
{
    gateway.alertsRole.list[0].severity = AlertSeverity::Critical;
    gateway.alertsRole.list[1].severity = AlertSeverity::Info;
    EXPECT_EQ(ids(request("GET", "/v1/alerts?severity=info")), "a:3 a:2 a:1 ");
    EXPECT_EQ(ids(request("GET", "/v1/alerts?severity=warning")), "a:3 a:1 ");
    EXPECT_EQ(ids(request("GET", "/v1/alerts?severity=critical")), "a:1 ");
    EXPECT_EQ(statusOf(request("GET", "/v1/alerts?severity=bad")), 400);
    EXPECT_EQ(send(request("GET", "/v1/alerts/a:1"))->json().root()["severity"].asString(), "critical");
}

TEST_F(AlertHandlersTest, showsAKeyOnlyTheAlertsOfItsEnvironments)
{
    EXPECT_EQ(ids(withKey(request("GET", "/v1/alerts"), "env1-key")), "a:1 ");
    EXPECT_EQ(statusOf(withKey(request("GET", "/v1/alerts/a:2"), "env1-key")), 404);
    EXPECT_EQ(statusOf(withKey(request("POST", "/v1/alerts/a:3/acknowledge"), "env1-key")), 404);
    EXPECT_EQ(statusOf(withKey(request("POST", "/v1/alerts/a:1/acknowledge"), "read-key")), 403);
    EXPECT_FALSE(gateway.alertsRole.list[2].acknowledgedAt);
    EXPECT_EQ(statusOf(withKey(request("POST", "/v1/alerts/a:1/acknowledge"), "call-key")), 200);
    EXPECT_TRUE(gateway.alertsRole.list[0].acknowledgedAt);
}

TEST_F(TokenHandlersTest, whateverIsOrderedIsTheKeysOrder)
{
    static_cast<void>(send(withKey(request("POST", "/v1/accounts/acc_1/refresh"), "call-key")));
    EXPECT_EQ(gateway.auditRole.actors, (std::vector<std::string>{"key:key_call-key"}));
}

} // namespace
} // namespace gatehouse
