// SPDX-License-Identifier: GPL-3.0-or-later
// The simulated vendors over real sockets: accounts that work, faults on the wire, and the control path.
#include "core/json/parse.h"
#include "core/json/pointer.h"
#include "core/net/client.h"
#include "core/sandbox/sandbox_world.h"
#include "tests/support/run_task.h"

#include <gtest/gtest.h>

namespace gatehouse::sandbox {
namespace {

constexpr auto kToy = R"JSON({
  "account": {"auth": "bearer", "context": "{'origin': base_url, 'n': n}", "credentials": "{'access_token': 'toy-' & $substring(hex, 0, 8)}"},
  "auth": {"missing": {"status": 401, "body": "{'error': 'who?'}"}, "invalid": {"status": 401, "body": "{'error': 'no'}"}},
  "unknown_route": {"status": 404, "body": "{'error': 'where?'}"},
  "malformed_body": {"status": 400, "body": "{'error': 'what?'}"},
  "latency_ms": {"base": 20, "jitter": 5},
  "limits": [{"name": "few", "limit": 3, "window_s": 3600, "only": ["limited"], "headers": {"X-Left": "$string(limit.remaining)"}, "exceeded": {"status": 429, "body": "{'error': 'slow down'}"}}],
  "faults": {"broken": {"description": "500", "response": {"status": 500, "body": "{'error': 'boom'}"}}},
  "tables": {"people": {"seed": {"from": "people", "row": "{'id': $string(n), 'name': item.display_name}"}, "new_id": "$string(n)"}},
  "routes": [
    {"name": "list", "path": "/people", "steps": [{"select": "page", "table": "people", "limit": 2}], "response": {"body": "{'people': page.rows, 'of': page.total, 'for': customer}"}},
    {"name": "limited", "path": "/limited", "response": {"body": "{'ok': true}"}}
  ]
})JSON";

class SandboxWorldTest : public ::testing::Test
{
protected:
    void startWorld(const SandboxOptions& given, const std::string& definition = kToy)
    {
        auto options = given;
        options.clock = &m_clock;
        std::optional<Result<bool>> ready;
        m_world = SandboxWorld::start(options, {{"toy", definition, "toy/sandbox.json"}}, *m_executor,
                                      [&ready](Result<bool> result) { ready = std::move(result); });
        ASSERT_TRUE(test::runUntil([&ready] { return ready.has_value(); }));
        m_ready = *ready;
    }

    void SetUp() override
    {
        startWorld({1, false, true, nullptr});
        ASSERT_TRUE(m_ready) << m_ready.error().describe();
        m_account = m_world->accounts();
    }

    Result<net::ClientResponse> send(const std::string& path, const std::string& method = "GET",
                                     const std::string& body = {}, std::size_t account = 0,
                                     std::chrono::milliseconds timeout = test::kPatience)
    {
        net::ClientRequest request;
        request.method = method;
        request.url = *Url::parse(m_world->vendors().front().baseUrl + path);
        request.headers.add("Authorization",
                            "Bearer "
                                + std::string(m_account.at(account).credentials.front().second.reveal()));
        request.body = body;
        request.timeout = timeout;
        request.allowPrivateTargets = true;
        auto answer = test::runTask(m_client->send(std::move(request)));
        return answer ? std::move(*answer) : fail(Errc::Timeout, "no answer");
    }

    template <class T, class Start>
    Result<T> wait(Start start)
    {
        std::optional<Result<T>> result;
        start(Completion<T>([&result](Result<T> answer) { result = std::move(answer); }));
        EXPECT_TRUE(test::runUntil([&result] { return result.has_value(); }));
        return *result;
    }

    Result<bool> inject(const std::string& kind, std::uint32_t count = 1, const std::string& customer = {})
    {
        return wait<bool>([&](auto done) {
            m_world->inject({"toy", kind, count, customer, std::chrono::milliseconds(30)}, std::move(done));
        });
    }

    SystemClock m_clock;
    std::unique_ptr<runtime::Executor> m_executor = runtime::makeThisThreadExecutor();
    std::unique_ptr<SandboxWorld> m_world;
    Result<bool> m_ready = false;
    std::vector<DemoAccount> m_account;
    std::unique_ptr<net::HttpClient> m_client = net::makeHttpClient();
};

std::string at(const Result<net::ClientResponse>& response, std::string_view pointer)
{
    if (!response) {
        return response.error().message;
    }
    const auto document = json::parse(std::string_view(response->body));
    const auto value = document ? json::at(document->root(), pointer) : Result<json::Value>();
    return value && value->isString()   ? std::string(value->asString())
           : value && value->isNumber() ? std::to_string(value->asInt())
                                        : std::string();
}

TEST_F(SandboxWorldTest, threeCustomersHaveWorkingAccountsWithTheirOwnRecords)
{
    ASSERT_EQ(m_world->customers().size(), 3U);
    EXPECT_EQ(m_world->customers().front().name, "Acme");
    ASSERT_EQ(m_account.size(), 3U);
    EXPECT_EQ(m_account[1].label, "Globex");
    EXPECT_EQ(m_account[1].context.root()["origin"].asString(), m_world->vendors().front().baseUrl);
    EXPECT_EQ(at(send("/people"), "/for"), "Acme");
    EXPECT_EQ(at(send("/people"), "/of"), "640");
    EXPECT_EQ(at(send("/people", "GET", {}, 2), "/of"), "120");
    EXPECT_NE(at(send("/people"), "/people/0/name"), at(send("/people", "GET", {}, 1), "/people/0/name"));
    EXPECT_EQ(send("/nothing")->status, 404);
}

TEST_F(SandboxWorldTest, aFaultAnswersAsOftenAsAskedAndForWhomItWasAsked)
{
    ASSERT_TRUE(inject("broken", 2, "globex"));
    EXPECT_EQ(send("/people")->status, 200);
    EXPECT_EQ(send("/people", "GET", {}, 1)->status, 500);
    EXPECT_EQ(send("/people", "GET", {}, 1)->status, 500);
    EXPECT_EQ(send("/people", "GET", {}, 1)->status, 200);
    const auto stats = wait<VendorStats>([&](auto done) { m_world->stats("toy", std::move(done)); });
    EXPECT_EQ(stats->requests, 4U);
    EXPECT_EQ(stats->faults, 2U);
    EXPECT_EQ(inject("meteor").error().code, Errc::NotFound);
}

TEST_F(SandboxWorldTest, theWireCanHangTruncateDisconnectAndCrawl)
{
    ASSERT_TRUE(inject("truncate"));
    EXPECT_FALSE(send("/people"));
    ASSERT_TRUE(inject("disconnect"));
    EXPECT_FALSE(send("/people"));
    ASSERT_TRUE(inject("hang"));
    EXPECT_EQ(send("/people", "GET", {}, 0, std::chrono::milliseconds(100)).error().code, Errc::Timeout);
    ASSERT_TRUE(inject("slow"));
    const auto slow = send("/people");
    ASSERT_TRUE(slow);
    EXPECT_GE(slow->timings.total, std::chrono::milliseconds(30));
    EXPECT_EQ(send("/people")->status, 200);
}

TEST_F(SandboxWorldTest, limitsThrottleAndCanBeSwitchedOff)
{
    EXPECT_EQ(send("/limited")->headers.get("X-Left"), "2");
    EXPECT_EQ(send("/limited")->status, 200);
    EXPECT_EQ(send("/limited")->status, 200);
    EXPECT_EQ(send("/limited")->status, 429);
    EXPECT_EQ(send("/limited", "GET", {}, 1)->status, 200);
    EXPECT_EQ(send("/_sandbox/settings", "PUT", R"({"limits": false})")->status, 200);
    EXPECT_EQ(send("/limited")->status, 200);
    const auto stats = wait<VendorStats>([&](auto done) { m_world->stats("toy", std::move(done)); });
    EXPECT_EQ(stats->throttled, 1U);
}

TEST_F(SandboxWorldTest, theControlPathDescribesInjectsClearsAndResets)
{
    EXPECT_EQ(at(send("/_sandbox"), "/vendor"), "toy");
    EXPECT_EQ(at(send("/_sandbox"), "/faults/broken"), "500");
    EXPECT_EQ(send("/_sandbox/faults", "POST", R"({"kind": "broken", "count": 5})")->status, 200);
    EXPECT_EQ(send("/people")->status, 500);
    EXPECT_EQ(at(send("/_sandbox"), "/pending/0/count"), "4");
    EXPECT_EQ(send("/_sandbox/faults", "DELETE")->status, 200);
    EXPECT_EQ(send("/people")->status, 200);
    EXPECT_EQ(send("/_sandbox/faults", "POST", R"({"kind": "meteor"})")->status, 404);
    EXPECT_EQ(send("/_sandbox/faults", "POST", "nonsense")->status, 400);
    EXPECT_EQ(send("/_sandbox/reset", "POST")->status, 200);
    EXPECT_EQ(at(send("/_sandbox"), "/stats/requests"), "0");
    EXPECT_EQ(send("/_sandbox/nothing")->status, 404);
}

TEST_F(SandboxWorldTest, latencyIsWhatTheDefinitionSays)
{
    startWorld({1, true, true, nullptr});
    const auto answer = send("/people");
    ASSERT_TRUE(answer);
    EXPECT_GE(answer->timings.total, std::chrono::milliseconds(20));
}

TEST_F(SandboxWorldTest, aBrokenDefinitionIsToldWithItsPlace)
{
    startWorld({1, false, true, nullptr}, R"({"account": 1})");
    ASSERT_FALSE(m_ready);
    EXPECT_EQ(m_ready.error().code, Errc::ConfigError);
    EXPECT_EQ(m_ready.error().source, "toy/sandbox.json");
}

TEST_F(SandboxWorldTest, theSameSeedGivesTheSameTokensAndAnotherOneOthers)
{
    const std::string first(m_account.front().credentials.front().second.reveal());
    startWorld({1, false, true, nullptr});
    EXPECT_EQ(m_world->accounts().front().credentials.front().second.reveal(), first);
    startWorld({2, false, true, nullptr});
    EXPECT_NE(m_world->accounts().front().credentials.front().second.reveal(), first);
}

} // namespace
} // namespace gatehouse::sandbox
