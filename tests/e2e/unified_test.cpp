// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/url.h"
#include "core/json/write.h"
#include "tests/e2e/sandbox_node.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace gatehouse::e2e {
namespace {

using testing::HasSubstr;

std::set<std::string> memberNames(const json::Value& object)
{
    std::set<std::string> names;
    for (const auto& member : object.members()) {
        names.emplace(member.name);
    }
    return names;
}

class UnifiedTest : public testing::Test
{
protected:
    void SetUp() override { ASSERT_TRUE(sandbox.node.ready()) << sandbox.node.errors(); }

    SandboxNode sandbox;
};

TEST_F(UnifiedTest, contactsOfAllVendorsHaveOneSchema)
{
    const auto accounts = sandbox.oneOfEachVendor();
    ASSERT_EQ(accounts.size(), 3U);
    const auto model = sandbox.node.call("GET", "/v1/models/crm").json();
    std::set<std::string> known;
    for (const auto& account : accounts) {
        const auto answer = sandbox.contacts(account);
        ASSERT_EQ(answer.status, 200) << account.integration << ": " << answer.body;
        const auto body = answer.json();
        EXPECT_GE(body.root()["result"].size(), 2U) << account.integration;
        for (const auto& contact : body.root()["result"].items()) {
            EXPECT_TRUE(contact["id"].isString()) << account.integration << ": " << answer.body;
            EXPECT_FALSE(contact.contains("remote_data"));
            const auto names = memberNames(contact);
            known.insert(names.begin(), names.end());
        }
        EXPECT_FALSE(answer.header("gatehouse-request-id").empty());
        EXPECT_EQ(answer.header("gatehouse-cache"), "live");
    }
    // Whatever any vendor gives is a field of the model.
    for (const auto& name : known) {
        EXPECT_THAT(json::write(model.root()), HasSubstr("\"" + name + "\""));
    }
}

TEST_F(UnifiedTest, pagesThroughAllRecordsOfEachVendorOnce)
{
    for (const auto& account : sandbox.oneOfEachVendor()) {
        std::set<std::string> ids;
        std::string cursor;
        std::size_t records = 0;
        std::size_t pages = 0;
        do {
            const auto answer =
                sandbox.contacts(account, "limit=20" + (cursor.empty() ? "" : "&cursor=" + cursor));
            ASSERT_EQ(answer.status, 200) << account.integration << ": " << answer.body;
            const auto body = answer.json();
            for (const auto& contact : body.root()["result"].items()) {
                ids.emplace(contact["id"].asString());
                ++records;
            }
            cursor = percentEncode(body.root()["next_cursor"].asString());
        } while (!cursor.empty() && ++pages < 50);
        EXPECT_LT(pages, 50U) << account.integration;
        EXPECT_EQ(ids.size(), records) << account.integration;
        EXPECT_GT(records, 20U) << account.integration;
    }
}

TEST_F(UnifiedTest, addsTheRawRecordOnRequest)
{
    for (const auto& account : sandbox.oneOfEachVendor()) {
        const auto answer = sandbox.contacts(account, "limit=1&remote_data=true");
        EXPECT_TRUE(answer.json().root()["result"][std::size_t{0}]["remote_data"].isObject()) << answer.body;
    }
}

TEST_F(UnifiedTest, anOverrideWorksAtOnceAndResolveNamesItsLevel)
{
    const auto account = sandbox.oneOfEachVendor().front();
    const auto contact = [&](const std::string& member) {
        const auto answer = sandbox.contacts(account, "limit=1");
        return json::write(answer.json().root()["result"][std::size_t{0}][member]);
    };
    const auto levelOf = [&](const std::string& field) {
        const auto resolved = sandbox.node
                                  .call("GET", "/v1/mappings/resolve?account_id=" + account.id
                                                   + "&model=crm&resource=contacts&method=list")
                                  .json();
        for (const auto& entry : resolved.root()["fields"].items()) {
            if (entry["field"].asString() == field) {
                return std::string(entry["level"].asString());
            }
        }
        return std::string();
    };
    const auto method = "/crm/contacts/list";
    const auto before = contact("first_name");
    ASSERT_EQ(levelOf("first_name"), "platform");

    ASSERT_EQ(
        sandbox.node
            .call("PUT", "/v1/overrides/environments/" + account.environmentId + method,
                  R"({"response":{"first_name":"'From environment'","last_name":"'From environment'"}})")
            .status,
        200);
    EXPECT_EQ(contact("first_name"), "\"From environment\"");
    EXPECT_EQ(levelOf("first_name"), "environment");

    const auto put = sandbox.node.call("PUT", "/v1/overrides/accounts/" + account.id + method,
                                       R"({"response":{"first_name":"'From account'"}})");
    ASSERT_EQ(put.status, 200) << put.body;
    EXPECT_EQ(contact("first_name"), "\"From account\"");
    EXPECT_EQ(contact("last_name"), "\"From environment\"");
    EXPECT_EQ(levelOf("first_name"), "account");
    EXPECT_EQ(levelOf("last_name"), "environment");

    EXPECT_EQ(sandbox.node.call("DELETE", "/v1/overrides/accounts/" + account.id + method).status, 204);
    EXPECT_EQ(
        sandbox.node.call("DELETE", "/v1/overrides/environments/" + account.environmentId + method).status,
        204);
    EXPECT_EQ(contact("first_name"), before);
    EXPECT_EQ(levelOf("first_name"), "platform");
}

TEST_F(UnifiedTest, aBrokenOverrideIsRefusedWithItsPlaceAndChangesNothing)
{
    const auto account = sandbox.oneOfEachVendor().front();
    const auto answer =
        sandbox.node.call("PUT", "/v1/overrides/accounts/" + account.id + "/crm/contacts/list",
                          R"({"response":{"first_name":"$sum(("}})");
    EXPECT_EQ(answer.status, 422) << answer.body;
    EXPECT_EQ(answer.json().root()["category"].asString(), "config_error");
    EXPECT_THAT(std::string(answer.json().root()["pointer"].asString()), HasSubstr("first_name"));
    EXPECT_EQ(sandbox.contacts(account).status, 200);
}

TEST_F(UnifiedTest, theCallLogShowsWhatHappened)
{
    const auto account = sandbox.oneOfEachVendor().front();
    const auto answer = sandbox.contacts(account);
    const auto id = answer.header("gatehouse-request-id");
    const auto detail = sandbox.node.call("GET", "/v1/calls/" + id);
    ASSERT_EQ(detail.status, 200) << detail.body;
    const auto call = detail.json();
    EXPECT_EQ(call.root()["summary"]["operation"].asString(), "crm.contacts.list");
    EXPECT_EQ(call.root()["exchanges"].size(), 1U);
    EXPECT_GT(call.root()["stages"].size(), 3U);
}

TEST_F(UnifiedTest, proxyPassesBodiesThroughAndKeepsCredentialsToItself)
{
    const auto account = sandbox.oneOfEachVendor().front();
    ASSERT_EQ(sandbox.contacts(account).status, 200);
    const auto list = sandbox.node.call("GET", "/v1/calls?limit=1&account_id=" + account.id).json();
    const std::string id(list.root()["result"][std::size_t{0}]["id"].asString());
    const auto detail = sandbox.node.call("GET", "/v1/calls/" + id).json();
    const std::string url(detail.root()["exchanges"][std::size_t{0}]["url"].asString());
    const auto path = url.substr(url.find('/', url.find("//") + 2));
    const auto proxied = sandbox.node.call("GET", "/v1/proxy/" + account.id + path);
    EXPECT_EQ(proxied.status, 200) << path << "\n" << proxied.body;
    EXPECT_TRUE(proxied.json().root().isObject());
    EXPECT_FALSE(proxied.header("gatehouse-request-id").empty());
    EXPECT_EQ(sandbox.node.call("GET", "/v1/proxy/acc_nothing" + path).status, 404);
}

} // namespace
} // namespace gatehouse::e2e
