// SPDX-License-Identifier: GPL-3.0-or-later
// Simulated vendors send webhooks as their counterparts do; the node verifies, maps and delivers them.
#include "core/json/write.h"
#include "tests/e2e/sandbox_node.h"
#include "tests/e2e/subscriber.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <set>

namespace gatehouse::e2e {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds kSoon{60};

class SandboxWebhookTest : public testing::Test
{
protected:
    void SetUp() override { ASSERT_TRUE(sandbox.node.ready()) << sandbox.node.errors(); }

    void subscribe()
    {
        const auto made = sandbox.node.call(
            "POST", "/v1/endpoints",
            fmt::format(R"({{"url": "{}", "event_types": ["record:*"]}})", subscriber.url()));
        ASSERT_EQ(made.status, 201) << made.body;
    }

    /// By integration, one account whose simulated vendor can be asked for a test.
    [[nodiscard]] std::map<std::string, std::string> senders() const
    {
        std::map<std::string, std::string> found;
        const auto urls = sandbox.node.call("GET", "/v1/events/urls").json();
        for (const auto& url : urls.root()["result"].items()) {
            if (url["can_send_test"].asBool()) {
                found.emplace(url["integration"].asString(), url["account_id"].asString());
            }
        }
        return found;
    }

    /// The account's newest event once its job has ended.
    [[nodiscard]] json::Document endedEvent(const std::string& account,
                                            std::chrono::seconds patience = kSoon) const
    {
        const auto deadline = Clock::now() + patience;
        while (Clock::now() < deadline) {
            auto list = sandbox.node.call("GET", "/v1/events?limit=1&account_id=" + account).json();
            const auto event = list.root()["result"][std::size_t{0}];
            if (event.isObject() && event["state"].asString() != "queued") {
                return json::Document::copyOf(event);
            }
        }
        return {};
    }

    [[nodiscard]] bool delivered(std::size_t count, std::chrono::seconds patience = kSoon) const
    {
        const auto deadline = Clock::now() + patience;
        while (subscriber.count() < count && Clock::now() < deadline) {
            static_cast<void>(sandbox.node.call("GET", "/v1/events/storage"));
        }
        return subscriber.count() >= count;
    }

    /// Writes a contact; waits for the event that the vendor tells of it by.
    [[nodiscard]] bool tellsOf(const std::string& name, const std::string& account) const
    {
        const auto made = sandbox.node.call(
            "POST", "/v1/unified/crm/contacts?account_id=" + account,
            fmt::format(
                R"({{"first_name": "{0}", "last_name": "Hopper", "emails": [{{"email": "{0}@example.com"}}]}})",
                name));
        EXPECT_LT(made.status, 300) << made.body;
        return endedEvent(account).root().isObject();
    }

    SandboxNode sandbox;
    Subscriber subscriber;
};

TEST_F(SandboxWebhookTest, everyVendorsTestWebhookIsVerifiedMappedAndDelivered)
{
    subscribe();
    const auto all = senders();
    std::set<std::string> vendors;
    for (const auto& account : sandbox.oneOfEachVendor()) {
        vendors.insert(account.integration);
    }
    ASSERT_EQ(all.size(), vendors.size()) << "every simulated vendor can send one";
    for (const auto& [integration, account] : all) {
        const auto before = subscriber.count();
        const auto sent =
            sandbox.node.call("POST", "/v1/events/test", fmt::format(R"({{"account_id": "{}"}})", account));
        ASSERT_EQ(sent.status, 200) << integration << ": " << sent.body;
        EXPECT_EQ(sent.json().root()["sent"].asInt(), 1);
        const auto event = endedEvent(account);
        ASSERT_TRUE(event.root().isObject()) << integration;
        EXPECT_EQ(event.root()["state"].asString(), "processed")
            << integration << ": " << event.root()["error"].asString();
        EXPECT_FALSE(event.root()["verified_by"].asString().empty()) << integration;
        EXPECT_NE(event.root()["verified_by"].asString(), "none") << integration;
        EXPECT_EQ(event.root()["event"].asString(), "record:updated") << integration;
        EXPECT_FALSE(event.root()["type"].asString().empty())
            << integration << " has a word of its own for it";
        EXPECT_TRUE(delivered(before + 1)) << integration;
    }
    for (const auto& message : subscriber.messages()) {
        EXPECT_NE(message.body.find("202"), std::string::npos)
            << "the changed phone number is in what was fetched: " << message.body;
    }
    const auto refused = sandbox.node.call("GET", "/v1/events/rejected").json();
    EXPECT_TRUE(refused.root()["result"].items().empty());
}

TEST_F(SandboxWebhookTest, aRecordThatIsWrittenIsToldOfByItselfAlsoRightAfterTheStart)
{
    // The first thing that anybody asks of this node.
    const auto accounts = sandbox.oneOfEachVendor();
    ASSERT_FALSE(accounts.empty());
    for (const auto& account : accounts) {
        EXPECT_TRUE(tellsOf("grace", account.id)) << account.integration << " did not tell";
    }
    subscribe();
    EXPECT_TRUE(tellsOf("ada", accounts.front().id));
    EXPECT_TRUE(delivered(1));
}

TEST_F(SandboxWebhookTest, whatIsImportedIsMappedAndDeliveredWithoutALookAtItsSignature)
{
    subscribe();
    const auto all = senders();
    ASSERT_FALSE(all.empty());
    const auto& account = all.begin()->second;
    const auto sent =
        sandbox.node.call("POST", "/v1/events/test", fmt::format(R"({{"account_id": "{}"}})", account));
    ASSERT_EQ(sent.status, 200) << sent.body;
    const auto event = endedEvent(account);
    const std::string id(event.root()["id"].asString());
    const auto body = sandbox.node.call("GET", "/v1/events/" + id + "/payload").body;
    ASSERT_TRUE(delivered(1));
    json::Arena arena;
    json::ObjectBuilder fields(arena);
    fields.set("account_id", account).set("body", body);
    const auto taken = sandbox.node.call("POST", "/v1/events/import", json::write(fields.build()));
    ASSERT_EQ(taken.status, 201) << taken.body;
    EXPECT_EQ(taken.json().root()["source"].asString(), "import");
    EXPECT_NE(taken.json().root()["id"].asString(), id);
    EXPECT_TRUE(delivered(2));
}

TEST_F(SandboxWebhookTest, howLongWebhooksAreKeptCanBeChangedAndIsRemembered)
{
    const auto before = sandbox.node.call("GET", "/v1/events/storage").json();
    EXPECT_EQ(before.root()["kept_for_h"].asInt(), 168);
    EXPECT_EQ(sandbox.node.call("PUT", "/v1/events/storage", R"({"kept_for_h": 0})").status, 400);
    const auto changed = sandbox.node.call("PUT", "/v1/events/storage", R"({"kept_for_h": 48})");
    ASSERT_EQ(changed.status, 200) << changed.body;
    EXPECT_EQ(changed.json().root()["kept_for_h"].asInt(), 48);
    EXPECT_EQ(changed.json().root()["max_events"].asInt(), before.root()["max_events"].asInt());
    EXPECT_EQ(sandbox.node.call("GET", "/v1/events/storage").json().root()["kept_for_h"].asInt(), 48);
}

} // namespace
} // namespace gatehouse::e2e
