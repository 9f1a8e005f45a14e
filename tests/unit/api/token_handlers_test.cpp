// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/api/api_fixture.h"

namespace gatehouse {
namespace {

using TokenHandlersTest = test::ApiTest;

TEST_F(TokenHandlersTest, theAuditLogIsPagedFromTheNewestBackwards)
{
    for (std::uint64_t i = 1; i <= 5; ++i) {
        gateway.state.audit.push_back(
            {i, fromMillis(static_cast<std::int64_t>(i)), "system", "token.refresh", "acc_1", {}});
    }
    std::vector<std::int64_t> seen;
    std::string target = "/v1/audit?limit=2";
    for (int pages = 0; pages < 3; ++pages) {
        const auto answer = send(request("GET", target));
        ASSERT_EQ(answer->response.status, 200) << answer->response.body;
        const auto body = answer->json();
        for (const auto& entry : (*body)["result"].items()) {
            seen.push_back(entry["sequence"].asInt());
        }
        const auto next = (*body)["next_cursor"];
        if (next.isNull()) {
            break;
        }
        target = "/v1/audit?limit=2&cursor=" + std::string(next.asString());
    }
    EXPECT_EQ(seen, (std::vector<std::int64_t>{5, 4, 3, 2, 1}));
    EXPECT_EQ(send(request("GET", "/v1/audit?cursor=bm90LWEtbnVtYmVy"))->response.status, 400);
}

TEST_F(TokenHandlersTest, aRefreshIsHandedToTheFacade)
{
    EXPECT_EQ(statusOf(request("POST", "/v1/accounts/acc_1/refresh")), 200);
    EXPECT_EQ(gateway.state.refreshes, (std::vector<std::string>{"acc_1"}));
}

} // namespace
} // namespace gatehouse
