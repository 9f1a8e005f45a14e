// SPDX-License-Identifier: GPL-3.0-or-later
// How simulated vendors tell of changes: what is said, how it is signed, to whom it goes.
#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"
#include "core/sandbox/vendor.h"
#include "tests/support/fake_clock.h"

#include <gtest/gtest.h>

namespace gatehouse::sandbox {
namespace {

constexpr auto kTellingVendor = R"JSON({
  "account": {"auth": "bearer", "context": "{'n': n}", "credentials": "{'access_token': 'toy-' & customer.key}"},
  "auth": {"invalid": {"status": 401}},
  "unknown_route": {"status": 404},
  "malformed_body": {"status": 400},
  "tables": {"people": {"seed": {"from": "people", "row": "{'id': $string(n), 'name': item.display_name}"}, "new_id": "'new' & $string(n)"},
             "notes": {"new_id": "$string(n)"}},
  "routes": [
    {"name": "add", "method": "POST", "path": "/people", "steps": [{"insert": "row", "table": "people", "values": "{'id': id, 'name': body.name}"}], "response": {"body": "row"}},
    {"name": "change", "method": "PATCH", "path": "/people/{id}", "steps": [{"update": "row", "table": "people", "id": "params.id", "values": "body", "else": {"status": 404}}], "response": {"body": "row"}},
    {"name": "drop", "method": "DELETE", "path": "/people/{id}", "steps": [{"delete": "row", "table": "people", "id": "params.id", "else": {"status": 404}}], "response": {"status": 204}},
    {"name": "note", "method": "POST", "path": "/notes", "steps": [{"insert": "row", "table": "notes", "values": "{'id': id}"}], "response": {"body": "row"}}
  ],
  "webhooks": {
    "secrets": "{'webhook_secret': 'ws-' & $substring(hex, 0, 6)}",
    "event": "change.table = 'people' ? {'what': change.action, 'id': change.id, 'was': change.old.name, 'is': change.row.name, 'for': account.n}",
    "body": "{'events': [event]}",
    "signatures": {"mac": {"algorithm": "hmac_sha256", "encoding": "base64", "key": "secrets.webhook_secret", "text": "method & url & text"}},
    "headers": {"X-Signature": "signatures.mac"},
    "test": [{"each": "done", "requests": "[{'method': 'PATCH', 'path': '/people/1', 'body': {'name': 'Changed ' & $string(number)}}]"}]
  }
})JSON";

class VendorWebhooksTest : public testing::Test
{
protected:
    void SetUp() override { open(kTellingVendor); }

    void open(std::string_view text)
    {
        auto definition = readDefinition("toy", text, "toy/sandbox.json");
        ASSERT_TRUE(definition) << definition.error().describe();
        auto made = SimulatedVendor::make(
            *definition, {{"acme", "Acme", 1, {20, 5, 5}}, {"globex", "Globex", 2, {20, 5, 5}}},
            {1, "http://127.0.0.1:4711", &m_clock, false, true, true});
        ASSERT_TRUE(made) << made.error().describe();
        m_vendor = std::move(*made);
    }

    static void target(std::string url, std::string_view token, std::vector<WebhookTarget>& into)
    {
        into.push_back({std::move(url), {}, Secret(token)});
    }

    std::vector<OutgoingWebhook> ask(const std::string& method, const std::string& path,
                                     const std::string& body, const std::string& customer = "acme")
    {
        net::ServerRequest request;
        request.method = method;
        request.path = path;
        request.headers.add("Authorization", "Bearer toy-" + customer);
        request.headers.add("Content-Type", "application/json");
        request.body = body;
        m_status = m_vendor->handle(request).response.status;
        return m_vendor->takeWebhooks();
    }

    test::FakeClock m_clock;
    std::unique_ptr<SimulatedVendor> m_vendor;
    int m_status = 0;
};

TEST_F(VendorWebhooksTest, everyKindOfChangeIsToldToWhoeverItIsFor)
{
    std::vector<WebhookTarget> targets;
    target("http://gate/all", "", targets);
    target("http://gate/acme", "toy-acme", targets);
    target("http://gate/globex", "toy-globex", targets);
    target("http://gate/stranger", "of nobody here", targets);
    m_vendor->setWebhookTargets(targets);
    const auto added = ask("POST", "/people", R"({"name": "Ada"})");
    ASSERT_EQ(added.size(), 2U);
    EXPECT_EQ(added[0].url, "http://gate/all");
    EXPECT_EQ(added[1].url, "http://gate/acme");
    EXPECT_EQ(added[0].body, R"({"events":[{"what":"insert","id":"new21","is":"Ada","for":1}]})");
    EXPECT_EQ(added[0].headers.get("content-type").value_or(""), "application/json");
    const auto changed = ask("PATCH", "/people/new21", R"({"name": "Eve"})");
    ASSERT_EQ(changed.size(), 2U);
    EXPECT_EQ(changed[0].body,
              R"({"events":[{"what":"update","id":"new21","was":"Ada","is":"Eve","for":1}]})");
    EXPECT_EQ(ask("DELETE", "/people/new21", "").size(), 2U);
    EXPECT_TRUE(ask("DELETE", "/people/new21", "").empty()) << "nothing was changed";
    EXPECT_EQ(m_status, 404);
    EXPECT_TRUE(ask("POST", "/notes", "{}").empty()) << "the definition does not tell of notes";
    EXPECT_EQ(m_vendor->stats().webhooks, 6U);
}

TEST_F(VendorWebhooksTest, theSignatureCoversWhatTheDefinitionSays)
{
    std::vector<WebhookTarget> targets;
    targets.push_back({"https://public.example/hook", "http://127.0.0.1:1/hook", Secret()});
    m_vendor->setWebhookTargets(targets);
    const auto sent = ask("POST", "/people", R"({"name": "Ada"})");
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(sent[0].url, "http://127.0.0.1:1/hook");
    const auto secret = m_vendor->tenants()[0]->demoCredentials().root()["webhook_secret"].asString();
    EXPECT_TRUE(secret.starts_with("ws-"));
    EXPECT_EQ(secret, m_vendor->tenants()[1]->demoCredentials().root()["webhook_secret"].asString());
    EXPECT_EQ(sent[0].headers.get("X-Signature").value_or(""),
              crypto::toBase64(crypto::hmac(crypto::Digest::Sha256, secret,
                                            "POSThttps://public.example/hook" + sent[0].body)));
}

TEST_F(VendorWebhooksTest, aTestChangesARecordOfTheTokensAccount)
{
    EXPECT_EQ(m_vendor->testWebhook("of nobody here").error().code, Errc::NotFound);
    EXPECT_EQ(m_vendor->testWebhook("toy-globex").error().code, Errc::Conflict) << "no URL is known";
    std::vector<WebhookTarget> targets;
    target("http://gate/all", "", targets);
    m_vendor->setWebhookTargets(targets);
    const auto first = m_vendor->testWebhook("toy-globex");
    ASSERT_TRUE(first) << first.error().describe();
    ASSERT_EQ(first->size(), 1U);
    EXPECT_NE(first->front().body.find("\"for\":2"), std::string::npos);
    const auto second = m_vendor->testWebhook("toy-globex");
    ASSERT_TRUE(second);
    EXPECT_NE(first->front().body, second->front().body) << "each one changes something";
}

TEST_F(VendorWebhooksTest, theyCanBeSwitchedOffWhileTestsStillWork)
{
    std::vector<WebhookTarget> targets;
    target("http://gate/all", "", targets);
    m_vendor->setWebhookTargets(targets);
    EXPECT_TRUE(ask("PUT", "/_sandbox/settings", R"({"webhooks": false})").empty());
    EXPECT_TRUE(ask("POST", "/people", R"({"name": "Ada"})").empty());
    EXPECT_TRUE(m_vendor->testWebhook("toy-acme"));
}

TEST(VendorWebhooksDefinition, mistakesAreNamedWithTheirPlace)
{
    const auto with = [](const std::string& webhooks) {
        return readDefinition("toy",
                              R"({"account": {"auth": "b", "context": "{}"}, "auth": {"invalid": {}},
                                  "unknown_route": {}, "malformed_body": {}, "tables": {}, "routes": [],
                                  "webhooks": )"
                                  + webhooks + "}",
                              "toy");
    };
    EXPECT_TRUE(with(R"({"event": "change", "body": "event"})"));
    EXPECT_EQ(with(R"({"body": "1"})").error().pointer, "/webhooks");
    EXPECT_EQ(
        with(
            R"({"event": "1", "body": "1", "signatures": {"a": {"algorithm": "md5", "key": "1", "text": "1"}}})")
            .error()
            .pointer,
        "/webhooks/signatures/a/algorithm");
    EXPECT_EQ(with(R"({"event": "1", "body": "1", "signatures": {"a": {"text": "1"}}})").error().pointer,
              "/webhooks/signatures/a");
}

} // namespace
} // namespace gatehouse::sandbox
