// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/webhook_node.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <optional>
#include <vector>

namespace gatehouse::e2e {
namespace {

using Millis = std::chrono::duration<double, std::milli>;

struct Latencies
{
    double median = 0;
    double p95 = 0;
};

Latencies latencies(std::vector<double> taken)
{
    std::ranges::sort(taken);
    return {taken[taken.size() / 2], taken[taken.size() * 95 / 100]};
}

/// A lane that waits for another takes seconds an event; chance, on a machine that does much else, makes up
/// to half of difference.
bool alike(const Latencies& quiet, const Latencies& disturbed)
{
    return disturbed.median < quiet.median * 1.5 && disturbed.p95 < quiet.p95 * 2;
}

/// A node with one healthy endpoint, and whoever else is given to it.
class Side
{
public:
    Side() { EXPECT_TRUE(node.ready()) << node.errors(); }

    void add(const Subscriber& bad)
    {
        const auto made =
            node.call("POST", "/v1/endpoints",
                      fmt::format(R"({{"url": "{}", "event_types": ["record:*"]}})", bad.url()));
        ASSERT_EQ(made.status, 201) << made.body;
    }

    void begin()
    {
        world.setUp(node);
        peer.emplace(node.port());
    }

    /// From an event's sending to its arrival at the healthy subscriber, in milliseconds.
    double once()
    {
        const auto already = world.subscriber.count();
        const auto begun = std::chrono::steady_clock::now();
        EXPECT_TRUE(peer->send(world.hook(++sent)));
        EXPECT_EQ(peer->read().status, 200);
        EXPECT_TRUE(world.subscriber.awaitCount(already + 1));
        return Millis(world.subscriber.lastArrival() - begun).count();
    }

    WebhookWorld world;
    NodeProcess node{world.dir.path(), {"--allow-private-targets"}};
    std::optional<HttpPeer> peer;
    std::size_t sent = 0;
};

/// One that hangs, one that fails and one that is gone beside a healthy one: its latency stays what it was.
/// Two nodes take turns, event by event, one of them with bad neighbours: whatever the machine is busy with
/// meets both alike, and what is left is what the neighbours do. More endpoints are more work: the node that
/// has none of the bad ones has as many good ones instead.
TEST(WebhookNeighbours, aHealthyEndpointsLatencyIsTheSameBesideAHangingAFailingAndAGoneOne)
{
    constexpr std::size_t kEvents = 400;
    constexpr std::chrono::seconds kLongest{120};
    Subscriber hanging;
    Subscriber failing;
    Subscriber gone;
    hanging.answerWith(0);
    failing.answerWith(500);
    gone.answerWith(410);
    std::array<Subscriber, 3> good;
    Side alone;
    Side beside;
    alone.begin();
    beside.begin();
    for (const auto& one : good) {
        alone.add(one);
    }
    for (const auto* bad : {&hanging, &failing, &gone}) {
        beside.add(*bad);
    }
    for (int warm = 0; warm < 20; ++warm) {
        static_cast<void>(alone.once());
        static_cast<void>(beside.once());
    }
    std::vector<double> before;
    std::vector<double> after;
    Latencies quiet;
    Latencies disturbed;
    // More of them where few do not tell: what neighbours do stays, what chance does becomes less. Lanes that
    // wait for each other take seconds an event: a few of them are enough.
    const auto deadline = std::chrono::steady_clock::now() + kLongest;
    do {
        for (std::size_t n = 0; n < kEvents && std::chrono::steady_clock::now() < deadline; ++n) {
            before.push_back(alone.once());
            after.push_back(beside.once());
        }
        quiet = latencies(before);
        disturbed = latencies(after);
    } while (!alike(quiet, disturbed) && std::chrono::steady_clock::now() < deadline);
    std::printf(
        "a healthy endpoint: median %.2f ms, p95 %.2f ms beside three healthy ones; %.2f and %.2f ms "
        "(%.2f and %.2f times) beside a hanging (%zu requests), a failing (%zu) and a gone one (%zu)\n",
        quiet.median, quiet.p95, disturbed.median, disturbed.p95, disturbed.median / quiet.median,
        disturbed.p95 / quiet.p95, hanging.count(), failing.count(), gone.count());
    EXPECT_GE(hanging.count(), 1U);
    EXPECT_GE(failing.count(), 10U) << "the breaker opens at ten failures in a row";
    EXPECT_GE(gone.count(), 1U);
    EXPECT_LE(gone.count(), 4U) << "410 ends it";
    // The two halves of one run differ by a few per cent on a quiet machine.
    EXPECT_TRUE(alike(quiet, disturbed));
}

} // namespace
} // namespace gatehouse::e2e
