// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/webhook_node.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <set>
#include <thread>
#include <vector>

namespace gatehouse::e2e {
namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point begun)
{
    return std::chrono::duration<double>(Clock::now() - begun).count();
}

/// 10,000 events from 16 connections at once: all answered 200, each delivered exactly once, and the node's
/// memory no larger for it.
TEST(WebhookBurst, takesTenThousandEventsAndDeliversEachOnce)
{
    constexpr std::size_t kEvents = 10'000;
    constexpr std::size_t kConnections = 16;
    WebhookWorld world;
    world.subscriber.keepBodies(false);
    NodeProcess node(world.dir.path(), {"--allow-private-targets"});
    ASSERT_TRUE(node.ready()) << node.errors();
    world.setUp(node);
    ASSERT_FALSE(world.ingestPath.empty()) << "the account has no webhook URL";
    const auto residentBefore = node.residentKib();

    std::atomic<std::size_t> accepted = 0;
    const auto begun = Clock::now();
    std::vector<std::thread> senders;
    for (std::size_t sender = 0; sender < kConnections; ++sender) {
        senders.emplace_back([&, sender] {
            HttpPeer peer(node.port());
            for (std::size_t n = sender; n < kEvents; n += kConnections) {
                accepted += peer.send(world.hook(n + 1)) && peer.read().status == 200 ? 1U : 0U;
            }
        });
    }
    for (auto& sender : senders) {
        sender.join();
    }
    const double takenIn = secondsSince(begun);
    EXPECT_EQ(accepted, kEvents);

    std::int64_t residentMost = node.residentKib();
    const auto deadline = Clock::now() + std::chrono::minutes(10);
    while (world.subscriber.count() < kEvents && Clock::now() < deadline) {
        residentMost = std::max(residentMost, node.residentKib());
        static_cast<void>(node.call("GET", "/v1/endpoints/" + world.endpoint));
    }
    const double delivered = secondsSince(begun);
    std::set<std::string> ids;
    const auto messages = world.subscriber.messages();
    for (const auto& message : messages) {
        ids.insert(message.headers.at("webhook-id"));
    }
    std::printf("%zu events: all answered after %.2f s (%.0f/s), all delivered after %.2f s (%.0f/s); "
                "memory %.1f MiB before, at most %.1f MiB\n",
                kEvents, takenIn, static_cast<double>(kEvents) / takenIn, delivered,
                static_cast<double>(kEvents) / delivered, static_cast<double>(residentBefore) / 1024,
                static_cast<double>(residentMost) / 1024);
    EXPECT_EQ(ids.size(), kEvents);
    EXPECT_EQ(messages.size(), kEvents) << "some were delivered twice";
    EXPECT_LT(residentMost - residentBefore, 150 * 1024);
}

} // namespace
} // namespace gatehouse::e2e
