// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/alerts.h"
#include "core/gateway/audit_trail.h"
#include "core/gateway/token_history.h"
#include "tests/unit/gateway/node_fixture.h"

#include <algorithm>

namespace gatehouse {
namespace {

using namespace std::chrono_literals;

constexpr const char* kRotor = R"json({
  "slug": "rotor", "label": "Rotor", "category": "crm",
  "api": {"base_url": "{{context.base}}"},
  "auth": [{"kind": "oauth2_authorization_code", "authorize_url": "{{context.base}}/authorize",
            "token_url": "{{context.base}}/token", "scopes": ["read", "write"],
            "refresh": {"rotates": true, "expires_after_days": 90, "inactivity_days": 30},
            "capture": "{'tenant': body.tenant}"},
           {"kind": "oauth2_client_credentials", "id": "app", "token_url": "{{context.base}}/token"}],
  "connect": {"fields": [{"name": "base", "label": "Base URL"}]},
  "errors": {"codes": {"no_scope": {"category": "auth_failure", "missing_scope": true},
                       "picky": {"category": "auth_failure", "reauth": false}}}
})json";
constexpr const char* kPair =
    R"({"access_token":"access-2222","refresh_token":"refresh-2222","expires_in":3600,"tenant":"t7"})";

class TokenServiceTest : public test::NodeFixture
{
protected:
    TokenServiceTest()
    {
        stopNode();
        dir.write("providers/providers/rotor/provider.json", kRotor);
        startNode();
        subscription = node->monitor().subscribe([this](const GatewayEvent& event) { take(event); });
    }

    ~TokenServiceTest() override { subscription.reset(); }

    void take(const GatewayEvent& event)
    {
        if (const auto* told = std::get_if<AccountNeedsReauth>(&event)) {
            happened.push_back("needs_reauth " + told->account.statusReason);
        } else if (const auto* back = std::get_if<AccountReactivated>(&event)) {
            happened.push_back("reactivated " + back->account.id);
        } else if (const auto* alert = std::get_if<AlertRaised>(&event)) {
            happened.push_back("raised " + alert->alert.id);
        } else if (const auto* seen = std::get_if<AlertChanged>(&event)) {
            happened.push_back("changed " + seen->alert.id);
        } else if (const auto* over = std::get_if<AlertResolved>(&event)) {
            happened.push_back("resolved " + over->alert.id);
        }
    }

    Account connectRotor(
        const std::string& auth = "oauth2_authorization_code",
        const std::string& tokens = R"(,"access_token":"access-1111","refresh_token":"refresh-1111")")
    {
        environmentId = ask<Environment>([this](auto done) {
                            node->accounts().createEnvironment("Customer", {}, std::move(done));
                        })->id;
        const std::string text =
            R"({"environment_id":")" + environmentId + R"(","integration":"rotor","auth":")" + auth
            + R"(","context":{"base":"https://rotor.test"},"token_expires_at":)"
              R"("2025-10-09T10:00:00Z","credentials":{"client_id":"client","client_secret":"client-secret")"
            + tokens + "}}";
        auto made = ask<Account>(
            [&](auto done) { node->accounts().createAccount(*json::parse(text), std::move(done)); });
        EXPECT_TRUE(made) << made.error().describe();
        return made.value_or(Account{});
    }

    ProxyResponse callMe(const std::string& id, const std::string& method = "GET")
    {
        ProxyRequest request;
        request.accountId = id;
        request.method = method;
        request.path = "/me";
        auto answer = ask<ProxyResponse>(
            [&](auto done) { node->proxyCalls().proxy(std::move(request), std::move(done)); });
        return answer ? std::move(*answer) : ProxyResponse{};
    }

    Account accountNow(const std::string& id)
    {
        return ask<Account>([&](auto done) { node->accounts().account(id, std::move(done)); })
            .value_or(Account{});
    }

    /// The log is written behind the call that it tells of, so it is asked until the entry is there.
    std::optional<AuditEntry> auditedRefresh()
    {
        constexpr int kTries = 10'000;
        for (int i = 0; i < kTries; ++i) {
            const auto audit = ask<std::vector<AuditEntry>>(
                [&](auto done) { node->audit().entries(0, 10, std::move(done)); });
            for (const auto& told : audit.value_or(std::vector<AuditEntry>())) {
                if (told.action == "token.refresh") {
                    return told;
                }
            }
        }
        return std::nullopt;
    }

    bool waitFor(const std::string& prefix)
    {
        return test::runUntil([&] {
            return std::ranges::any_of(happened, [&](const auto& one) { return one.starts_with(prefix); });
        });
    }

    [[nodiscard]] std::ptrdiff_t count(const std::string& prefix) const
    {
        return std::ranges::count_if(happened, [&](const auto& one) { return one.starts_with(prefix); });
    }

    std::vector<Alert> alertsNow()
    {
        return ask<std::vector<Alert>>([this](auto done) { node->alerts().alerts(std::move(done)); })
            .value_or(std::vector<Alert>());
    }

    void restart()
    {
        subscription.reset();
        stopNode();
        startNode();
        happened.clear();
        subscription = node->monitor().subscribe([this](const GatewayEvent& event) { take(event); });
    }

    std::vector<std::string> happened;
    std::unique_ptr<Subscription> subscription;
};

TEST_F(TokenServiceTest, refreshesWhenAskedAndKeepsWhatTheEndpointTold)
{
    const auto account = connectRotor();
    http->answer(200, kPair);
    const auto renewed = ask<Account>([&](auto done) {
        const auto acting = node->audit().actAs("key:key_7");
        node->tokens().refresh(account.id, std::move(done));
    });
    ASSERT_TRUE(renewed) << renewed.error().describe();
    EXPECT_EQ(renewed->tokenExpiresAt, clock.now() + 1h);
    EXPECT_EQ((*renewed->context)["tenant"].asString(), "t7");
    EXPECT_EQ(credentials.kept[account.id]->find("refresh_token")->reveal(), "refresh-2222");
    http->answer(200, R"({"ok":true})");
    EXPECT_EQ(callMe(account.id).status, 200);
    EXPECT_EQ(http->requests.back().headers.get("Authorization"), "Bearer access-2222");

    const auto entry = auditedRefresh();
    ASSERT_TRUE(entry);
    EXPECT_EQ((*entry->detail)["outcome"].asString(), "refreshed");
    EXPECT_EQ(entry->actor, "key:key_7");
    const auto history =
        ask<TokenHistory>([&](auto done) { node->tokens().history(account.id, std::move(done)); });
    ASSERT_TRUE(history && !history->attempts.empty());
    EXPECT_EQ(history->attempts.back().by, "key:key_7");
    ASSERT_TRUE(history->attempts.back().exchange);
    EXPECT_EQ(history->attempts.back().exchange->requestBody.find("refresh-1111"), std::string::npos);
}

TEST_F(TokenServiceTest, namesWhoeverGaveTheOrderBehindEveryChangeOfCredentials)
{
    const auto acting = [this](const char* actor, auto order) {
        const auto scope = node->audit().actAs(actor);
        order();
    };
    Account account;
    acting("key:key_maker", [&] { account = connectRotor(); });
    bool removed = false;
    acting("key:key_patcher", [&] {
        node->accounts().updateAccount(account.id,
                                       *json::parse(R"({"credentials":{"client_secret":"new-secret"}})"),
                                       [](Result<Account>) {});
    });
    acting("console", [&] {
        node->accounts().removeAccount(account.id,
                                       [&](Result<bool> done) { removed = done.value_or(false); });
    });
    ASSERT_TRUE(test::runUntil([&] { return removed; }));
    const auto audit =
        ask<std::vector<AuditEntry>>([&](auto done) { node->audit().entries(0, 50, std::move(done)); });
    ASSERT_TRUE(audit);
    std::vector<std::string> told;
    for (const auto& entry : *audit) {
        if (entry.subject == account.id && entry.action != "credential.read") {
            told.push_back(entry.actor + " " + entry.action);
        }
    }
    EXPECT_EQ(told, (std::vector<std::string>{"console credential.remove", "key:key_patcher credential.write",
                                              "key:key_maker credential.write"}));
}

TEST_F(TokenServiceTest, namesWhoeverForcedARefreshBehindItsReadAndItsWrite)
{
    const auto account = connectRotor();
    http->answer(200, kPair);
    ASSERT_TRUE(ask<Account>([&](auto done) {
        const auto acting = node->audit().actAs("key:key_7");
        node->tokens().refresh(account.id, std::move(done));
    }));
    ASSERT_TRUE(auditedRefresh());
    const auto audit =
        ask<std::vector<AuditEntry>>([&](auto done) { node->audit().entries(0, 50, std::move(done)); });
    ASSERT_TRUE(audit);
    std::vector<std::string> told;
    for (const auto& entry : *audit) {
        if (entry.subject == account.id && entry.actor == "key:key_7") {
            told.push_back(entry.action);
        }
    }
    EXPECT_EQ(told, (std::vector<std::string>{"token.refresh", "credential.write", "credential.read"}));
}

TEST_F(TokenServiceTest, tellsACallerToComeBackWhenATokenCannotBeRenewedNow)
{
    const auto account = connectRotor();
    clock.advance(10min);
    http->answer(401, R"({"error":"invalid_token"})");
    http->answers.emplace_back(fail(Errc::Timeout, "the token endpoint did not answer in time"));
    const auto answer = callMe(account.id);
    EXPECT_EQ(answer.status, 503) << "not the provider's 401: the caller has done nothing wrong";
    const auto problem = json::parse(answer.body);
    ASSERT_TRUE(problem);
    EXPECT_EQ((**problem)["origin"].asString(), "gateway");
    EXPECT_EQ((**problem)["provider_status"].asInt(), 401);
    EXPECT_TRUE((**problem)["retryable"].asBool());
    EXPECT_NE((**problem)["detail"].asString().find("cannot be renewed now"), std::string::npos);
    const auto wait = answer.headers.get("Retry-After");
    ASSERT_TRUE(wait);
    EXPECT_EQ(*wait, std::to_string((**problem)["retry_after"].asInt()));
    EXPECT_GE((**problem)["retry_after"].asInt(), 1);
    EXPECT_EQ(accountNow(account.id).status, AccountStatus::Active);
}

TEST_F(TokenServiceTest, letsATokenEndWhereAutomaticRefreshIsOff)
{
    const auto account = connectRotor();
    ASSERT_TRUE(account.autoRefresh);
    const auto off = ask<Account>([&](auto done) {
        const auto acting = node->audit().actAs("key:key_7");
        node->accounts().updateAccount(account.id, *json::parse(R"({"auto_refresh":false})"),
                                       std::move(done));
    });
    ASSERT_TRUE(off) << off.error().describe();
    EXPECT_FALSE(off->autoRefresh);
    auto history = ask<TokenHistory>([&](auto done) { node->tokens().history(account.id, std::move(done)); });
    EXPECT_FALSE(history->refreshDueAt);

    restart();
    EXPECT_FALSE(accountNow(account.id).autoRefresh) << "kept over a restart";
    clock.advance(2h);
    http->answer(401, R"({"error":"invalid_token"})");
    const auto refused = callMe(account.id);
    EXPECT_EQ(refused.status, 401) << "that is what the switch is for: to see what the vendor says";
    EXPECT_NE(refused.body.find("automatic refresh"), std::string::npos) << refused.body;
    EXPECT_NE(refused.body.find("\"retryable\":false"), std::string::npos) << refused.body;
    ASSERT_EQ(http->requests.size(), 1U) << "the token endpoint was not asked";
    const auto loads = credentials.loads;
    http->answer(200, R"({"ok":true})");
    EXPECT_EQ(callMe(account.id).status, 200) << "the vendor may take it for a while";
    EXPECT_EQ(credentials.loads, loads) << "nor is the vault asked with every call";
    EXPECT_FALSE(ask<TokenHistory>([&](auto done) {
                     node->tokens().history(account.id, std::move(done));
                 })->refreshDueAt);
    EXPECT_EQ(accountNow(account.id).status, AccountStatus::Active) << "nobody has to connect it again";

    const auto dates = ask<std::vector<CredentialDate>>(
        [&](auto done) { node->tokens().credentials(account.id, std::move(done)); });
    ASSERT_TRUE(dates && dates->size() == 3U);
    for (const auto& date : *dates) {
        EXPECT_FALSE(date.renewedByItself);
    }
    EXPECT_NE(dates->at(0).because.find("automatic refresh is off"), std::string::npos)
        << dates->at(0).because;
    EXPECT_NE(dates->at(1).because.find("automatic refresh is off"), std::string::npos)
        << dates->at(1).because;

    http->answer(200, kPair);
    EXPECT_TRUE(ask<Account>([&](auto done) { node->tokens().refresh(account.id, std::move(done)); }))
        << "a person can";
    ASSERT_TRUE(update(account.id, R"({"auto_refresh":true})"));
    EXPECT_TRUE(test::runUntil([&] {
        return ask<TokenHistory>([&](auto done) { node->tokens().history(account.id, std::move(done)); })
            ->refreshDueAt.has_value();
    })) << "and from now on the gateway does again";
    EXPECT_EQ(update(account.id, R"({"auto_refresh":"no"})").error().pointer, "/auto_refresh");

    const auto audit =
        ask<std::vector<AuditEntry>>([&](auto done) { node->audit().entries(0, 50, std::move(done)); });
    const auto told = [&](const std::string& actor, const std::string& action) {
        return std::ranges::count_if(*audit, [&](const AuditEntry& entry) {
            return entry.actor == actor && entry.action == action && entry.subject == account.id;
        });
    };
    EXPECT_EQ(told("key:key_7", "account.auto_refresh.off"), 1);
    EXPECT_EQ(std::ranges::count_if(
                  *audit, [](const AuditEntry& entry) { return entry.action == "account.auto_refresh.on"; }),
              1);
}

TEST_F(TokenServiceTest, warnsThatATokenWillEndWhereAutomaticRefreshIsOff)
{
    const auto account = connectRotor();
    ASSERT_TRUE(update(account.id, R"({"auto_refresh":false})"));
    const std::string id = "credential_expiring:" + account.id + ":access_token";
    clock.advance(55min);
    restart();
    const auto open = alertsNow();
    const auto found = std::ranges::find_if(open, [&](const Alert& alert) { return alert.id == id; });
    ASSERT_NE(found, open.end());
    EXPECT_NE(found->detail.find("Automatic refresh of this account is off"), std::string::npos)
        << found->detail;
    ASSERT_TRUE(update(account.id, R"({"auto_refresh":true})"));
    EXPECT_TRUE(waitFor("resolved " + id));
}

TEST_F(TokenServiceTest, renewsATokenThatIsUsedUpBeforeTheCallGoesOut)
{
    const auto account = connectRotor();
    clock.advance(2h);
    http->answer(200, kPair);
    http->answer(200, R"({"ok":true})");
    EXPECT_EQ(callMe(account.id).status, 200);
    ASSERT_EQ(http->requests.size(), 2U);
    EXPECT_EQ(http->requests[0].url.str(), "https://rotor.test/token");
    EXPECT_EQ(http->requests[1].headers.get("Authorization"), "Bearer access-2222");
}

TEST_F(TokenServiceTest, getsTheFirstTokenOfAnAppByItself)
{
    const auto account = connectRotor("app", "");
    EXPECT_EQ(account.status, AccountStatus::Active);
    http->answer(200, R"({"access_token":"access-app-1","expires_in":3600})");
    http->answer(200, R"({"ok":true})");
    EXPECT_EQ(callMe(account.id).status, 200);
    EXPECT_EQ(http->requests.back().headers.get("Authorization"), "Bearer access-app-1");
}

TEST_F(TokenServiceTest, sendsARefusedCallOnceMoreWithAFreshToken)
{
    const auto account = connectRotor();
    clock.advance(10min);
    http->answer(401, R"({"error":"invalid_token"})");
    http->answer(200, kPair);
    http->answer(200, R"({"ok":true})");
    const auto answer = callMe(account.id, "POST");
    EXPECT_EQ(answer.status, 200);
    ASSERT_EQ(http->requests.size(), 3U);
    EXPECT_EQ(http->requests[2].headers.get("Authorization"), "Bearer access-2222");
}

TEST_F(TokenServiceTest, asksForAPersonWhenAFreshTokenIsRefusedToo)
{
    const auto account = connectRotor();
    clock.advance(10min);
    http->answer(401, R"({"error":"invalid_token"})");
    http->answer(200, kPair);
    http->answer(401, R"({"error":"invalid_token"})");
    EXPECT_EQ(callMe(account.id).status, 401);
    EXPECT_EQ(http->requests.size(), 3U) << "never a loop";
    ASSERT_TRUE(waitFor("needs_reauth"));
    EXPECT_EQ(accountNow(account.id).status, AccountStatus::NeedsReauth);
}

TEST_F(TokenServiceTest, leavesTheAccountAloneWhereTheDefinitionSaysSo)
{
    const auto account = connectRotor();
    clock.advance(10min);
    http->answer(401, R"({"code":"picky"})");
    http->answer(200, kPair);
    http->answer(401, R"({"code":"picky"})");
    EXPECT_EQ(callMe(account.id).status, 401);
    EXPECT_EQ(accountNow(account.id).status, AccountStatus::Active);
}

TEST_F(TokenServiceTest, doesNotRenewATokenThatOnlyLacksAScope)
{
    const auto account = connectRotor();
    clock.advance(10min);
    http->answer(403, R"({"code":"no_scope","message":"write is not granted"})");
    const auto answer = callMe(account.id);
    EXPECT_EQ(answer.status, 403);
    EXPECT_EQ(http->requests.size(), 1U);
    EXPECT_NE(answer.body.find("lacks a permission"), std::string::npos) << answer.body;
}

TEST_F(TokenServiceTest, saysOnceWhyAnAccountNeedsAPersonAndTakesItBackWithNewCredentials)
{
    const auto account = connectRotor();
    clock.advance(2h);
    http->answer(400, R"({"error":"invalid_grant","error_description":"the user revoked the app"})");
    const auto refused = callMe(account.id);
    EXPECT_EQ(refused.status, 401);
    ASSERT_TRUE(waitFor("needs_reauth"));
    const auto now = accountNow(account.id);
    EXPECT_EQ(now.status, AccountStatus::NeedsReauth);
    EXPECT_NE(now.statusReason.find("the user revoked the app"), std::string::npos) << now.statusReason;
    EXPECT_NE(now.statusReason.find("Connect it again"), std::string::npos) << now.statusReason;
    EXPECT_EQ(callMe(account.id).status, 401);
    EXPECT_EQ(http->requests.size(), 1U) << "nothing more is sent";
    EXPECT_EQ(count("needs_reauth"), 1);

    ASSERT_TRUE(update(account.id,
                       R"({"credentials":{"access_token":"access-3333","refresh_token":"refresh-3333"}})"));
    EXPECT_EQ(count("reactivated"), 1);
    http->answer(200, R"({"ok":true})");
    EXPECT_EQ(callMe(account.id).status, 200);
}

TEST_F(TokenServiceTest, comesBackByItselfWhenARefreshSucceedsAfterAll)
{
    const auto account = connectRotor();
    http->answer(400, R"({"error":"invalid_grant"})");
    EXPECT_FALSE(ask<Account>([&](auto done) { node->tokens().refresh(account.id, std::move(done)); }));
    ASSERT_TRUE(waitFor("needs_reauth"));
    http->answer(200, kPair);
    const auto back = ask<Account>([&](auto done) { node->tokens().refresh(account.id, std::move(done)); });
    ASSERT_TRUE(back) << back.error().describe();
    EXPECT_EQ(back->status, AccountStatus::Active);
    EXPECT_EQ(count("reactivated"), 1);
}

TEST_F(TokenServiceTest, knowsWhenCredentialsWillEnd)
{
    const auto account = connectRotor();
    auto dates = ask<std::vector<CredentialDate>>(
        [&](auto done) { node->tokens().credentials(account.id, std::move(done)); });
    ASSERT_TRUE(dates);
    ASSERT_EQ(dates->size(), 3U);
    EXPECT_EQ(dates->at(0).kind, CredentialKind::AccessToken);
    EXPECT_TRUE(dates->at(0).renewedByItself);
    EXPECT_EQ(dates->at(1).expiresAt, clock.now() + 24h * 30);
    EXPECT_TRUE(dates->at(1).renewedByItself) << "it is used before it dies of not being used";
    EXPECT_EQ(dates->at(2).expiresAt, clock.now() + 24h * 90);
    EXPECT_FALSE(dates->at(2).renewedByItself);
    EXPECT_EQ(count("raised"), 0);

    clock.advance(24h * 80);
    stopNode();
    startNode();
    subscription = node->monitor().subscribe([this](const GatewayEvent& event) { take(event); });
    http->answer(200, kPair);
    ASSERT_TRUE(ask<Account>([&](auto done) { node->tokens().refresh(account.id, std::move(done)); }));
    const auto history =
        ask<TokenHistory>([&](auto done) { node->tokens().history(account.id, std::move(done)); });
    ASSERT_TRUE(history);
    EXPECT_FALSE(history->attempts.empty());
    dates =
        ask<std::vector<CredentialDate>>([&](auto done) { node->tokens().credentials({}, std::move(done)); });
    ASSERT_TRUE(dates);
    EXPECT_TRUE(std::ranges::any_of(
        *dates, [&](const CredentialDate& date) { return date.warnAt && *date.warnAt <= clock.now(); }));
}

TEST_F(TokenServiceTest, raisesAnAlertOnceAlsoAcrossRestartsAndKeepsWhoSawIt)
{
    const auto account = connectRotor();
    const std::string id = "account_needs_reauth:" + account.id;
    http->answer(400, R"({"error":"invalid_grant","error_description":"the user revoked the app"})");
    EXPECT_FALSE(ask<Account>([&](auto done) { node->tokens().refresh(account.id, std::move(done)); }));
    ASSERT_TRUE(waitFor("raised " + id));
    ASSERT_EQ(alertsNow().size(), 1U);
    const auto raisedAt = alertsNow()[0].raisedAt;
    EXPECT_NE(alertsNow()[0].detail.find("the user revoked the app"), std::string::npos);

    const auto seen = ask<Alert>([&](auto done) {
        const auto acting = node->audit().actAs("key:key_9");
        node->alerts().acknowledge(id, std::move(done));
    });
    ASSERT_TRUE(seen) << seen.error().describe();
    EXPECT_EQ(seen->acknowledgedBy, "key:key_9");
    EXPECT_EQ(count("changed " + id), 1);

    clock.advance(1h);
    restart();
    ASSERT_EQ(alertsNow().size(), 1U);
    EXPECT_EQ(alertsNow()[0].raisedAt, raisedAt);
    EXPECT_EQ(alertsNow()[0].acknowledgedBy, "key:key_9");
    EXPECT_EQ(count("raised"), 0) << "nobody is told twice";

    ASSERT_TRUE(update(account.id,
                       R"({"credentials":{"access_token":"access-3333","refresh_token":"refresh-3333"}})"));
    EXPECT_EQ(count("resolved " + id), 1);
    ASSERT_EQ(alertsNow().size(), 1U);
    EXPECT_TRUE(alertsNow()[0].resolvedAt);
    const auto late = ask<Alert>([&](auto done) { node->alerts().acknowledge(id, std::move(done)); });
    EXPECT_EQ(late.error().code, Errc::Conflict);
    EXPECT_EQ(ask<Alert>([&](auto done) { node->alerts().acknowledge("x", std::move(done)); }).error().code,
              Errc::NotFound);

    clock.advance(24h * 31);
    restart();
    EXPECT_TRUE(std::ranges::none_of(alertsNow(), [&](const Alert& alert) { return alert.id == id; }))
        << "what was resolved a month ago is forgotten";
}

TEST_F(TokenServiceTest, warnsOfAnEndAheadAndOfAKeepAliveThatDoesNotHappen)
{
    const auto account = connectRotor();
    const std::string id = "credential_expiring:" + account.id + ":refresh_token";
    EXPECT_TRUE(alertsNow().empty());
    clock.advance(24h * 26); // of 30 days unused; at 24 it should have been used
    restart();
    ASSERT_EQ(alertsNow().size(), 1U);
    EXPECT_EQ(alertsNow()[0].id, id);
    EXPECT_NE(alertsNow()[0].title.find("ends in 4 days"), std::string::npos) << alertsNow()[0].title;
    EXPECT_NE(alertsNow()[0].detail.find("did not succeed"), std::string::npos) << alertsNow()[0].detail;
    http->answer(200, kPair);
    ASSERT_TRUE(ask<Account>([&](auto done) { node->tokens().refresh(account.id, std::move(done)); }));
    EXPECT_EQ(count("resolved " + id), 1);

    clock.advance(24h * 51); // 77 of the 90 days that its refresh token lives however much it is used
    restart();
    http->answer(200, kPair);
    ASSERT_TRUE(ask<Account>([&](auto done) { node->tokens().refresh(account.id, std::move(done)); }));
    const auto open = alertsNow();
    ASSERT_FALSE(open.empty());
    EXPECT_EQ(open[0].id, id);
    EXPECT_FALSE(open[0].resolvedAt);
    EXPECT_NE(open[0].detail.find("Connect the account again before then"), std::string::npos)
        << open[0].detail;
}

TEST_F(TokenServiceTest, forgetsARemovedAccountAndRefusesToRefreshADisabledOne)
{
    const auto account = connectRotor();
    ASSERT_TRUE(update(account.id, R"({"status":"disabled"})"));
    const auto refused =
        ask<Account>([&](auto done) { node->tokens().refresh(account.id, std::move(done)); });
    EXPECT_EQ(refused.error().code, Errc::Forbidden);
    ASSERT_TRUE(ask<bool>([&](auto done) { node->accounts().removeAccount(account.id, std::move(done)); }));
    const auto gone =
        ask<TokenHistory>([&](auto done) { node->tokens().history(account.id, std::move(done)); });
    EXPECT_EQ(gone.error().code, Errc::NotFound);
    EXPECT_TRUE(http->requests.empty());
}

} // namespace
} // namespace gatehouse
