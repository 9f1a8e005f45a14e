// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/proxy.h"
#include "tests/unit/pipeline/pipeline_world.h"

namespace gatehouse::pipeline {
namespace {

class ProxyTest : public test::PipelineWorld
{
protected:
    static ProxyRequest get(const std::string& path)
    {
        ProxyRequest request;
        request.method = "GET";
        request.path = path;
        return request;
    }

    static std::string readAll(const std::shared_ptr<net::BodySource>& body)
    {
        std::string out;
        for (;;) {
            auto piece = test::runTask(body->read());
            if (!piece || !*piece || !**piece) {
                return out;
            }
            out += ***piece;
        }
    }
};

TEST_F(ProxyTest, passesMethodPathQueryAndBodyThroughWithTheAccountsToken)
{
    http.answer(201, "{\"a\": 1.50}");
    auto request = get("/anything/x");
    request.method = "PUT";
    request.query = "a=1&b=%20";
    request.body = "raw bytes";
    request.headers = {{"Authorization", "Bearer gateway-key"}, {"X-Custom", "1"}, {"Content-Length", "9"}};

    const auto response = proxy(request);

    EXPECT_EQ(response.status, 201);
    EXPECT_EQ(response.body, "{\"a\": 1.50}");
    ASSERT_EQ(http.requests.size(), 1U);
    EXPECT_EQ(http.requests[0].method, "PUT");
    EXPECT_EQ(http.requests[0].url.str(), "https://acme.test/api/v2/anything/x?a=1&b=%20&lang=en");
    EXPECT_EQ(http.requests[0].headers.get("Authorization"), "Bearer token-of-account-1");
    EXPECT_EQ(http.requests[0].headers.get("X-Custom"), "1");
    EXPECT_FALSE(http.requests[0].headers.has("Content-Length"));
    EXPECT_EQ(http.requests[0].body, "raw bytes");
}

TEST_F(ProxyTest, recordsTheCall)
{
    http.answer(200, "{}");
    const auto response = proxy(get("/people"));

    ASSERT_EQ(recorded.calls.size(), 1U);
    EXPECT_EQ(recorded.calls[0].summary.id, response.callId);
    EXPECT_EQ(recorded.calls[0].summary.kind, "proxy");
    EXPECT_EQ(recorded.calls[0].summary.operation, "GET /people");
    EXPECT_EQ(recorded.calls[0].summary.responseBytes, 2);
    EXPECT_EQ(response.headers.get("Gatehouse-Request-Id"), response.callId);
}

TEST_F(ProxyTest, normalisesARefusalWithTheProvidersErrorInside)
{
    http.answer(429, R"({"message":"slow"})", {{"Content-Type", "application/json"}, {"Retry-After", "3"}});

    const auto response = proxy(get("/people"));

    EXPECT_EQ(response.status, 429);
    EXPECT_EQ(response.headers.get("Retry-After"), "3");
    EXPECT_EQ(response.headers.get("Content-Type"), "application/problem+json");
    ASSERT_TRUE(response.problem);
    EXPECT_EQ(response.problem->category, "rate_limited");
    EXPECT_EQ((*response.problem->providerError)["message"].asString(), "slow");
    EXPECT_EQ(http.requests.size(), 1U);
}

TEST_F(ProxyTest, seesAnErrorInASuccessfulAnswer)
{
    http.answer(200, R"({"code":"QUOTA","message":"enough"})");

    EXPECT_EQ(proxy(get("/people")).status, 429);
}

TEST_F(ProxyTest, passesOnWhatItCannotReadAndLeavesItAsItIs)
{
    http.answer(200, "{not json at all");

    const auto response = proxy(get("/people"));

    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, "{not json at all");
}

TEST_F(ProxyTest, streamsALongBodyAndRecordsTheCallAtItsEnd)
{
    const std::string large(600'000, 'x');
    http.answer(200, large, {{"Content-Type", "application/octet-stream"}, {"Content-Length", "600000"}});

    auto response = proxy(get("/file"));

    ASSERT_TRUE(response.bodyStream);
    EXPECT_TRUE(recorded.calls.empty());
    EXPECT_EQ(response.headers.get("Content-Length"), "600000");
    EXPECT_EQ(readAll(response.bodyStream), large);
    ASSERT_EQ(recorded.calls.size(), 1U);
    EXPECT_EQ(recorded.calls[0].summary.responseBytes, 600'000);
    EXPECT_LT(recorded.calls[0].exchanges[0].responseBody.size(), 100'000U);
}

TEST_F(ProxyTest, streamsABodyWithoutLengthThatIsNoDocument)
{
    http.answer(200, "data: 1\n\n", {{"Content-Type", "text/event-stream"}});

    const auto response = proxy(get("/events"));

    ASSERT_TRUE(response.bodyStream);
    EXPECT_EQ(readAll(response.bodyStream), "data: 1\n\n");
}

TEST_F(ProxyTest, handsTheCallersStreamOn)
{
    http.answer(200, "{}");
    auto request = get("/upload");
    request.method = "POST";
    request.headers = {{"Content-Length", "6"}};
    request.bodyStream = std::make_shared<test::PieceBody>(std::deque<std::string>{"abc", "def"});

    proxy(request);

    ASSERT_TRUE(http.requests[0].bodyStream);
    EXPECT_EQ(http.requests[0].headers.get("Content-Length"), "6");
}

TEST_F(ProxyTest, refusesToLeaveTheBaseUrl)
{
    const auto response = proxy(get("/../../admin"));

    EXPECT_EQ(response.status, 400);
    EXPECT_TRUE(http.requests.empty());
}

TEST_F(ProxyTest, dropsTheProvidersCookies)
{
    http.answer(200, "{}", {{"Content-Type", "application/json"}, {"Set-Cookie", "sid=1"}, {"ETag", "x"}});

    const auto response = proxy(get("/people"));

    EXPECT_FALSE(response.headers.has("Set-Cookie"));
    EXPECT_TRUE(response.headers.has("ETag"));
}

/// A body that breaks off.
class BrokenBody final : public net::BodySource
{
public:
    [[nodiscard]] QCoro::Task<Result<std::optional<std::string>>> read() override
    {
        co_return fail(Errc::Unavailable, "the connection broke");
    }
};

TEST_F(ProxyTest, doesNotOfferToRetryAWriteThatWasDone)
{
    for (const auto& [method, status, retryable] :
         {std::tuple{"POST", 201, false}, std::tuple{"GET", 200, true}, std::tuple{"POST", 500, true}}) {
        http.answer(status, "");
        http.bodies.push_back(std::make_shared<BrokenBody>());
        auto request = get("/people");
        request.method = method;

        const auto response = proxy(request);

        ASSERT_TRUE(response.problem) << method;
        EXPECT_EQ(response.problem->retryable, retryable) << method << status;
        EXPECT_EQ(response.problem->providerStatus, status);
        EXPECT_EQ(recorded.calls.back().exchanges[0].error, "the connection broke");
    }
}

} // namespace
} // namespace gatehouse::pipeline
