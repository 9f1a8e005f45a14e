// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/url.h"
#include "tests/e2e/sandbox_node.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gatehouse::e2e {
namespace {

/// The vendor's own faults that speak of its limits.
std::vector<std::string> limitFaults(std::uint16_t port)
{
    std::vector<std::string> kinds;
    const auto about = vendorCall(port, "GET", "/_sandbox").json();
    for (const auto& fault : about.root()["faults"].members()) {
        if (fault.name.find("limit") != std::string_view::npos
            || fault.name.find("throttl") != std::string_view::npos) {
            kinds.emplace_back(fault.name);
        }
    }
    return kinds;
}

/// Asks a gateway that has not been refused yet: after a refusal it would answer by itself.
void expectOneNormalised429(const std::string& integration, const std::string& kind)
{
    const SandboxNode sandbox;
    ASSERT_TRUE(sandbox.node.ready());
    const auto account = sandbox.accountAt(integration);
    ASSERT_EQ(sandbox.contacts(account).status, 200);
    const auto port = sandbox.vendorPort(account);
    const auto put = vendorCall(port, "POST", "/_sandbox/faults", R"({"kind":")" + kind + R"("})");
    ASSERT_EQ(put.status, 200) << put.body;
    const auto before = vendorRequests(port);
    const auto answer = sandbox.contacts(account);
    const auto where = integration + " " + kind + ": " + answer.body;
    EXPECT_EQ(vendorRequests(port) - before, 1) << where;
    EXPECT_EQ(answer.status, 429) << where;
    EXPECT_EQ(answer.header("content-type"), "application/problem+json") << where;
    const auto body = answer.json();
    EXPECT_EQ(body.root()["category"].asString(), "rate_limited") << where;
    EXPECT_EQ(body.root()["origin"].asString(), "provider") << where;
    EXPECT_EQ(body.root()["provider"].asString(), integration) << where;
    EXPECT_TRUE(body.root()["retryable"].asBool()) << where;
    EXPECT_THAT(answer.header("retry-after"), testing::MatchesRegex("[0-9]+")) << where;
    for (const auto* name : {"ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", "ratelimit"}) {
        EXPECT_FALSE(answer.header(name).empty()) << name << " is missing, " << where;
    }
}

class LimitsTest : public testing::Test
{
protected:
    void SetUp() override { ASSERT_TRUE(sandbox.node.ready()) << sandbox.node.errors(); }

    SandboxNode sandbox;
};

/// Whatever form a vendor's refusal takes, the caller gets one normalised 429, at once, for one request.
TEST_F(LimitsTest, everyVendorsRefusalIsOneNormalised429ForOneUpstreamRequest)
{
    for (const auto& account : sandbox.oneOfEachVendor()) {
        ASSERT_EQ(sandbox.contacts(account).status, 200);
        const auto kinds = limitFaults(sandbox.vendorPort(account));
        EXPECT_FALSE(kinds.empty()) << account.integration << " knows no fault of its limits";
        for (const auto& kind : kinds) {
            expectOneNormalised429(account.integration, kind);
        }
    }
}

TEST_F(LimitsTest, ordinaryAnswersCarryTheProvidersLimits)
{
    std::size_t told = 0;
    for (const auto& account : sandbox.oneOfEachVendor()) {
        const auto answer = sandbox.contacts(account);
        ASSERT_EQ(answer.status, 200);
        told += answer.header("ratelimit-remaining").empty() ? 0U : 1U;
    }
    EXPECT_GT(told, 0U);
    EXPECT_EQ(sandbox.node.call("GET", "/v1/limits").status, 200);
}

} // namespace
} // namespace gatehouse::e2e
