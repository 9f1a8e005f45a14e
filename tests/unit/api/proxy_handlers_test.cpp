// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/api/api_fixture.h"

#include <deque>

namespace gatehouse {
namespace {

/// Gives out pieces that the test put in; ends, or breaks when broken is set.
class FakeBody final : public net::BodySource
{
public:
    QCoro::Task<Result<std::optional<std::string>>> read() override
    {
        if (pieces.empty()) {
            if (broken) {
                co_return fail(Errc::Unavailable, "the upstream broke off");
            }
            co_return std::optional<std::string>();
        }
        auto piece = std::move(pieces.front());
        pieces.pop_front();
        co_return std::optional(std::move(piece));
    }

    std::deque<std::string> pieces;
    bool broken = false;
};

class ProxyHandlersTest : public test::ApiTest
{
protected:
    ProxyHandlersTest()
    {
        gateway.state.onProxy = [this](ProxyRequest made, Completion<ProxyResponse> done) {
            asked = std::move(made);
            completion = std::move(done);
        };
    }

    ProxyRequest asked;
    Completion<ProxyResponse> completion;
};

TEST_F(ProxyHandlersTest, passesMethodPathQueryFieldsAndBodyOnAsReceived)
{
    auto made = request("PURGE", "/v1/proxy/acc_1/a%2Fb/c?x=%20&y", "raw");
    made.headers.add("X-Custom", "1");
    const auto answer = send(std::move(made));
    EXPECT_EQ(asked.accountId, "acc_1");
    EXPECT_EQ(asked.method, "PURGE");
    EXPECT_EQ(asked.path, "/a%2Fb/c");
    EXPECT_EQ(asked.query, "x=%20&y");
    EXPECT_EQ(asked.headers.get("X-Custom"), "1");
    EXPECT_EQ(asked.body, "raw");
    ProxyResponse response;
    response.status = 207;
    response.headers.add("Content-Type", "text/x");
    response.body = "ok";
    completion(std::move(response));
    EXPECT_EQ(answer->response.status, 207);
    EXPECT_EQ(answer->response.headers.get("Content-Type"), "text/x");
    EXPECT_EQ(answer->response.body, "ok");
}

TEST_F(ProxyHandlersTest, streamsTheProvidersBodyAndFinishes)
{
    const auto answer = send(request("GET", "/v1/proxy/acc_1/big"));
    const auto body = std::make_shared<FakeBody>();
    body->pieces = {"one ", "two"};
    ProxyResponse response;
    response.bodyStream = body;
    completion(std::move(response));
    EXPECT_EQ(answer->response.body, "one two");
    EXPECT_TRUE(answer->finished);
}

TEST_F(ProxyHandlersTest, neverMakesHalfABodyLookWhole)
{
    const auto answer = send(request("GET", "/v1/proxy/acc_1/big"));
    const auto body = std::make_shared<FakeBody>();
    body->pieces = {"one "};
    body->broken = true;
    ProxyResponse response;
    response.bodyStream = body;
    completion(std::move(response));
    EXPECT_FALSE(answer->finished);
    EXPECT_EQ(answer.use_count(), 1) << "the responder is let go, which cuts the caller off";
}

TEST_F(ProxyHandlersTest, cutsTheUpstreamOffWhenTheCallerGoes)
{
    const auto answer = send(request("GET", "/v1/proxy/acc_1/big"));
    EXPECT_FALSE(asked.stop.stop_requested());
    answer->abort();
    EXPECT_TRUE(asked.stop.stop_requested());
}

TEST_F(ProxyHandlersTest, saysSoWhenTheGatewayEnds)
{
    const auto answer = send(request("GET", "/v1/proxy/acc_1/x"));
    completion = {};
    EXPECT_EQ(answer->response.status, 503);
}

} // namespace
} // namespace gatehouse
