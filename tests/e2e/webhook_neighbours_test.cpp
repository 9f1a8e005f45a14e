// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/webhook_node.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

namespace gatehouse::e2e {
namespace {

using Millis = std::chrono::duration<double, std::milli>;

struct Latencies
{
    double median = 0;
    double p95 = 0;
};

/// Events one after the other, each timed from its sending to its arrival at the healthy subscriber.
Latencies measure(const WebhookWorld& world, HttpPeer& peer, std::size_t first, std::size_t count)
{
    std::vector<double> taken;
    for (std::size_t n = 0; n < count; ++n) {
        const auto already = world.subscriber.count();
        const auto begun = std::chrono::steady_clock::now();
        EXPECT_TRUE(peer.send(world.hook(first + n)));
        EXPECT_EQ(peer.read().status, 200);
        EXPECT_TRUE(world.subscriber.awaitCount(already + 1));
        taken.push_back(Millis(world.subscriber.messages().back().arrivedAt - begun).count());
    }
    std::ranges::sort(taken);
    return {taken[taken.size() / 2], taken[taken.size() * 95 / 100]};
}

/// One that hangs, one that fails and one that is gone beside a healthy one: its latency stays what it was.
TEST(WebhookNeighbours, aHealthyEndpointsLatencyIsTheSameBesideAHangingAFailingAndAGoneOne)
{
    constexpr std::size_t kEvents = 200;
    WebhookWorld world;
    Subscriber hanging;
    Subscriber failing;
    Subscriber gone;
    hanging.answerWith(0);
    failing.answerWith(500);
    gone.answerWith(410);
    NodeProcess node(world.dir.path(), {"--allow-private-targets"});
    ASSERT_TRUE(node.ready()) << node.errors();
    world.setUp(node);
    HttpPeer peer(node.port());
    static_cast<void>(measure(world, peer, 1, 20)); // warm
    const auto alone = measure(world, peer, 1'000, kEvents);
    for (const auto* bad : {&hanging, &failing, &gone}) {
        const auto made =
            node.call("POST", "/v1/endpoints",
                      fmt::format(R"({{"url": "{}", "event_types": ["record:*"]}})", bad->url()));
        ASSERT_EQ(made.status, 201) << made.body;
    }
    const auto beside = measure(world, peer, 2'000, kEvents);
    std::printf("a healthy endpoint: median %.2f ms, p95 %.2f ms alone; %.2f and %.2f ms beside a hanging "
                "(%zu requests), a failing (%zu) and a gone one (%zu)\n",
                alone.median, alone.p95, beside.median, beside.p95, hanging.count(), failing.count(),
                gone.count());
    EXPECT_GE(hanging.count(), 1U);
    EXPECT_GE(failing.count(), 1U);
    EXPECT_GE(gone.count(), 1U);
    EXPECT_LE(gone.count(), 4U) << "410 ends it";
    // Four deliveries are made for each event instead of one: a little more work, no waiting.
    EXPECT_LT(beside.median, alone.median * 2 + 3);
    // The tail belongs to the machine as much as to us; a lane that waited for another would show in seconds.
    EXPECT_LT(beside.p95, alone.p95 * 2 + 200);
}

} // namespace
} // namespace gatehouse::e2e
