// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/gateway/node_fixture.h"
#include "tests/unit/net/test_server.h"

#include <stop_token>

namespace gatehouse {
namespace {

/// A node whose provider takes every request and never answers.
class CancellationTest : public test::NodeFixture
{
protected:
    CancellationTest()
    {
        stopNode();
        overRealHttp = true;
        startNode();
        const std::string fields = R"("context": {"base": ")" + provider.url("")
                                   + R"("}, "credentials": {"access_token": "secret-token-1"})";
        const auto account = connect(fields.c_str());
        EXPECT_TRUE(account) << account.error().describe();
        accountId = account ? account->id : std::string();
    }

    /// Begins the call, and waits until the provider has it.
    void beginUnified(std::stop_token stop)
    {
        UnifiedRequest request;
        request.accountId = accountId;
        request.model = "crm";
        request.resource = "contacts";
        request.method = "get";
        request.id = "1";
        request.stop = std::move(stop);
        node->calls().unified(request, Completion<UnifiedResponse>([this](Result<UnifiedResponse> answer) {
                                  unified = std::move(answer);
                              }));
        ASSERT_TRUE(test::runUntil([this] { return !waiting.empty(); }));
    }

    void beginProxy(std::stop_token stop)
    {
        ProxyRequest request;
        request.accountId = accountId;
        request.method = "GET";
        request.path = "/people";
        request.stop = std::move(stop);
        node->proxyCalls().proxy(request, Completion<ProxyResponse>([this](Result<ProxyResponse> answer) {
                                     proxied = std::move(answer);
                                 }));
        ASSERT_TRUE(test::runUntil([this] { return !waiting.empty(); }));
    }

    [[nodiscard]] bool providerIsLeft()
    {
        return test::runUntil([this] { return provider.server().connectionCount() == 0; });
    }

    CallSummary lastCall()
    {
        const auto calls = ask<std::vector<CallSummary>>(
            [this](auto done) { node->calls().recentCalls(0, 1, std::move(done)); });
        return calls && !calls->empty() ? calls->back() : CallSummary{};
    }

    std::vector<std::shared_ptr<net::Responder>> waiting;
    test::TestServer provider{[this](net::ServerRequest, std::shared_ptr<net::Responder> responder) {
        waiting.push_back(std::move(responder));
    }};
    std::string accountId;
    std::optional<Result<UnifiedResponse>> unified;
    std::optional<Result<ProxyResponse>> proxied;
};

TEST_F(CancellationTest, leavesTheProviderWhenTheCallerOfAUnifiedCallGoesAway)
{
    std::stop_source callerGone;
    beginUnified(callerGone.get_token());
    callerGone.request_stop();

    EXPECT_TRUE(providerIsLeft());
    ASSERT_TRUE(test::runUntil([this] { return unified.has_value(); }));
    EXPECT_EQ((*unified)->problem->category, "cancelled");
    EXPECT_EQ(lastCall().category, "cancelled");
    EXPECT_EQ(lastCall().status, 499);
    EXPECT_EQ(lastCall().operation, "crm.contacts.get");
}

TEST_F(CancellationTest, leavesTheProviderWhenTheCallerOfAProxyCallGoesAway)
{
    std::stop_source callerGone;
    beginProxy(callerGone.get_token());
    callerGone.request_stop();

    EXPECT_TRUE(providerIsLeft());
    ASSERT_TRUE(test::runUntil([this] { return proxied.has_value(); }));
    EXPECT_EQ(lastCall().category, "cancelled");
    EXPECT_EQ(lastCall().status, 499);
}

TEST_F(CancellationTest, letsCallsEndWithinTheGraceOfAStopAndCutsOffTheOthers)
{
    beginUnified({});
    std::optional<Result<bool>> stopped;
    node->stop(std::chrono::milliseconds(50),
               Completion<bool>([&stopped](Result<bool> answer) { stopped = std::move(answer); }));

    EXPECT_FALSE(test::runUntil([&] { return stopped || unified; }, std::chrono::milliseconds(80)))
        << "the grace is not over by the node's clock";
    clock.advance(std::chrono::milliseconds(51));

    ASSERT_TRUE(test::runUntil([&] { return stopped.has_value(); }));
    ASSERT_TRUE(unified.has_value()) << "the call ends before the node does";
    EXPECT_EQ((*unified)->problem->status, 503);
    EXPECT_EQ((*unified)->problem->category, "cancelled");
    EXPECT_TRUE((*unified)->problem->retryable);
    EXPECT_TRUE(providerIsLeft());
    node.reset();
    store.reset();
}

TEST_F(CancellationTest, givesACallThatEndsWithinTheGraceItsAnswer)
{
    beginUnified({});
    std::optional<Result<bool>> stopped;
    node->stop(std::chrono::milliseconds(50),
               Completion<bool>([&stopped](Result<bool> answer) { stopped = std::move(answer); }));
    waiting.front()->respond({200, {{"Content-Type", "application/json"}}, R"({"id":1,"age":"3"})"});

    ASSERT_TRUE(test::runUntil([&] { return stopped.has_value(); }));
    ASSERT_TRUE(unified.has_value());
    EXPECT_EQ((*unified)->status, 200);
    node.reset();
    store.reset();
}

} // namespace
} // namespace gatehouse
