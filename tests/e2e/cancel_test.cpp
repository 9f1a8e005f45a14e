// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/write.h"
#include "tests/e2e/sandbox_node.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <optional>

namespace gatehouse::e2e {
namespace {

/// The newest recorded call of an account, once it has ended; empty after kPatience.
json::Document lastCallOf(const SandboxNode& sandbox, const DemoAccount& account, const std::string& notThis)
{
    const auto until = std::chrono::steady_clock::now() + kPatience;
    while (std::chrono::steady_clock::now() < until) {
        auto list = sandbox.node.call("GET", "/v1/calls?limit=1&account_id=" + account.id).json();
        const auto& call = list.root()["result"][std::size_t{0}];
        if (call["id"].asString() != notThis && call["status"].isNumber()) {
            return sandbox.node.call("GET", "/v1/calls/" + std::string(call["id"].asString())).json();
        }
    }
    return {};
}

std::string newestCallId(const SandboxNode& sandbox, const DemoAccount& account)
{
    const auto list = sandbox.node.call("GET", "/v1/calls?limit=1&account_id=" + account.id).json();
    return std::string(list.root()["result"][std::size_t{0}]["id"].asString());
}

/// Two calls to a vendor that takes the request and never answers: its caller hangs up, or the node is ended.
class CancelTest : public testing::TestWithParam<std::string>
{
protected:
    CancelTest()
        : account(sandbox.accountAt("hubspot"))
    {
        EXPECT_EQ(sandbox.contacts(account).status, 200);
        vendor = sandbox.vendorPort(account);
        before = newestCallId(sandbox, account);
        const auto fault = vendorCall(vendor, "POST", "/_sandbox/faults", R"({"kind":"hang"})");
        EXPECT_EQ(fault.status, 200) << fault.body;
    }

    /// Sends the request and waits until the vendor has it.
    void askAndWaitForTheVendor()
    {
        const auto had = vendorRequests(vendor);
        caller.emplace(sandbox.node.port());
        ASSERT_TRUE(caller->send(sandbox.node.requestText("GET", GetParam() + account.id + suffix())));
        const auto until = std::chrono::steady_clock::now() + kPatience;
        while (vendorRequests(vendor) == had && std::chrono::steady_clock::now() < until) {}
        ASSERT_GT(vendorRequests(vendor), had);
    }

    [[nodiscard]] std::string suffix() const
    {
        return GetParam().find("proxy") == std::string::npos ? "" : "/crm/v3/objects/contacts";
    }

    SandboxNode sandbox;
    DemoAccount account;
    std::uint16_t vendor = 0;
    std::string before;
    std::optional<HttpPeer> caller;
};

TEST_P(CancelTest, aCallerThatHangsUpEndsItsCallAtOnceAndOthersGoOn)
{
    askAndWaitForTheVendor();
    const auto hungUp = std::chrono::steady_clock::now();
    caller.reset();
    const auto call = lastCallOf(sandbox, account, before);
    ASSERT_EQ(call.root()["summary"]["status"].asInt(), 499) << json::write(call.root());
    // Far below the provider's own time limit of half a minute.
    EXPECT_LT(std::chrono::steady_clock::now() - hungUp, std::chrono::seconds(25));
    EXPECT_EQ(sandbox.contacts(account).status, 200);
}

TEST_P(CancelTest, aNodeThatEndsDoesNotWaitForAVendorThatHangs)
{
    askAndWaitForTheVendor();
    sandbox.node.terminate();
    const auto answer = caller->read();
    EXPECT_TRUE(answer.status == 503 || answer.status == 0) << answer.status << " " << answer.body;
    EXPECT_EQ(sandbox.node.exitCode(), 0);
}

INSTANTIATE_TEST_SUITE_P(UnifiedAndProxied, CancelTest,
                         testing::Values("/v1/unified/crm/contacts?account_id=", "/v1/proxy/"),
                         [](const auto& way) { return way.index == 0 ? "unified" : "proxied"; });

} // namespace
} // namespace gatehouse::e2e
