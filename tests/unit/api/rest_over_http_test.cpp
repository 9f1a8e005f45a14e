// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/refusal.h"
#include "core/net/client.h"
#include "tests/support/run_task.h"
#include "tests/unit/api/api_fixture.h"

namespace gatehouse {
namespace {

/// The API behind the real server, asked by the real client.
class RestOverHttpTest : public test::ApiTest
{
protected:
    RestOverHttpTest()
        : server(net::makeHttpServer(api, {}))
        , client(net::makeHttpClient())
    {}

    void SetUp() override { ASSERT_TRUE(server->listen()); }

    net::ClientRequest clientRequest(std::string method, const std::string& target) const
    {
        net::ClientRequest made;
        made.method = std::move(method);
        made.url = *Url::parse("http://127.0.0.1:" + std::to_string(server->port()) + target);
        made.headers.add("Authorization", "Bearer admin-key");
        made.allowPrivateTargets = true;
        return made;
    }

    Result<net::ClientResponse> ask(net::ClientRequest made)
    {
        auto answer = test::runTask(client->send(std::move(made)));
        return answer ? std::move(*answer) : Result<net::ClientResponse>(fail(Errc::Timeout, "no answer"));
    }

    std::unique_ptr<net::HttpServer> server;
    std::unique_ptr<net::HttpClient> client;
};

TEST_F(RestOverHttpTest, answersGetHeadAndProblems)
{
    const auto list = ask(clientRequest("GET", "/v1/accounts"));
    ASSERT_TRUE(list) << list.error().message;
    EXPECT_EQ(list->status, 200);
    const auto head = ask(clientRequest("HEAD", "/v1/accounts"));
    ASSERT_TRUE(head);
    EXPECT_EQ(head->status, 200);
    EXPECT_EQ(head->body, "");
    EXPECT_EQ(head->headers.get("Content-Length"), list->headers.get("Content-Length"));
    EXPECT_EQ(ask(clientRequest("GET", "/v1/nothing"))->status, 404);
}

TEST_F(RestOverHttpTest, refusesALargeBodyOfAStrangerAtOnce)
{
    auto made = clientRequest("PUT", "/v1/integrations/alpha");
    made.headers.set("Authorization", "Bearer nobody");
    made.headers.add("Content-Type", "application/json");
    made.body = std::string(5'000'000, ' ');
    const auto answer = ask(std::move(made));
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->status, 413);
}

TEST_F(RestOverHttpTest, wordsWhatTheServerRefusesAsEveryOtherProblem)
{
    net::ServerOptions options;
    options.refusal = api::refusalWording(clock, random);
    server = net::makeHttpServer(api, options);
    ASSERT_TRUE(server->listen());
    auto made = clientRequest("POST", "/v1/environments");
    made.headers.add("Content-Type", "application/json");
    made.body = std::string(20'000'000, ' ');

    const auto answer = ask(std::move(made));

    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->status, 413);
    EXPECT_EQ(answer->headers.get("Content-Type"), "application/problem+json");
    const auto problem = *json::parse(answer->body);
    EXPECT_EQ(problem.root()["type"].asString(), "urn:gatehouse:error:validation_error");
    EXPECT_EQ(problem.root()["status"].asInt(), 413);
    EXPECT_EQ(problem.root()["origin"].asString(), "gateway");
    EXPECT_EQ(problem.root()["request_id"].asString(), answer->headers.get("Gatehouse-Request-Id"));
    EXPECT_FALSE(problem.root()["occurred_at"].asString().empty());
}

TEST_F(RestOverHttpTest, takesALargeBodyOfAnAdmin)
{
    auto made = clientRequest("PUT", "/v1/integrations/alpha");
    made.headers.add("Content-Type", "application/json");
    made.body = std::string(5'000'000, ' ') + "{}";
    EXPECT_EQ(ask(std::move(made))->status, 200);
}

TEST_F(RestOverHttpTest, streamsAProxiedUploadToTheGateway)
{
    std::string received;
    gateway.state.onProxy = [&](ProxyRequest asked, Completion<ProxyResponse> done) {
        const auto pass = [](std::shared_ptr<net::BodySource> body, std::string& out,
                             Completion<ProxyResponse> answer) -> QCoro::Task<> {
            for (auto piece = co_await body->read(); piece && *piece; piece = co_await body->read()) {
                out += **piece;
            }
            answer(ProxyResponse());
        };
        ASSERT_NE(asked.bodyStream, nullptr);
        pass(asked.bodyStream, received, std::move(done));
    };
    auto made = clientRequest("POST", "/v1/proxy/acc_1/upload");
    made.body = std::string(12'000'000, 'x'); // more than any other body may have
    EXPECT_EQ(ask(std::move(made))->status, 200);
    EXPECT_EQ(received.size(), 12'000'000U);
}

TEST_F(RestOverHttpTest, endsStreamsWhenItDrains)
{
    auto opened = test::runTask(client->open(clientRequest("GET", "/v1/stream")));
    ASSERT_TRUE(opened && *opened);
    api.startDraining("the node is shutting down");
    bool drained = false;
    server->drain(std::chrono::seconds(5), [&] { drained = true; });
    std::string text;
    for (;;) {
        auto piece = test::runTask((*opened)->stream->read());
        if (!piece || !*piece || !**piece) {
            break;
        }
        text += ***piece;
    }
    EXPECT_NE(text.find("stream:closed"), std::string::npos);
    EXPECT_TRUE(test::runUntil([&] { return drained; }));
}

} // namespace
} // namespace gatehouse
