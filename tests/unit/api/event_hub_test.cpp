// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/event_hub.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_gateway.h"
#include "tests/support/fake_responder.h"
#include "tests/support/fake_timers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gatehouse::api {
namespace {

using testing::HasSubstr;
using testing::Not;

class EventHubTest : public testing::Test
{
protected:
    EventHubTest()
    {
        options.keptEvents = 3;
        options.clientQueueBytes = 2'000;
        options.maxClients = 2;
        hub = std::make_unique<EventHub>(gateway.monitor(), timers, "run", options);
    }

    std::shared_ptr<test::FakeResponder> attach(std::string_view lastEventId = {}, EventFilter filter = {})
    {
        auto responder = std::make_shared<test::FakeResponder>();
        if (!filter.key) {
            filter.key = std::make_shared<const ApiKey>();
        }
        attached = hub->attach(std::make_shared<ApiCall>(net::ServerRequest(), responder, clock, "req_1"),
                               std::move(filter), lastEventId);
        return responder;
    }

    void emitCalls(std::uint64_t from, std::uint64_t to)
    {
        for (auto i = from; i <= to; ++i) {
            gateway.emit(CallRecorded{test::makeCall("req_c" + std::to_string(i), i, "acc_1")});
        }
    }

    test::FakeClock clock;
    test::FakeTimers timers{clock};
    test::FakeGateway gateway;
    EventHubOptions options;
    std::unique_ptr<EventHub> hub;
    Status attached;
};

TEST_F(EventHubTest, sendsEachEventWithIdNameAndOneLineOfData)
{
    const auto client = attach();
    emitCalls(1, 1);
    EXPECT_EQ(client->response.headers.get("Content-Type"), "text/event-stream");
    EXPECT_THAT(client->response.body,
                HasSubstr("\n\nid: run-1\nevent: call:recorded\ndata: {\"id\":\"req_c1\""));
    EXPECT_TRUE(client->response.body.ends_with("}\n\n"));
}

TEST_F(EventHubTest, resumesAfterTheLastEventId)
{
    emitCalls(1, 3);
    const auto client = attach("run-1");
    EXPECT_THAT(client->response.body, Not(HasSubstr("req_c1\"")));
    EXPECT_THAT(client->response.body, HasSubstr("req_c2\""));
    EXPECT_THAT(client->response.body, HasSubstr("req_c3\""));
    EXPECT_THAT(client->response.body, Not(HasSubstr("stream:missed")));
}

TEST_F(EventHubTest, saysThatEventsWereMissedWhenTheyAreNotKeptOrFromAnotherRun)
{
    emitCalls(1, 5);
    EXPECT_THAT(attach("run-1")->response.body, HasSubstr("stream:missed"));
    EXPECT_THAT(attach("other-5")->response.body, HasSubstr("stream:missed"));
}

TEST_F(EventHubTest, beatsOnlyWhenAClientIsIdle)
{
    const auto client = attach();
    timers.advance(options.heartbeat * 2);
    EXPECT_THAT(client->response.body, HasSubstr(": \n\n: \n\n"));
    client->blocked = true;
    emitCalls(1, 1);
    const auto before = client->response.body;
    timers.advance(options.heartbeat);
    client->unblock();
    EXPECT_THAT(client->response.body.substr(before.size()), Not(HasSubstr(": \n\n")));
}

TEST_F(EventHubTest, dropsASlowClientWithANoticeAndSparesTheOthers)
{
    const auto slow = attach();
    const auto quick = attach();
    slow->blocked = true;
    emitCalls(1, 30);
    slow->unblock();
    EXPECT_THAT(slow->response.body, HasSubstr("event: stream:dropped"));
    EXPECT_TRUE(slow->finished);
    EXPECT_THAT(quick->response.body, HasSubstr("req_c30"));
    EXPECT_FALSE(quick->finished);
    emitCalls(31, 31);
    EXPECT_EQ(hub->clientCount(), 1U);
}

TEST_F(EventHubTest, letsGoOfAClientThatDoesNotEvenTakeItsNotice)
{
    const auto stalled = attach();
    stalled->blocked = true;
    emitCalls(1, 30);
    EXPECT_EQ(hub->clientCount(), 1U);
    timers.advance(options.stalledAfter);
    emitCalls(31, 31);
    EXPECT_EQ(hub->clientCount(), 0U);
    stalled->abort();
}

TEST_F(EventHubTest, forgetsAClientThatGoesAway)
{
    const auto client = attach();
    client->abort();
    emitCalls(1, 1);
    EXPECT_EQ(hub->clientCount(), 0U);
}

TEST_F(EventHubTest, refusesMoreClientsThanItMayHave)
{
    const auto one = attach();
    const auto two = attach();
    const auto three = attach();
    EXPECT_EQ(attached.error().code, Errc::Unavailable);
    EXPECT_EQ(three->answers, 0);
}

TEST_F(EventHubTest, endsAllStreamsWithANoticeWhenItCloses)
{
    const auto client = attach();
    hub->close();
    EXPECT_THAT(client->response.body, HasSubstr("event: stream:closed"));
    EXPECT_TRUE(client->finished);
    EXPECT_EQ(hub->clientCount(), 0U);
    attach();
    EXPECT_FALSE(attached);
}

TEST_F(EventHubTest, showsARestrictedKeyItsEnvironmentsOnly)
{
    ApiKey restricted;
    restricted.environmentIds = {"env_2"};
    const auto client = attach({}, {std::make_shared<const ApiKey>(restricted), {}});
    gateway.emit(AccountChanged{test::makeAccount("acc_1", "env_1", "alpha")});
    gateway.emit(AccountChanged{test::makeAccount("acc_2", "env_2", "alpha")});
    gateway.emit(LimitsChanged{"acc_1", {}});
    gateway.emit(IntegrationChanged{});
    gateway.emit(NodeStatusChanged{});
    EXPECT_THAT(client->response.body, Not(HasSubstr("acc_1")));
    EXPECT_THAT(client->response.body, Not(HasSubstr("node:changed")));
    EXPECT_THAT(client->response.body, HasSubstr("acc_2"));
    EXPECT_THAT(client->response.body, HasSubstr("integration:changed"));
}

TEST_F(EventHubTest, sendsOnlyTheWantedTypes)
{
    const auto client = attach({}, {nullptr, {"account", "node:changed"}});
    emitCalls(1, 1);
    gateway.emit(AccountChanged{test::makeAccount("acc_1", "env_1", "alpha"), true});
    gateway.emit(NodeStatusChanged{});
    EXPECT_THAT(client->response.body, Not(HasSubstr("call:recorded")));
    EXPECT_THAT(client->response.body, HasSubstr("event: account:removed"));
    EXPECT_THAT(client->response.body, HasSubstr("event: node:changed"));
}

} // namespace
} // namespace gatehouse::api
