// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/webhook_node.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <thread>

namespace gatehouse::e2e {
namespace {

/// 15, or what GATEHOUSE_CRASH_ROUNDS says (100 for the long run).
int crashRounds()
{
    const char* wanted = std::getenv("GATEHOUSE_CRASH_ROUNDS");
    return wanted == nullptr ? 15 : std::atoi(wanted);
}

/// What the sender knows. An event that was not acknowledged is sent again after the crash, as providers do.
class Sender
{
public:
    explicit Sender(const WebhookWorld& world)
        : m_world(world)
    {}

    void sendUntilDead(std::uint16_t port)
    {
        HttpPeer peer(port);
        while (peer.connected()) {
            const auto number = take();
            if (!peer.send(m_world.hook(number)) || peer.read().status != 200) {
                const std::scoped_lock lock(m_mutex);
                m_again.insert(number);
                return;
            }
            const std::scoped_lock lock(m_mutex);
            m_acknowledged.insert(number);
        }
    }

    [[nodiscard]] std::size_t acknowledged() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_acknowledged.size();
    }

    [[nodiscard]] std::set<std::size_t> all() const { return m_acknowledged; }

    [[nodiscard]] std::size_t sentAgain() const noexcept { return m_sentAgain; }

private:
    std::size_t take()
    {
        const std::scoped_lock lock(m_mutex);
        if (m_again.empty()) {
            return m_next++;
        }
        ++m_sentAgain;
        return m_again.extract(m_again.begin()).value();
    }

    const WebhookWorld& m_world;
    mutable std::mutex m_mutex;
    std::size_t m_next = 1;
    std::size_t m_sentAgain = 0;
    std::set<std::size_t> m_again;
    std::set<std::size_t> m_acknowledged;
};

struct Tally
{
    std::set<std::size_t> delivered;
    std::map<std::size_t, std::set<std::string>> ids; ///< webhook-ids of each event.
    std::size_t duplicates = 0;
    std::size_t unexplained = 0; ///< Delivered twice within one run of the node.
};

Tally tallyOf(const std::vector<ReceivedMessage>& messages)
{
    Tally out;
    std::map<std::string, std::set<int>> rounds;
    for (const auto& message : messages) {
        const auto at = message.body.find(R"("records":[{"id":")");
        const auto number = static_cast<std::size_t>(
            std::strtoul(at == std::string::npos ? "0" : message.body.c_str() + at + 18, nullptr, 10));
        const auto& id = message.headers.at("webhook-id");
        out.delivered.insert(number);
        out.ids[number].insert(id);
        if (rounds.contains(id)) {
            ++out.duplicates;
        }
        out.unexplained += rounds[id].insert(message.round).second ? 0U : 1U;
    }
    return out;
}

bool allDelivered(const Sender& sender, const Subscriber& subscriber)
{
    const auto tally = tallyOf(subscriber.messages());
    const auto acknowledged = sender.all();
    return std::ranges::includes(tally.delivered, acknowledged);
}

/// kill -9 at random moments while events come in and go out: whatever was acknowledged is delivered at least
/// once, under one id, and twice only when a crash lay between.
TEST(WebhookCrash, deliversEveryAcknowledgedEventHoweverOftenTheNodeIsKilled)
{
    const int rounds = crashRounds();
    constexpr int kSenders = 4;
    WebhookWorld world;
    Sender sender(world);
    std::mt19937 random(20261122);
    for (int round = 0; round < rounds; ++round) {
        world.subscriber.setRound(round);
        NodeProcess node(world.dir.path(), {"--allow-private-targets"});
        ASSERT_TRUE(node.ready()) << "round " << round << ": " << node.errors();
        if (round == 0) {
            world.setUp(node);
            ASSERT_FALSE(world.ingestPath.empty()) << "the account has no webhook URL";
        }
        const auto before = sender.acknowledged();
        const auto enough = before + random() % 400;
        std::vector<std::thread> senders;
        for (int i = 0; i < kSenders; ++i) {
            senders.emplace_back([&] { sender.sendUntilDead(node.port()); });
        }
        const auto deadline = std::chrono::steady_clock::now() + kPatience;
        while (sender.acknowledged() < enough && std::chrono::steady_clock::now() < deadline) {
            std::this_thread::yield();
        }
        node.kill();
        for (auto& thread : senders) {
            thread.join();
        }
    }
    world.subscriber.setRound(rounds);
    NodeProcess node(world.dir.path(), {"--allow-private-targets"});
    ASSERT_TRUE(node.ready()) << node.errors();
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes(5);
    while (!allDelivered(sender, world.subscriber) && std::chrono::steady_clock::now() < deadline) {
        // A request is the wait: the node is asked how it is doing until it is done.
        static_cast<void>(node.call("GET", "/v1/endpoints/" + world.endpoint));
    }
    const auto tally = tallyOf(world.subscriber.messages());
    const auto acknowledged = sender.all();
    std::size_t lost = 0;
    for (const auto number : acknowledged) {
        lost += tally.delivered.contains(number) ? 0U : 1U;
    }
    std::printf("%d kills: %zu acknowledged, %zu delivered, %zu lost, %zu sent again by the sender, "
                "%zu delivered twice (%zu of them without a crash between)\n",
                rounds, acknowledged.size(), tally.delivered.size(), lost, sender.sentAgain(),
                tally.duplicates, tally.unexplained);
    EXPECT_EQ(lost, 0U);
    EXPECT_EQ(tally.unexplained, 0U);
    for (const auto& [number, ids] : tally.ids) {
        EXPECT_EQ(ids.size(), 1U) << "event " << number << " was delivered under several ids";
    }
    EXPECT_GT(acknowledged.size(), 0U);
}

} // namespace
} // namespace gatehouse::e2e
