// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/node_process.h"
#include "tests/e2e/token_vendor.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <random>
#include <thread>

namespace gatehouse::e2e {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kRounds = 200;
constexpr int kFewestRounds = 20;
constexpr int kAccounts = 24;
constexpr int kAskers = 4;
constexpr std::chrono::seconds kBudget{100}; ///< On a busy machine fewer rounds are made, and it says so.

constexpr const char* kDefinition = R"({
  "slug": "rotor", "label": "Rotor", "category": "crm",
  "api": { "base_url": "{{context.base}}" },
  "auth": [ { "kind": "oauth2_authorization_code", "authorize_url": "{{context.base}}/authorize",
              "token_url": "{{context.base}}/token", "scopes": ["read"], "client_auth": "body",
              "refresh": { "rotates": true, "grace_s": 86400, "reuse": "refused" } } ],
  "connect": { "fields": [ { "name": "base", "label": "Base URL" } ] }
})";

class TokenCrash : public testing::Test
{
protected:
    TokenCrash() { dir.write("providers/rotor/provider.json", kDefinition); }

    std::unique_ptr<NodeProcess> start()
    {
        return std::make_unique<NodeProcess>(dir.path(), std::vector<std::string>{"--allow-private-targets"});
    }

    void connect(const NodeProcess& node)
    {
        const auto made = node.call("POST", "/v1/environments", R"({"name":"Customer"})");
        ASSERT_EQ(made.status, 201) << made.body;
        const std::string environment((*made.json())["id"].asString());
        for (int i = 0; i < kAccounts; ++i) {
            const std::string client = fmt::format("client{}", i);
            const auto [access, refresh] = vendor.signIn(client);
            const auto account =
                node.call("POST", "/v1/accounts",
                          fmt::format(R"({{"environment_id":"{}","integration":"rotor","label":"{}",
                    "context":{{"base":"http://127.0.0.1:{}"}},
                    "credentials":{{"client_id":"{}","client_secret":"s","access_token":"{}","refresh_token":"{}"}}}})",
                                      environment, client, vendor.port(), client, access, refresh));
            ASSERT_EQ(account.status, 201) << account.body;
            accounts.emplace_back((*account.json())["id"].asString());
        }
    }

    /// Refreshes until the node is killed. That is told and not taken from an answer that fails to come: the
    /// port of a dead node may be another program's at once.
    void askUntil(const std::atomic<bool>& killed, const NodeProcess& node, unsigned seed) const
    {
        std::mt19937 random(seed);
        while (!killed) {
            const std::string& id = accounts[random() % accounts.size()];
            static_cast<void>(node.call("POST", fmt::format("/v1/accounts/{}/refresh", id)));
        }
    }

    [[nodiscard]] std::string statusOf(const NodeProcess& node, const std::string& id) const
    {
        const auto answer = node.call("GET", "/v1/accounts/" + id);
        return std::string((*answer.json())["status"].asString());
    }

    test::TempDir dir;
    TokenVendor vendor;
    std::vector<std::string> accounts;
};

/// kill -9 at random moments while accounts are refreshed, over one data directory. The vendor takes the
/// previous refresh token once more, so every account can be repaired, and has to be.
TEST_F(TokenCrash, leavesNoAccountUnusableOrSilentlyStale)
{
    std::mt19937 random(20261122);
    const auto begun = Clock::now();
    int rounds = 0;
    for (; rounds < kFewestRounds || (rounds < kRounds && Clock::now() - begun < kBudget); ++rounds) {
        auto node = start();
        ASSERT_TRUE(node->ready()) << "round " << rounds << ": " << node->errors();
        if (accounts.empty()) {
            connect(*node);
            if (HasFatalFailure()) {
                return;
            }
        }
        std::atomic<bool> killed = false;
        std::vector<std::thread> askers;
        for (int i = 0; i < kAskers; ++i) {
            askers.emplace_back(
                [&, seed = static_cast<unsigned>(random())] { askUntil(killed, *node, seed); });
        }
        const auto moment = Clock::now() + std::chrono::milliseconds(random() % 120);
        while (Clock::now() < moment) {
            std::this_thread::yield();
        }
        node->kill();
        killed = true;
        for (auto& asker : askers) {
            asker.join();
        }
    }
    auto node = start();
    ASSERT_TRUE(node->ready()) << node->errors();
    int usable = 0;
    int honest = 0;
    int silent = 0;
    for (const std::string& id : accounts) {
        const auto call = node->call("GET", fmt::format("/v1/proxy/{}/me", id));
        const std::string status = statusOf(*node, id);
        usable += call.status == 200 ? 1 : 0;
        honest += call.status != 200 && status == "needs_reauth" ? 1 : 0;
        silent += call.status != 200 && status != "needs_reauth" ? 1 : 0;
        EXPECT_EQ(call.status, 200) << id << " " << status << " " << call.body;
    }
    fmt::print("kill -9: {} rounds in {} s; {} accounts: {} usable, {} marked, {} silently stale; the vendor "
               "saw {} refreshes, {} of them with the token before, {} refused\n",
               rounds, std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - begun).count(),
               accounts.size(), usable, honest, silent, vendor.refreshes + vendor.repeats,
               vendor.repeats.load(), vendor.refusals.load());
    EXPECT_EQ(usable, kAccounts);
    EXPECT_EQ(silent, 0);
    EXPECT_EQ(vendor.refusals, 0);
}

} // namespace
} // namespace gatehouse::e2e
