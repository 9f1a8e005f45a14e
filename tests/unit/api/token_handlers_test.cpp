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

} // namespace
} // namespace gatehouse
