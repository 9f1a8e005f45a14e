// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/delivery/fan_out.h"
#include "core/delivery/signing.h"
#include "core/json/parse.h"
#include "tests/support/fake_clock.h"
#include "tests/support/memory_credentials.h"
#include "tests/support/run_task.h"
#include "tests/support/seeded_random.h"
#include "tests/unit/delivery/fake_subscribers.h"

#include <gtest/gtest.h>

namespace gatehouse::delivery {
namespace {

class FanOut : public ::testing::Test
{
protected:
    void subscribe(const std::string& id, const std::string& transform)
    {
        Endpoint endpoint;
        endpoint.id = id;
        endpoint.url = "https://" + id + "/hook";
        endpoint.transform = transform;
        auto secrets = std::make_shared<SigningSecrets>();
        secrets->current = makeSigningSecret(random);
        const auto put = test::runTask(book.put(endpoint, std::move(secrets)));
        ASSERT_TRUE(put && *put);
    }

    test::FakeClock clock;
    test::SeededRandom random;
    std::unique_ptr<runtime::Executor> executor = runtime::makeThisThreadExecutor();
    test::MemoryEndpoints endpoints;
    test::MemoryCredentials credentials;
    EndpointBook book{{&endpoints, &credentials, executor.get(), &clock}};
};

TEST_F(FanOut, aTransformationThatFailsLeavesADeadLetterWithTheEventAsItIs)
{
    subscribe("ep_good", "{'n': records[0].n}");
    subscribe("ep_bad", "$error('no such thing')");
    const auto document = json::parse(std::string_view(R"({"records":[{"n":7}]})"));
    OutgoingEvent event;
    event.subject = {"record:updated", "crm", "contacts", "acme", "env_1"};
    event.messageId = "evt_1";
    event.receivedId = "evt_1";
    event.document = **document;
    json::Arena arena;
    std::vector<store::NewDelivery> deliveries;
    std::vector<std::string> problems;
    fanOut({&book, &clock, &random}, event, {}, arena, deliveries, problems);
    ASSERT_EQ(deliveries.size(), 2U);
    const bool goodFirst = deliveries[0].delivery.endpointId == "ep_good";
    const auto& good = deliveries[goodFirst ? 0 : 1];
    const auto& bad = deliveries[goodFirst ? 1 : 0];
    EXPECT_EQ(good.delivery.state, DeliveryState::Pending);
    EXPECT_EQ(good.body, R"({"n":7})");
    EXPECT_EQ(bad.delivery.state, DeliveryState::Dead);
    EXPECT_NE(bad.delivery.lastError.find("transformation"), std::string::npos);
    EXPECT_EQ(bad.body, R"({"records":[{"n":7}]})");
    EXPECT_EQ(problems.size(), 1U);
}

TEST_F(FanOut, aReplayMayHaveANewIdAndAnotherTimeToBeSignedWith)
{
    subscribe("ep_1", "");
    const auto document = json::parse(std::string_view("{}"));
    OutgoingEvent event;
    event.subject = {"record:updated", "crm", "contacts", "acme", "env_1"};
    event.messageId = "evt_1";
    event.document = **document;
    json::Arena arena;
    std::vector<store::NewDelivery> deliveries;
    std::vector<std::string> problems;
    FanOutOptions options;
    options.replay = true;
    fanOut({&book, &clock, &random}, event, options, arena, deliveries, problems);
    options.newId = true;
    options.signedAt = clock.now() - std::chrono::hours(1);
    fanOut({&book, &clock, &random}, event, options, arena, deliveries, problems);
    ASSERT_EQ(deliveries.size(), 2U);
    EXPECT_EQ(deliveries[0].delivery.messageId, "evt_1");
    EXPECT_FALSE(deliveries[0].delivery.signedAt);
    EXPECT_NE(deliveries[1].delivery.messageId, "evt_1");
    EXPECT_EQ(deliveries[1].delivery.signedAt, clock.now() - std::chrono::hours(1));
}

} // namespace
} // namespace gatehouse::delivery
