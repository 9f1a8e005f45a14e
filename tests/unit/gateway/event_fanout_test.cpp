// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/event_fanout.h"
#include "core/gateway/in_flight.h"

#include <gtest/gtest.h>

namespace gatehouse {
namespace {

TEST(EventFanout, reachesEveryListenerUntilItsSubscriptionEnds)
{
    EventFanout events;
    int first = 0;
    int second = 0;
    auto one = events.subscribe([&](const GatewayEvent&) { ++first; });
    auto two = events.subscribe([&](const GatewayEvent&) { ++second; });
    events.publish(NodeStatusChanged{});
    one.reset();
    events.publish(NodeStatusChanged{});

    EXPECT_EQ(first, 1);
    EXPECT_EQ(second, 2);
    two.reset();
    EXPECT_FALSE(events.anyone());
}

TEST(EventFanout, letsAListenerEndItsOwnSubscription)
{
    EventFanout events;
    std::unique_ptr<Subscription> mine;
    int seen = 0;
    mine = events.subscribe([&](const GatewayEvent&) {
        ++seen;
        mine.reset();
    });
    events.publish(NodeStatusChanged{});
    events.publish(NodeStatusChanged{});

    EXPECT_EQ(seen, 1);
}

TEST(EventFanout, mayEndBeforeItsSubscriptions)
{
    auto events = std::make_unique<EventFanout>();
    auto subscription = events->subscribe([](const GatewayEvent&) {});
    events.reset();
    subscription.reset();
}

TEST(InFlight, tellsOnceWhenNothingIsUnderWay)
{
    InFlight inFlight;
    int told = 0;
    {
        const InFlight::Token one(inFlight);
        InFlight::Token two(inFlight);
        const InFlight::Token moved(std::move(two));
        inFlight.whenIdle([&] { ++told; });
        EXPECT_EQ(inFlight.count(), 2U);
        EXPECT_EQ(told, 0);
    }
    EXPECT_EQ(told, 1);
    inFlight.whenIdle([&] { ++told; });
    EXPECT_EQ(told, 2);
}

} // namespace
} // namespace gatehouse
