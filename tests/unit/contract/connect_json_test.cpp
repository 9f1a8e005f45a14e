// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/contract/connect_json.h"
#include "core/json/parse.h"
#include "core/json/write.h"

#include <gtest/gtest.h>

namespace gatehouse {
namespace {

ConnectSession fullSession()
{
    ConnectSession session;
    session.id = "con_1";
    session.accountId = "acc_1";
    session.environmentId = "env_1";
    session.integration = "acme";
    session.label = "Acme";
    session.auth = "sign_in";
    session.kind = "oauth2_device_code";
    session.reconnect = true;
    session.status = ConnectStatus::Failed;
    session.createdAt = fromMillis(1'760'000'000'000);
    session.expiresAt = fromMillis(1'760'000'600'000);
    session.endedAt = fromMillis(1'760'000'100'000);
    session.authorizeUrl = "https://id.example/authorize?state=st";
    session.state = "st";
    session.redirectUri = "http://127.0.0.1/oauth/callback";
    session.device = DevicePrompt{
        "AB-CD", "https://x/", "https://x/?c", std::chrono::seconds(7), fromMillis(1'760'000'200'000), 3};
    session.scopesRequested = {"a", "b"};
    session.scopesGranted = {"a"};
    session.failure = ConnectFailure{"access_denied", "no", "refused", "again", ConnectFixer::CustomerAdmin};
    session.tokenExpiresAt = fromMillis(1'760'003'600'000);
    ConnectStep& step = session.step(ConnectStepKind::Exchange);
    step.state = ConnectStepState::Failed;
    step.startedAt = session.createdAt;
    step.note = "refused";
    step.checks = {{"state", true, "ok"}};
    Exchange exchange;
    exchange.method = "POST";
    exchange.url = "https://id.example/token";
    exchange.status = 400;
    step.exchanges = {exchange};
    step.claims.push_back({"id_token", *json::parse(R"({"alg":"RS256"})"),
                           *json::parse(R"({"iss":"https://id.example","exp":1760003600})")});
    step.failure = session.failure;
    for (std::size_t i = 0; i < kConnectSteps; ++i) {
        session.steps[i].kind = static_cast<ConnectStepKind>(i);
    }
    return session;
}

TEST(ConnectJson, readsBackWhatItWrote)
{
    json::Arena arena;
    const auto text = json::write(toJson(fullSession(), arena));
    EXPECT_EQ(json::write(toJson(connectSessionFromJson(toJson(fullSession(), arena)), arena)), text);
    EXPECT_NE(text.find("\"fixer\":\"customer_admin\""), std::string::npos);
    EXPECT_NE(text.find(R"("claims":[{"token":"id_token","header":{"alg":"RS256"})"), std::string::npos);
}

TEST(ConnectJson, leavesOutOfProgressWhatCouldFinishTheSession)
{
    json::Arena arena;
    const auto text = json::write(progressToJson(fullSession(), arena));
    EXPECT_EQ(text.find("authorize_url"), std::string::npos);
    EXPECT_EQ(text.find("\"state\":\"st\""), std::string::npos);
    EXPECT_EQ(text.find("exchanges"), std::string::npos);
    EXPECT_NE(text.find("\"step\":\"exchange\",\"state\":\"failed\""), std::string::npos);
}

} // namespace
} // namespace gatehouse
