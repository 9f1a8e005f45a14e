// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/node.h"
#include "tests/unit/gateway/node_fixture.h"

namespace gatehouse {
namespace {

constexpr const char* kAda = R"({"id":1,"first":"Ada","last":"Lovelace","tel":"+44 1","age":"36"})";
using NodeTest = test::NodeFixture;

TEST_F(NodeTest, makesAnAdminKeyThatOnlyItsOwnerCanRead)
{
    const auto file = dir.path() / "api-key";
    std::string key = test::readFile(file);
    ASSERT_FALSE(key.empty());
    key.pop_back();

    EXPECT_EQ(std::filesystem::status(file).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    const auto found = node->keys().check(key, "127.0.0.1");
    ASSERT_TRUE(found);
    EXPECT_TRUE((*found)->allows(KeyScope::Admin));
    EXPECT_EQ(node->keys().check(key + "x", "127.0.0.1").error().code, Errc::Unauthorized);

    stopNode();
    startNode();
    EXPECT_EQ(test::readFile(file), key + "\n");
    EXPECT_TRUE(node->keys().check(key, "127.0.0.1"));
}

TEST_F(NodeTest, servesAUnifiedCallForAnAccountItConnected)
{
    const auto account = connect();
    ASSERT_TRUE(account) << account.error().describe();
    EXPECT_EQ(account->status, AccountStatus::Active);
    http->answer(200, kAda);

    const auto response = get(account->id);

    EXPECT_EQ(response.status, 200);
    EXPECT_EQ((*response.body)["result"]["name"].asString(), "Ada Lovelace");
    EXPECT_EQ(http->requests[0].headers.get("Authorization"), "Bearer secret-token-1");
    const auto seen =
        ask<Account>([&](auto done) { node->accounts().account(account->id, std::move(done)); });
    EXPECT_TRUE(seen->lastSuccessAt);
}

TEST_F(NodeTest, neverShowsASecretInTheRecordOfACall)
{
    const auto account = connect();
    http->answer(200, R"({"id":1,"age":"1","echo":"secret-token-1"})");
    const auto response = get(account->id);

    const auto detail =
        ask<CallDetail>([&](auto done) { node->calls().callDetail(response.callId, std::move(done)); });

    ASSERT_TRUE(detail);
    EXPECT_EQ(detail->exchanges[0].responseBody.find("secret-token-1"), std::string::npos);
    for (const HeaderField& field : detail->exchanges[0].requestHeaders) {
        EXPECT_EQ(field.value.find("secret-token-1"), std::string::npos) << field.name;
    }
    for (const auto& entry : std::filesystem::directory_iterator(dir.path())) {
        if (entry.is_regular_file()) {
            EXPECT_EQ(test::readFile(entry.path()).find("secret-token-1"), std::string::npos) << entry.path();
        }
    }
}

TEST_F(NodeTest, keepsAccountsOverridesAndCallsAcrossARestart)
{
    const auto account = connect();
    const OverrideKey key{OverrideLevel::Account, account->id, "crm", "contacts", "get"};
    ASSERT_TRUE(ask<json::Document>([&](auto done) {
        node->mappings().putOverride(key, *json::parse(R"({"response": {"phone": "'x'"}})"), std::move(done));
    }));
    http->answer(200, kAda);
    const auto before = get(account->id);
    EXPECT_EQ((*before.body)["result"]["phone"].asString(), "x");

    stopNode();
    startNode();
    http->answer(200, kAda);

    EXPECT_EQ((*get(account->id).body)["result"]["phone"].asString(), "x");
    const auto calls =
        ask<std::vector<CallSummary>>([&](auto done) { node->calls().recentCalls(0, 10, std::move(done)); });
    ASSERT_EQ(calls->size(), 2U);
    EXPECT_EQ((*calls)[1].id, before.callId);
    EXPECT_TRUE(
        ask<CallDetail>([&](auto done) { node->calls().callDetail(before.callId, std::move(done)); }));
}

TEST_F(NodeTest, knowsAfterARestartWhenAnAccountLastSucceeded)
{
    const auto account = connect();
    http->answer(200, kAda);
    get(account->id);
    const auto last = [&] {
        return ask<Account>([&](auto done) { node->accounts().account(account->id, std::move(done)); })
            ->lastSuccessAt;
    };
    const auto before = last();
    ASSERT_TRUE(before);

    stopNode();
    startNode();

    EXPECT_EQ(last(), before);
}

TEST_F(NodeTest, tellsListenersWhatHappens)
{
    std::vector<std::size_t> kinds;
    auto subscription =
        node->monitor().subscribe([&](const GatewayEvent& event) { kinds.push_back(event.index()); });
    const auto account = connect();
    http->answer(200, kAda);
    get(account->id);
    subscription.reset();
    http->answer(200, kAda);
    get(account->id);

    EXPECT_EQ(kinds, (std::vector<std::size_t>{1, 0}));
}

TEST_F(NodeTest, marksAnAccountThatMustBeConnectedAgainAndTakesItBackWithNewCredentials)
{
    const auto account = connect();
    http->answer(200, R"({"code":"DEAD","message":"the token was revoked"})");
    EXPECT_EQ(get(account->id).status, 401);
    const auto status = [&] {
        return ask<Account>([&](auto done) { node->accounts().account(account->id, std::move(done)); })
            ->status;
    };
    test::runUntil([&] { return status() == AccountStatus::NeedsReauth; });
    EXPECT_EQ(status(), AccountStatus::NeedsReauth);

    const auto updated = ask<Account>([&](auto done) {
        node->accounts().updateAccount(account->id,
                                       *json::parse(R"({"credentials": {"access_token": "fresh-token-2"}})"),
                                       std::move(done));
    });
    ASSERT_TRUE(updated) << updated.error().describe();
    http->answer(200, kAda);
    EXPECT_EQ(get(account->id).status, 200);
    EXPECT_EQ(http->requests.back().headers.get("Authorization"), "Bearer fresh-token-2");
}

TEST_F(NodeTest, leavesAnAccountAloneWhoseCredentialsWereReplacedDuringTheCall)
{
    const auto account = connect();
    std::optional<UnifiedResponse> response;
    UnifiedRequest request;
    request.accountId = account->id;
    request.model = "crm";
    request.resource = "contacts";
    request.method = "get";
    request.id = "1";
    http->answer(200, R"({"code":"DEAD","message":"the token was revoked"})");
    // Both under way at once: the update is through before the answer is read.
    node->calls().unified(request, [&](Result<UnifiedResponse> done) { response = std::move(*done); });
    const auto updated = update(account->id, R"({"credentials": {"access_token": "fresh-token-2"}})");
    ASSERT_TRUE(updated);
    ASSERT_TRUE(test::runUntil([&] { return response.has_value(); }));
    EXPECT_EQ(response->status, 401);

    EXPECT_EQ(update(account->id, R"({"label": "seen"})")->status, AccountStatus::Active);
}

TEST_F(NodeTest, keepsNoAccountWhoseCredentialsCannotBeSealed)
{
    credentials.refused = Error{Errc::Unavailable, "the vault is locked", {}, {}, {}};
    EXPECT_EQ(connect().error().code, Errc::Unavailable);
    stopNode();
    credentials.refused.reset();
    startNode();

    const auto all =
        ask<std::vector<Account>>([this](auto done) { node->accounts().accounts(std::move(done)); });
    EXPECT_TRUE(all->empty());
}

TEST_F(NodeTest, disablesAnAccountWhileTheVaultIsLocked)
{
    const auto account = connect();
    credentials.refused = Error{Errc::Unavailable, "the vault is locked", {}, {}, {}};

    const auto disabled = update(account->id, R"({"status": "disabled"})");
    ASSERT_TRUE(disabled) << disabled.error().describe();
    EXPECT_EQ(disabled->status, AccountStatus::Disabled);
    EXPECT_EQ(update(account->id, R"({"credentials": {"access_token": "x"}})").error().code,
              Errc::Unavailable);
}

TEST_F(NodeTest, doesNotBringARemovedAccountBack)
{
    const auto account = connect();
    std::optional<Result<bool>> removed;
    node->accounts().removeAccount(account->id, [&](Result<bool> done) { removed.emplace(std::move(done)); });
    const auto late = update(account->id, R"({"credentials": {"access_token": "late-token"}})");
    ASSERT_TRUE(test::runUntil([&] { return removed.has_value(); }));

    EXPECT_TRUE(*removed);
    EXPECT_EQ(late.error().code, Errc::NotFound);
    EXPECT_FALSE(credentials.kept.contains(account->id));
}

TEST_F(NodeTest, keepsBothOfTwoChangesMadeAtOnce)
{
    const auto account = connect();
    std::optional<Result<Account>> first;
    node->accounts().updateAccount(account->id, *json::parse(R"({"context": {"user": "u1"}})"),
                                   [&](Result<Account> done) { first.emplace(std::move(done)); });
    const auto second = update(account->id, R"({"label": "Second"})");

    ASSERT_TRUE(second);
    EXPECT_EQ(second->label, "Second");
    EXPECT_EQ((*second->context)["user"].asString(), "u1");
    ASSERT_TRUE(first);
}

TEST_F(NodeTest, mergesOnlyWhatTheValidationCallTold)
{
    const auto account = connect();
    http->answer(200, R"({"id": "u7"})");
    std::optional<Result<CallDetail>> tested;
    node->accounts().testAccount(account->id,
                                 [&](Result<CallDetail> done) { tested.emplace(std::move(done)); });
    ASSERT_TRUE(update(account->id, R"({"context": {"base": "https://moved.test"}})"));
    ASSERT_TRUE(test::runUntil([&] { return tested.has_value(); }));

    const auto seen =
        ask<Account>([&](auto done) { node->accounts().account(account->id, std::move(done)); });
    EXPECT_EQ((*seen->context)["user"].asString(), "u7");
    EXPECT_EQ((*seen->context)["base"].asString(), "https://moved.test");
}

TEST_F(NodeTest, runsTheValidationCallAndKeepsWhatItTells)
{
    const auto account = connect();
    http->answer(200, R"({"id": "u7"})");

    const auto call =
        ask<CallDetail>([&](auto done) { node->accounts().testAccount(account->id, std::move(done)); });

    ASSERT_TRUE(call) << call.error().describe();
    EXPECT_EQ(call->summary.kind, "validate");
    EXPECT_FALSE(call->problem);
    const auto seen =
        ask<Account>([&](auto done) { node->accounts().account(account->id, std::move(done)); });
    EXPECT_EQ((*seen->context)["user"].asString(), "u7");
}

TEST_F(NodeTest, checksAnAccountsFieldsAndSaysWhichOneIsWrong)
{
    const auto pointerOf = [](const Result<Account>& account) {
        return account ? std::string("(accepted)") : account.error().pointer;
    };
    EXPECT_EQ(pointerOf(connect(R"("context": {"base": "ftp://x"}, "credentials": {})")), "/context/base");
    EXPECT_EQ(pointerOf(connect(R"("context": {}, "credentials": {})")), "/context/base");
    EXPECT_EQ(pointerOf(connect(R"("context": {"base": "https://x"}, "credentials": {"access_token": 5})")),
              "/credentials/access_token");
    EXPECT_EQ(pointerOf(connect(R"("context": {"base": "https://x"}, "credentials": [])")), "/credentials");

    const auto waiting = connect(R"("context": {"base": "https://x"})");
    ASSERT_TRUE(waiting);
    EXPECT_EQ(waiting->status, AccountStatus::Connecting);
    EXPECT_EQ(get(waiting->id).status, 409);
}

TEST_F(NodeTest, removesAnAccountWithItsSecrets)
{
    const auto account = connect();
    ASSERT_TRUE(credentials.kept.contains(account->id));

    ASSERT_TRUE(ask<bool>([&](auto done) { node->accounts().removeAccount(account->id, std::move(done)); }));

    EXPECT_FALSE(credentials.kept.contains(account->id));
    EXPECT_EQ(get(account->id).status, 404);
}

TEST_F(NodeTest, passesProxyCallsThrough)
{
    const auto account = connect();
    http->answer(200, "{\"raw\":1}");
    ProxyRequest request;
    request.accountId = account->id;
    request.method = "GET";
    request.path = "/x";

    const auto response =
        ask<ProxyResponse>([&](auto done) { node->proxyCalls().proxy(std::move(request), std::move(done)); });

    ASSERT_TRUE(response);
    EXPECT_EQ(response->body, "{\"raw\":1}");
    EXPECT_EQ(http->requests[0].url.str(), "https://acme.test/api/v2/x?lang=en");
}

TEST_F(NodeTest, refusesCallsWhenItStops)
{
    const auto account = connect();
    auto running = std::move(node);
    ask<bool>([&](auto done) { running->stop(std::chrono::seconds(1), std::move(done)); });

    UnifiedRequest request;
    request.accountId = account->id;
    const auto refused =
        ask<UnifiedResponse>([&](auto done) { running->calls().unified(request, std::move(done)); });

    EXPECT_EQ(refused.error().code, Errc::Unavailable);
    running.reset();
    store.reset();
}

TEST_F(NodeTest, countsCallsByOutcome)
{
    const auto account = connect();
    http->answer(200, kAda);
    get(account->id);
    http->answer(404, "{}");
    get(account->id);

    std::map<std::string, double> byCategory;
    for (const MetricFamily& family : node->monitor().metrics()) {
        if (family.name == "gatehouse_calls_total") {
            for (const MetricSample& sample : family.samples) {
                byCategory[sample.labels.back().second] = sample.value;
            }
        }
    }
    EXPECT_EQ(byCategory[""], 1.0);
    EXPECT_EQ(byCategory["not_found"], 1.0);
}

} // namespace
} // namespace gatehouse
