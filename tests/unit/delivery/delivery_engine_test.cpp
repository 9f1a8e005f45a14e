// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/delivery/delivery_engine.h"
#include "core/delivery/signing.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_timers.h"
#include "tests/support/memory_credentials.h"
#include "tests/support/run_task.h"
#include "tests/support/seeded_random.h"
#include "tests/unit/delivery/fake_subscribers.h"

#include <gtest/gtest.h>

namespace gatehouse::delivery {
namespace {

using namespace std::chrono_literals;

class SilentLog final : public LogSink
{
public:
    void write(LogLevel /*level*/, std::string_view /*message*/,
               std::initializer_list<LogField> /*fields*/) override
    {}
};

class DeliveryEngineTest : public ::testing::Test
{
protected:
    DeliveryEngineTest()
    {
        DeliveryEngine::Parts parts;
        parts.clock = &clock;
        parts.random = &random;
        parts.log = &log;
        parts.engine = executor.get();
        parts.timers = &timers;
        parts.store = &deliveries;
        parts.endpoints = &book;
        parts.sender = &sender;
        parts.listener.failing = [this](const std::string& id, const std::string&) { failing.push_back(id); };
        parts.listener.paused = [this](const std::string& id, const std::string&) { paused.push_back(id); };
        parts.hold = [] { return std::make_shared<int>(0); };
        engine = std::make_unique<DeliveryEngine>(std::move(parts));
    }

    ~DeliveryEngineTest() override
    {
        engine->stop();
        engine->cutOff();
        settle();
    }

    /// An endpoint on a host of its own name.
    Endpoint subscribe(const std::string& name, const std::function<void(Endpoint&)>& change = {})
    {
        Endpoint endpoint;
        endpoint.id = "ep_" + name;
        endpoint.url = "https://" + name + "/hook";
        if (change) {
            change(endpoint);
        }
        auto secrets = std::make_shared<SigningSecrets>();
        secrets->current = makeSigningSecret(random);
        const auto put = test::runTask(book.put(endpoint, std::move(secrets)));
        EXPECT_TRUE(put && *put);
        return endpoint;
    }

    void queue(const std::string& name, int count)
    {
        for (int i = 0; i < count; ++i) {
            deliveries.add("ep_" + name, clock.now());
        }
    }

    /// Lets everything run that needs no time to pass.
    void settle()
    {
        for (int quiet = 0; quiet < 20; ++quiet) {
            bool ran = false;
            executor->post([&ran] { ran = true; });
            test::runUntil([&ran] { return ran; });
        }
    }

    void pass(std::chrono::milliseconds time, std::chrono::milliseconds step = 1s)
    {
        for (auto gone = 0ms; gone < time; gone += step) {
            timers.advance(step);
            settle();
        }
    }

    test::FakeClock clock;
    test::FakeTimers timers{clock};
    test::SeededRandom random;
    SilentLog log;
    std::unique_ptr<runtime::Executor> executor = runtime::makeThisThreadExecutor();
    test::MemoryDeliveries deliveries;
    test::MemoryEndpoints endpoints;
    test::MemoryCredentials credentials;
    test::FakeSubscribers subscribers{*executor};
    EndpointBook book{{&endpoints, &credentials, executor.get(), &clock}};
    Sender sender{{&clock, &timers, &subscribers, false, "Gatehouse/test"}};
    std::unique_ptr<DeliveryEngine> engine;
    std::vector<std::string> failing;
    std::vector<std::string> paused;
};

TEST_F(DeliveryEngineTest, aHangingAFailingAndAGoneEndpointDoNotSlowAHealthyOne)
{
    for (const char* name : {"hangs", "fails", "gone", "healthy"}) {
        subscribe(name);
        queue(name, 200);
    }
    subscribers.hanging["hangs"] = true;
    subscribers.statuses["fails"] = 500;
    subscribers.statuses["gone"] = 410;
    engine->start();
    test::runUntil([this] { return deliveries.count("ep_healthy", DeliveryState::Delivered) == 200; });
    EXPECT_EQ(deliveries.count("ep_healthy", DeliveryState::Delivered), 200U) << "without any time passing";
    EXPECT_EQ(subscribers.count("healthy"), 200U);
    EXPECT_EQ(subscribers.most["hangs"], 4) << "a hanging endpoint holds its own places and no others";
    EXPECT_EQ(book.find("ep_gone")->endpoint.status, EndpointStatus::Disabled);
    EXPECT_LE(subscribers.count("gone"), 4U) << "410 ends it";
    EXPECT_LE(subscribers.count("fails"), 14U) << "the breaker keeps the rest back";
}

TEST_F(DeliveryEngineTest, triesByTheScheduleAndThenGivesUpWithTheReason)
{
    subscribe("fails");
    subscribers.statuses["fails"] = 503;
    queue("fails", 1);
    engine->start();
    settle();
    pass(34h, 60s);
    const auto& row = deliveries.rows.at(0);
    EXPECT_EQ(row.delivery.state, DeliveryState::Dead);
    EXPECT_EQ(row.attempts.size(), 10U);
    EXPECT_EQ(row.delivery.lastError, "answered 503; given up after 10 tries");
    for (const auto& request : subscribers.requests) {
        EXPECT_EQ(request.headers.get("Webhook-Id"), "evt_1") << "the same in every try";
    }
}

TEST_F(DeliveryEngineTest, waitsAtLeastTheRetryAfterOfTheEndpoint)
{
    subscribe("busy");
    subscribers.statuses["busy"] = 429;
    subscribers.retryAfter["busy"] = "120";
    queue("busy", 1);
    engine->start();
    settle();
    EXPECT_EQ(subscribers.count("busy"), 1U);
    pass(119s);
    EXPECT_EQ(subscribers.count("busy"), 1U);
    pass(3s);
    EXPECT_EQ(subscribers.count("busy"), 2U);
}

TEST_F(DeliveryEngineTest, keepsOrderWhereItIsAskedFor)
{
    subscribe("ordered", [](Endpoint& endpoint) { endpoint.ordered = true; });
    subscribers.statuses["ordered"] = 500;
    queue("ordered", 3);
    engine->start();
    settle();
    EXPECT_EQ(subscribers.count("ordered"), 1U) << "the first holds up the others";
    subscribers.statuses["ordered"] = 200;
    pass(40s);
    ASSERT_EQ(subscribers.requests.size(), 4U);
    EXPECT_EQ(subscribers.requests[1].headers.get("Webhook-Id"), "evt_1");
    EXPECT_EQ(subscribers.requests[2].headers.get("Webhook-Id"), "evt_2");
    EXPECT_EQ(subscribers.requests[3].headers.get("Webhook-Id"), "evt_3");
    EXPECT_EQ(subscribers.most["ordered"], 1);
}

TEST_F(DeliveryEngineTest, pausesAFailingEndpointThatAsksForItAndKeepsItsQueue)
{
    subscribe("fails", [](Endpoint& endpoint) {
        endpoint.pauseOnFailures = true;
        endpoint.concurrency = 64;
    });
    subscribers.statuses["fails"] = 500;
    queue("fails", 64);
    engine->start();
    settle();
    pass(10s);
    EXPECT_EQ(failing, std::vector<std::string>{"ep_fails"});
    EXPECT_EQ(paused, std::vector<std::string>{"ep_fails"});
    EXPECT_EQ(book.find("ep_fails")->endpoint.status, EndpointStatus::Paused);
    const auto asked = subscribers.count("fails");
    pass(10min, 10s);
    EXPECT_EQ(subscribers.count("fails"), asked);
    EXPECT_EQ(deliveries.count("ep_fails", DeliveryState::Pending), 64U);
}

TEST_F(DeliveryEngineTest, givesAHangingEndpointFifteenSeconds)
{
    subscribe("hangs");
    subscribers.hanging["hangs"] = true;
    queue("hangs", 1);
    engine->start();
    settle();
    pass(14s);
    EXPECT_TRUE(deliveries.rows.at(0).attempts.empty());
    pass(2s);
    ASSERT_EQ(deliveries.rows.at(0).attempts.size(), 1U);
    EXPECT_EQ(deliveries.rows.at(0).delivery.lastError, "no answer within 15 s");
    EXPECT_EQ(deliveries.rows.at(0).delivery.state, DeliveryState::Pending);
}

TEST_F(DeliveryEngineTest, triesAReplayOnceAndDoesNotCountItInHealth)
{
    subscribe("fails");
    subscribers.statuses["fails"] = 500;
    queue("fails", 1);
    deliveries.rows.at(0).delivery.replay = true;
    engine->start();
    settle();
    pass(1h, 60s);
    EXPECT_EQ(deliveries.rows.at(0).delivery.state, DeliveryState::Dead);
    EXPECT_EQ(subscribers.count("fails"), 1U);
    EXPECT_EQ(subscribers.requests.at(0).headers.get("Gatehouse-Replay"), "true");
    EXPECT_EQ(book.health("ep_fails").attempts(), 0U);
}

TEST_F(DeliveryEngineTest, signsWithBothSecretsWhileRotating)
{
    const auto endpoint = subscribe("rotating");
    auto secrets = std::make_shared<SigningSecrets>();
    secrets->previous = book.find(endpoint.id)->secrets.current.clone();
    secrets->current = makeSigningSecret(random);
    secrets->previousUntil = clock.now() + 1h;
    ASSERT_TRUE(test::runTask(book.put(endpoint, std::move(secrets))));
    queue("rotating", 1);
    engine->start();
    settle();
    const auto both = std::string(*subscribers.requests.at(0).headers.get("Webhook-Signature"));
    EXPECT_NE(both.find(" v1,"), std::string::npos);
    pass(61min, 60s);
    queue("rotating", 1);
    pass(3s);
    const auto one = std::string(*subscribers.requests.at(1).headers.get("Webhook-Signature"));
    EXPECT_EQ(one.find(' '), std::string::npos);
}

} // namespace
} // namespace gatehouse::delivery
