// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/faults.h"
#include "tests/e2e/webhook_node.h"
#include "tests/support/shared_data.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <new>
#include <set>

namespace gatehouse::e2e {
namespace {

using namespace std::chrono_literals;

/// The switches of tests/e2e/faults.h; nodes that start while this lives obey them.
class Faults
{
public:
    Faults()
        : m_file((m_dir.path() / "switches").string())
    {
        const int file = ::open(m_file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
        EXPECT_EQ(::ftruncate(file, sizeof(FaultSwitches)), 0);
        m_memory = ::mmap(nullptr, sizeof(FaultSwitches), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        ::close(file);
        m_switches = new (m_memory) FaultSwitches;
        const auto library = (test::binDir() / "libgatehouse_fault_preload.so").string();
        EXPECT_TRUE(std::filesystem::exists(library));
        ::setenv("LD_PRELOAD", library.c_str(), 1);              // NOLINT(concurrency-mt-unsafe)
        ::setenv("GATEHOUSE_FAULTS", m_file.c_str(), 1);         // NOLINT(concurrency-mt-unsafe)
        ::setenv("ASAN_OPTIONS", "verify_asan_link_order=0", 0); // NOLINT(concurrency-mt-unsafe)
    }

    Faults(const Faults&) = delete;
    Faults& operator=(const Faults&) = delete;

    ~Faults()
    {
        ::unsetenv("LD_PRELOAD");       // NOLINT(concurrency-mt-unsafe)
        ::unsetenv("GATEHOUSE_FAULTS"); // NOLINT(concurrency-mt-unsafe)
        ::munmap(m_memory, sizeof(FaultSwitches));
    }

    FaultSwitches* operator->() const noexcept { return m_switches; }

private:
    test::TempDir m_dir;
    std::string m_file;
    void* m_memory = nullptr;
    FaultSwitches* m_switches = nullptr;
};

constexpr std::string_view kNotDurable = "webhooks_not_durable";

class WebhookFaults : public ::testing::Test
{
protected:
    [[nodiscard]] HttpAnswer send(const NodeProcess& node, std::size_t number, std::size_t bytes = 0) const
    {
        return askOnce(node.port(), world.hook(number, bytes));
    }

    /// Asks the node until the subscriber has that many messages; asking is the wait.
    void awaitDeliveries(const NodeProcess& node, std::size_t count)
    {
        const auto deadline = std::chrono::steady_clock::now() + kPatience;
        while (world.subscriber.count() < count && std::chrono::steady_clock::now() < deadline) {
            static_cast<void>(node.call("GET", "/v1/endpoints/" + world.endpoint));
        }
        EXPECT_EQ(world.subscriber.count(), count);
        // And written down: what a kill comes before is sent a second time.
        while (node.call("GET", "/v1/deliveries?state=pending&limit=1").json().root()["result"].size() > 0
               && std::chrono::steady_clock::now() < deadline) {}
    }

    /// The newest event, once it is no longer queued.
    [[nodiscard]] json::Document workedOff(const NodeProcess& node) const
    {
        const auto deadline = std::chrono::steady_clock::now() + kPatience;
        json::Document list;
        do {
            list = node.call("GET", "/v1/events?limit=1").json();
        } while ((*list)["result"][std::size_t{0}]["state"].asString() == "queued"
                 && std::chrono::steady_clock::now() < deadline);
        return list;
    }

    /// "critical open", "critical resolved"; "" when there is none.
    [[nodiscard]] static std::string alert(const NodeProcess& node, std::string_view id)
    {
        const auto one = node.call("GET", fmt::format("/v1/alerts/{}", id));
        if (one.status != 200) {
            return {};
        }
        const auto found = one.json();
        return fmt::format("{} {}", found.root()["severity"].asString(), found.root()["state"].asString());
    }

    /// Asks until the alert is that; asking is the wait.
    static void awaitAlert(const NodeProcess& node, std::string_view id, std::string_view wanted)
    {
        const auto deadline = std::chrono::steady_clock::now() + kPatience;
        while (alert(node, id) != wanted && std::chrono::steady_clock::now() < deadline) {}
        EXPECT_EQ(alert(node, id), wanted);
    }

    WebhookWorld world;
};

/// A disk that takes nothing for a while: the sender is told to come again, somebody is alarmed, nothing that
/// was acknowledged is lost, and it goes on by itself.
class BrokenDisk : public WebhookFaults, public ::testing::WithParamInterface<int>
{};

INSTANTIATE_TEST_SUITE_P(Kinds, BrokenDisk, ::testing::Values(ENOSPC, EROFS, EIO), [](const auto& kind) {
    return kind.param == ENOSPC ? "Full" : kind.param == EROFS ? "ReadOnly" : "Failing";
});

TEST_P(BrokenDisk, isAnsweredWith503AndRetryAfterRaisesACriticalAlertAndHealsByItself)
{
    const Faults faults;
    NodeProcess node(world.dir.path(), {"--allow-private-targets"});
    ASSERT_TRUE(node.ready()) << node.errors();
    world.setUp(node);
    HttpPeer stream(node.port());
    ASSERT_TRUE(stream.send(node.requestText("GET", "/v1/stream?types=alert:raised,alert:resolved")));
    ASSERT_TRUE(stream.readUntil("retry:"));
    EXPECT_EQ(send(node, 1).status, 200);
    awaitDeliveries(node, 1);

    faults->writeError = GetParam();
    for (const std::size_t bytes : {std::size_t{0}, std::size_t{20'000}}) { // in the row, in a segment
        const auto refused = send(node, 2, bytes);
        EXPECT_EQ(refused.status, 503);
        EXPECT_EQ(refused.header("retry-after"), "5");
    }
    EXPECT_TRUE(stream.readUntil("webhooks_not_durable"));
    EXPECT_TRUE(stream.readUntil(R"("severity":"critical")"));
    EXPECT_EQ(alert(node, kNotDurable), "critical open");
    // Reading goes on meanwhile.
    EXPECT_EQ(node.call("GET", "/v1/events?limit=5").status, 200);
    EXPECT_NE(
        node.call("GET", "/metrics").body.find(R"(gatehouse_webhooks_received_total{result="undurable"} 2)"),
        std::string::npos);

    faults->writeError = 0;
    EXPECT_EQ(send(node, 2).status, 200);
    EXPECT_EQ(send(node, 3, 20'000).status, 200);
    EXPECT_TRUE(stream.readUntil("alert:resolved"));
    EXPECT_EQ(alert(node, kNotDurable), "critical resolved");
    awaitDeliveries(node, 3);
    EXPECT_EQ(node.call("GET", "/v1/events?limit=9").json().root()["result"].size(), 3U);

    // And what was acknowledged is there after a kill.
    node.kill();
    NodeProcess again(world.dir.path(), {"--allow-private-targets"});
    ASSERT_TRUE(again.ready()) << again.errors();
    EXPECT_EQ(again.call("GET", "/v1/events?limit=9").json().root()["result"].size(), 3U);
    EXPECT_EQ(alert(again, kNotDurable), "critical resolved");
}

/// The alert itself cannot be written while the disk is broken, and what ends the trouble may be a new start.
TEST_F(WebhookFaults, anAlertOutlivesTheFaultAndEndsWithANewStart)
{
    const Faults faults;
    NodeProcess node(world.dir.path(), {"--allow-private-targets"});
    ASSERT_TRUE(node.ready()) << node.errors();
    world.setUp(node);
    faults->writeError = ENOSPC;
    EXPECT_EQ(send(node, 1).status, 503);
    awaitAlert(node, kNotDurable, "critical open");
    node.kill();
    faults->writeError = 0;
    NodeProcess again(world.dir.path(), {"--allow-private-targets"});
    ASSERT_TRUE(again.ready()) << again.errors();
    EXPECT_EQ(again.call("GET", "/v1/alerts").json().root()["result"].size(), 0U);
    EXPECT_EQ(send(again, 1).status, 200);
    awaitDeliveries(again, 1);
}

TEST_F(WebhookFaults, aNodeOnAReadOnlyDiskSaysSoInsteadOfStarting)
{
    const Faults faults;
    faults->writeError = EROFS;
    NodeProcess node(world.dir.path());
    EXPECT_FALSE(node.ready());
    EXPECT_NE(node.exitCode(), 0);
    EXPECT_NE(node.errors().find(world.dir.path().string()), std::string::npos);
}

TEST_F(WebhookFaults, aCorruptedLastSegmentLosesWhatIsCorruptSaysSoAndTakesNothingElseWithIt)
{
    constexpr std::size_t kBytes = 20'000;
    constexpr std::streamoff kInTheSecond = kBytes + kBytes / 2; // In its spaces.
    std::vector<std::string> ids;
    {
        NodeProcess node(world.dir.path(), {"--allow-private-targets"});
        ASSERT_TRUE(node.ready()) << node.errors();
        world.setUp(node);
        for (std::size_t number = 1; number <= 3; ++number) {
            ASSERT_EQ(send(node, number, kBytes).status, 200);
        }
        awaitDeliveries(node, 3);
        const auto list = node.call("GET", "/v1/events?limit=3").json();
        for (const auto& event : (*list)["result"].items()) {
            ids.insert(ids.begin(), std::string(event["id"].asString()));
        }
        node.kill();
    }
    ASSERT_EQ(ids.size(), 3U);
    std::filesystem::path segment;
    for (const auto& entry : std::filesystem::directory_iterator(world.dir.path() / "payloads")) {
        segment = std::max(segment, entry.path());
    }
    const auto change = [&segment](std::streamoff at, std::string_view bytes) {
        std::fstream file(segment, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(at);
        file << bytes;
    };
    change(kInTheSecond, "damage");
    {
        std::ofstream(segment, std::ios::app | std::ios::binary) << "a write that the crash cut short";
    }
    NodeProcess node(world.dir.path(), {"--allow-private-targets"});
    ASSERT_TRUE(node.ready()) << node.errors();
    awaitAlert(node, "payloads_damaged", "critical open"); // before anybody has asked for that body
    EXPECT_EQ(node.call("GET", "/v1/events/" + ids[0] + "/payload").body.size(), kBytes);
    const auto damaged = node.call("GET", "/v1/events/" + ids[1] + "/payload");
    EXPECT_GE(damaged.status, 500);
    EXPECT_NE(damaged.body.find("damaged"), std::string::npos) << damaged.body.substr(0, 200);
    EXPECT_EQ(node.call("GET", "/v1/events/" + ids[2] + "/payload").body.size(), kBytes);
    EXPECT_NE(test::readFile(world.dir.path() / "logs" / "gatehouse.log").find("damaged"), std::string::npos);

    // New ones go on in a new segment; a replay of the damaged one fails with the reason.
    EXPECT_EQ(send(node, 4, kBytes).status, 200);
    awaitDeliveries(node, 4);
    EXPECT_EQ(node.call("POST", "/v1/events/" + ids[0] + "/replay").status, 202);
    awaitDeliveries(node, 5);

    // A disk that was mended ends the alert: what was damaged is looked at again and again.
    change(kInTheSecond, "      ");
    EXPECT_EQ(node.call("GET", "/v1/events/" + ids[1] + "/payload").body.size(), kBytes);
    EXPECT_EQ(node.call("GET", "/v1/events/storage").status, 200);
    EXPECT_EQ(alert(node, "payloads_damaged"), "critical resolved");
}

TEST_F(WebhookFaults, aClockThatJumpsHoldsNothingUp)
{
    constexpr auto kHours = 5 * 3600;
    const Faults faults;
    NodeProcess node(world.dir.path(), {"--allow-private-targets"});
    ASSERT_TRUE(node.ready()) << node.errors();
    world.setUp(node);
    HttpPeer stream(node.port());
    ASSERT_TRUE(stream.send(node.requestText("GET", "/v1/stream?types=alert:raised")));
    ASSERT_TRUE(stream.readUntil("retry:"));
    EXPECT_EQ(send(node, 1).status, 200);
    awaitDeliveries(node, 1);

    faults->clockOffsetSeconds = kHours;
    EXPECT_EQ(send(node, 2).status, 200);
    awaitDeliveries(node, 2);
    EXPECT_TRUE(stream.readUntil("clock_set"));
    EXPECT_EQ(alert(node, "clock_set"), "critical open");
    faults->clockOffsetSeconds = 0; // Whoever set it sees it, and sets it back.
    awaitAlert(node, "clock_set", "critical resolved");
    faults->clockOffsetSeconds = kHours;
    awaitAlert(node, "clock_set", "critical open");
    // Queued five hours ahead of the clock that follows.
    ASSERT_EQ(node.call("PATCH", "/v1/endpoints/" + world.endpoint, R"({"status": "paused"})").status, 200);
    EXPECT_EQ(send(node, 3).status, 200);
    EXPECT_EQ(std::string((*workedOff(node))["result"][std::size_t{0}]["state"].asString()), "processed");
    node.kill();

    faults->clockOffsetSeconds = 0;
    NodeProcess again(world.dir.path(), {"--allow-private-targets"});
    ASSERT_TRUE(again.ready()) << again.errors();
    EXPECT_EQ(alert(again, "clock_set"), "critical resolved") << "a node that starts knows no other time";
    ASSERT_EQ(again.call("PATCH", "/v1/endpoints/" + world.endpoint, R"({"status": "active"})").status, 200);
    EXPECT_EQ(send(again, 4).status, 200);
    awaitDeliveries(again, 4);
    EXPECT_EQ(again.call("GET", "/v1/events?limit=9").json().root()["result"].size(), 4U);
}

} // namespace
} // namespace gatehouse::e2e
