// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/node_process.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <random>
#include <set>
#include <thread>

namespace gatehouse::e2e {
namespace {

/// What a client was told is stored.
struct Acknowledged
{
    std::set<std::string> environments;
    std::map<std::string, std::string> overrides; ///< Path → body.
};

/// Writes until the node dies: environments, and an override for each of them. Only an answer that came
/// whole counts.
void writeUntilDead(const NodeProcess& node, int round, int writer, Acknowledged& acknowledged,
                    std::atomic<int>& writes)
{
    for (int i = 0;; ++i) {
        const auto name = fmt::format("env {} {} {}", round, writer, i);
        const auto made = node.call("POST", "/v1/environments", fmt::format(R"({{"name":"{}"}})", name));
        if (made.status != 201 || !made.json().root()["id"].isString()) {
            return;
        }
        const std::string id(made.json().root()["id"].asString());
        acknowledged.environments.insert(id);
        ++writes;
        const auto path = fmt::format("/v1/overrides/environments/{}/crm/contacts/list", id);
        const auto body = fmt::format(R"({{"response":{{"first_name":"'{}'"}}}})", name);
        if (node.call("PUT", path, body).status != 200) {
            return;
        }
        acknowledged.overrides[path] = name;
        ++writes;
    }
}

/// kill -9 after a random number of acknowledged writes, several times over one data directory: each start
/// is clean and everything that was acknowledged is there.
TEST(Crash, losesNothingThatWasAcknowledged)
{
    constexpr int kRounds = 8;
    constexpr int kWriters = 3;
    const test::TempDir dir;
    std::mt19937 random(20261122);
    Acknowledged all;
    for (int round = 0; round < kRounds; ++round) {
        NodeProcess node(dir.path());
        ASSERT_TRUE(node.ready()) << "round " << round << ": " << node.errors();
        std::atomic<int> writes = 0;
        std::vector<Acknowledged> told(kWriters);
        std::vector<std::thread> writers;
        for (int writer = 0; writer < kWriters; ++writer) {
            writers.emplace_back([&, writer] {
                writeUntilDead(node, round, writer, told[static_cast<std::size_t>(writer)], writes);
            });
        }
        const int enough = static_cast<int>(random() % 60);
        while (writes < enough) {
            std::this_thread::yield();
        }
        node.kill();
        for (auto& writer : writers) {
            writer.join();
        }
        for (auto& one : told) {
            all.environments.merge(one.environments);
            all.overrides.merge(one.overrides);
        }
    }
    NodeProcess node(dir.path());
    ASSERT_TRUE(node.ready()) << node.errors();
    for (const auto& id : all.environments) {
        EXPECT_EQ(node.call("GET", "/v1/environments/" + id).status, 200) << id << " is lost";
    }
    for (const auto& [path, name] : all.overrides) {
        const auto kept = node.call("GET", path);
        EXPECT_EQ(kept.status, 200) << path << " is lost";
        EXPECT_NE(kept.body.find(name), std::string::npos) << kept.body;
    }
    EXPECT_GT(all.environments.size(), 0U);
}

} // namespace
} // namespace gatehouse::e2e
