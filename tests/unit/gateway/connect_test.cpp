// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/url.h"
#include "core/contract/connect_json.h"
#include "core/crypto/encoding.h"
#include "core/gateway/connect.h"
#include "core/gateway/token_history.h"
#include "tests/unit/gateway/node_fixture.h"

#include <algorithm>

namespace gatehouse {
namespace {

using Kind = ConnectStepKind;

constexpr const char* kToken =
    R"({"access_token":"the-access-token","refresh_token":"the-refresh-token","expires_in":"3600",)"
    R"("scope":"read","tenant":"t-1"})";

/// A vendor with every way to sign in.
constexpr const char* kOwlProvider = R"json({
  "slug": "owl", "label": "Owl", "category": "crm",
  "api": {"base_url": "https://{{context.company}}.owl.test", "content": "json"},
  "auth": [
    {"kind": "oauth2_authorization_code", "label": "Sign in", "authorize_url": "https://id.owl.test/authorize",
     "token_url": "https://id.owl.test/token", "revoke_url": "https://id.owl.test/revoke",
     "issuer": "https://id.owl.test", "scopes": ["read", "write"], "client_auth": "body",
     "capture": "{'tenant': body.tenant, 'realm': query.realm}"},
    {"kind": "oauth2_client_credentials", "label": "Machine", "token_url": "https://id.owl.test/token"},
    {"kind": "oauth2_device_code", "label": "Device", "token_url": "https://id.owl.test/token",
     "device_authorization_url": "https://id.owl.test/device", "client_auth": "none"},
    {"kind": "api_key", "label": "Key", "apply_headers": {"X-Key": "{{credentials.api_key}}"}}
  ],
  "connect": {
    "fields": [{"name": "company", "label": "Company", "pattern": "[a-z]+"}],
    "validate": {"name": "me", "proves": "It works.", "method": "GET", "path": "/me", "expect": "body.ok",
                 "context": "{'user': body.user}"},
    "post_connect": [{"name": "plan", "method": "GET", "path": "/plan", "context": "{'plan': body.plan}"}]
  },
  "resources": {}
})json";

class ConnectTest : public test::NodeFixture
{
protected:
    ConnectTest()
    {
        stopNode();
        dir.write("providers/providers/owl/provider.json", kOwlProvider);
        restart();
        environment = ask<Environment>([this](auto done) {
                          node->accounts().createEnvironment("Customer", {}, std::move(done));
                      }).value();
    }

    ~ConnectTest() override { changes.reset(); }

    void restart()
    {
        changes.reset();
        stopNode();
        startNode();
        node->setApiUrl("http://127.0.0.1:8787", {});
        changes = node->monitor().subscribe([this](const GatewayEvent& event) {
            if (const auto* changed = std::get_if<ConnectSessionChanged>(&event)) {
                latest[changed->session.id] = changed->session;
            } else if (const auto* one = std::get_if<AccountChanged>(&event)) {
                reasons[one->account.id] = one->account.statusReason;
            } else if (std::holds_alternative<AccountConnected>(event)) {
                ++connected;
            }
        });
    }

    [[nodiscard]] ConnectRequest wish(const char* auth) const
    {
        ConnectRequest request;
        request.environmentId = environment.id;
        request.integration = "owl";
        request.auth = auth;
        request.fields["company"] = "acme";
        return request;
    }

    [[nodiscard]] ConnectRequest browserWish() const
    {
        auto request = wish("oauth2_authorization_code");
        request.fields["client_id"] = "client-1";
        request.secrets["client_secret"] = Secret(std::string_view("the-client-secret"));
        return request;
    }

    Result<ConnectSession> begin(ConnectRequest request)
    {
        return ask<ConnectSession>(
            [&](auto done) { node->connect().startConnect(std::move(request), std::move(done)); });
    }

    CallbackPage comeBack(const std::string& query)
    {
        return ask<CallbackPage>([&](auto done) { node->connect().oauthCallback(query, std::move(done)); })
            .value_or(CallbackPage{});
    }

    /// The callback that belongs to a session.
    static std::string answerTo(const ConnectSession& session, const std::string& more = "code=the-code-1")
    {
        return "state=" + session.state + "&iss=https%3A%2F%2Fid.owl.test&" + more;
    }

    ConnectSession now(const std::string& id)
    {
        return ask<ConnectSession>([&](auto done) { node->connect().connectSession(id, std::move(done)); })
            .value_or(ConnectSession{});
    }

    ConnectSession whenOver(const std::string& id)
    {
        EXPECT_TRUE(test::runUntil([&] {
            clock.advance(std::chrono::milliseconds(10)); // for what waits for a moment
            return isOver(latest[id].status);
        }));
        return now(id);
    }

    Account account(const std::string& id)
    {
        return ask<Account>([&](auto done) { node->accounts().account(id, std::move(done)); })
            .value_or(Account{});
    }

    void provesItself()
    {
        http->answer(200, R"({"ok":true,"user":"jo"})");
        http->answer(200, R"({"plan":"pro"})");
    }

    static std::string parameter(const std::string& url, std::string_view name)
    {
        for (const auto& [key, value] : parseQuery(Url::parse(url)->query)) {
            if (key == name) {
                return value;
            }
        }
        return {};
    }

    Environment environment;
    std::unique_ptr<Subscription> changes;
    std::map<std::string, ConnectSession> latest;
    std::map<std::string, std::string> reasons; ///< By account.
    int connected = 0;
};

TEST_F(ConnectTest, asksForWhatTheSchemeNeedsAndNoFieldNames)
{
    const auto forms = ask<std::vector<ConnectForm>>(
        [&](auto done) { node->connect().connectForms("owl", std::move(done)); });
    ASSERT_TRUE(forms);
    ASSERT_EQ(forms->size(), 4U);
    std::vector<std::string> names;
    for (const auto& input : forms->front().inputs) {
        names.push_back(input.name + (input.secret ? "!" : ""));
    }
    EXPECT_EQ(names, (std::vector<std::string>{"company", "client_id", "client_secret!"}));
    EXPECT_EQ(forms->back().inputs.back().name, "api_key");
}

TEST_F(ConnectTest, signsInByCodeAndProofKeyThroughAllSevenSteps)
{
    const auto session = begin(browserWish());
    ASSERT_TRUE(session) << session.error().describe();
    EXPECT_EQ(session->status, ConnectStatus::Waiting);
    EXPECT_EQ(parameter(session->authorizeUrl, "state"), session->state);
    EXPECT_EQ(parameter(session->authorizeUrl, "redirect_uri"), "http://127.0.0.1:8787/oauth/callback");
    EXPECT_EQ(parameter(session->authorizeUrl, "scope"), "read write");
    EXPECT_EQ(parameter(session->authorizeUrl, "code_challenge_method"), "S256");
    EXPECT_EQ(session->authorizeUrl.find("the-client-secret"), std::string::npos);
    EXPECT_EQ(account(session->accountId).status, AccountStatus::Connecting);

    http->answer(200, kToken);
    provesItself();
    const auto page = comeBack(answerTo(*session, "code=the-code-1&realm=r-9"));

    EXPECT_EQ(page.status, 200) << page.text;
    EXPECT_EQ(page.title, "Connected");
    const auto over = now(session->id);
    EXPECT_EQ(over.status, ConnectStatus::Connected);
    for (const auto& step : over.steps) {
        EXPECT_EQ(step.state, ConnectStepState::Done) << connectStepName(step.kind);
    }
    const auto made = account(session->accountId);
    EXPECT_EQ(made.status, AccountStatus::Active);
    EXPECT_EQ((*made.context)["tenant"].asString(), "t-1");
    EXPECT_EQ((*made.context)["realm"].asString(), "r-9");
    EXPECT_EQ((*made.context)["user"].asString(), "jo");
    EXPECT_EQ((*made.context)["plan"].asString(), "pro");
    EXPECT_TRUE(made.tokenExpiresAt);
    EXPECT_EQ(connected, 1);
    // What went over the wire.
    EXPECT_NE(http->requests[0].body.find("code=the-code-1"), std::string::npos);
    EXPECT_NE(http->requests[0].body.find("code_verifier="), std::string::npos);
    EXPECT_EQ(http->requests[1].headers.get("Authorization"), "Bearer the-access-token");
    EXPECT_FALSE(over.step(Kind::Exchange).checks.front().passed) << "write was not granted";
}

TEST_F(ConnectTest, keepsWhatTheIdTokenSaysAndWhatWasGranted)
{
    const auto session = begin(browserWish());
    ASSERT_TRUE(session) << session.error().describe();
    const std::string idToken = crypto::toBase64Url(R"({"alg":"RS256","kid":"k1"})") + "."
                                + crypto::toBase64Url(R"({"iss":"https://id.owl.test","sub":"ada"})") + "."
                                + crypto::toBase64Url("its-signature");
    http->answer(200, R"({"access_token":"the-access-token","refresh_token":"r","expires_in":3600,)"
                      R"("scope":"read","id_token":")"
                          + idToken + R"("})");
    provesItself();
    comeBack(answerTo(*session));
    const auto over = now(session->id);
    ASSERT_EQ(over.status, ConnectStatus::Connected);
    const auto& claims = over.step(Kind::Exchange).claims;
    ASSERT_EQ(claims.size(), 1U) << "the access token is opaque";
    EXPECT_EQ(claims[0].name, "id_token");
    EXPECT_EQ((*claims[0].claims)["sub"].asString(), "ada");
    json::Arena arena;
    EXPECT_EQ(json::write(toJson(over, arena)).find(crypto::toBase64Url("its-signature")), std::string::npos);
    const auto scopes = ask<std::vector<ScopeUse>>(
        [&](auto done) { node->tokens().scopes(session->accountId, std::move(done)); });
    ASSERT_TRUE(scopes && scopes->size() == 2U);
    EXPECT_EQ(scopes->at(0).granted, true) << "known from the sign-in on, not only after a refresh";
    EXPECT_EQ(scopes->at(1).granted, false);
    const auto history =
        ask<TokenHistory>([&](auto done) { node->tokens().history(session->accountId, std::move(done)); });
    EXPECT_EQ(history->missingScopes, std::vector<std::string>{"write"});
    restart();
    EXPECT_EQ((*now(session->id).step(Kind::Exchange).claims.at(0).claims)["sub"].asString(), "ada");
}

TEST_F(ConnectTest, showsNoSecretOfASignInAnywhere)
{
    const auto session = begin(browserWish());
    http->answer(200, kToken);
    provesItself();
    comeBack(answerTo(*session));

    json::Arena arena;
    std::string seen = json::write(toJson(now(session->id), arena));
    for (const auto& line : log.lines) {
        seen += line;
    }
    changes.reset();
    stopNode();
    for (const auto& entry : std::filesystem::directory_iterator(dir.path())) {
        if (entry.is_regular_file()) {
            seen += test::readFile(entry.path());
        }
    }
    for (const auto* secret : {"the-client-secret", "the-access-token", "the-refresh-token", "the-code-1"}) {
        EXPECT_EQ(seen.find(secret), std::string::npos) << secret;
    }
    EXPECT_NE(seen.find("<client_secret: 17 characters>"), std::string::npos);
}

TEST_F(ConnectTest, refusesAStateItDoesNotKnowAndLeavesTheSessionWaiting)
{
    const auto session = begin(browserWish());
    const auto page = comeBack("state=forged&code=x&iss=https%3A%2F%2Fid.owl.test");
    EXPECT_EQ(page.status, 400);
    EXPECT_NE(page.text.find("state_mismatch"), std::string::npos);
    EXPECT_EQ(now(session->id).status, ConnectStatus::Waiting);
    EXPECT_TRUE(http->requests.empty());
}

TEST_F(ConnectTest, usesAnAnswerOnce)
{
    const auto session = begin(browserWish());
    http->answer(200, kToken);
    provesItself();
    comeBack(answerTo(*session));
    const auto requests = http->requests.size();

    const auto page = comeBack(answerTo(*session));

    EXPECT_EQ(page.status, 409);
    EXPECT_EQ(page.title, "Already connected");
    EXPECT_EQ(http->requests.size(), requests);
}

TEST_F(ConnectTest, saysThatTheUserRefused)
{
    const auto session = begin(browserWish());
    const auto page = comeBack(answerTo(*session, "error=access_denied&error_description=no"));
    EXPECT_EQ(page.title, "Access was not granted");
    const auto over = now(session->id);
    EXPECT_EQ(over.status, ConnectStatus::Failed);
    EXPECT_EQ(over.failure->code, "access_denied");
    EXPECT_EQ(over.failure->fixer, ConnectFixer::User);
    EXPECT_TRUE(test::runUntil(
        [&] { return reasons[session->accountId].find("refused the access") != std::string::npos; }));
    EXPECT_EQ(account(session->accountId).status, AccountStatus::Connecting);
}

TEST_F(ConnectTest, refusesAnAnswerFromAnotherIssuer)
{
    const auto session = begin(browserWish());
    comeBack("state=" + session->state + "&code=x&iss=https%3A%2F%2Fevil.test");
    EXPECT_EQ(now(session->id).failure->code, "issuer_mismatch");
    EXPECT_TRUE(http->requests.empty()) << "the code must not be sent on";

    const auto second = begin(browserWish());
    comeBack("state=" + second->state + "&code=x");
    EXPECT_EQ(now(second->id).failure->code, "issuer_mismatch") << "missing iss";
}

TEST_F(ConnectTest, explainsATokenEndpointThatRefuses)
{
    const auto session = begin(browserWish());
    http->answer(400, R"({"error":"invalid_grant","error_description":"redirect_uri does not match"})");
    comeBack(answerTo(*session));
    const auto over = now(session->id);
    EXPECT_EQ(over.step(Kind::Exchange).state, ConnectStepState::Failed);
    EXPECT_EQ(over.failure->fixer, ConnectFixer::Operator);
    EXPECT_NE(over.failure->meaning.find("redirect URI"), std::string::npos);
    EXPECT_EQ(over.step(Kind::Exchange).exchanges.front().status, 400);
}

TEST_F(ConnectTest, staysInactiveUntilTheFirstCallPassesAndRetriesFromThere)
{
    const auto session = begin(browserWish());
    http->answer(200, kToken);
    http->answer(403, R"({"message":"no licence"})");
    comeBack(answerTo(*session));
    EXPECT_EQ(now(session->id).step(Kind::FirstCall).state, ConnectStepState::Failed);
    EXPECT_EQ(account(session->accountId).status, AccountStatus::Connecting);

    restart(); // the token is sealed: a retry needs no second sign-in
    provesItself();
    const auto again = ask<ConnectSession>(
        [&](auto done) { node->connect().actOnConnect(session->id, ConnectAction::Retry, std::move(done)); });
    ASSERT_TRUE(again) << again.error().describe();
    EXPECT_EQ(whenOver(again->id).status, ConnectStatus::Connected);
    EXPECT_EQ(again->id, session->id);
    EXPECT_EQ(account(session->accountId).status, AccountStatus::Active);
}

TEST_F(ConnectTest, finishesASignInThatBeganBeforeARestart)
{
    const auto session = begin(browserWish());
    for (const auto& entry : std::filesystem::directory_iterator(dir.path())) {
        if (entry.is_regular_file()) {
            EXPECT_EQ(test::readFile(entry.path()).find(session->state), std::string::npos)
                << "the state lies open in " << entry.path();
        }
    }
    restart();
    http->answer(200, kToken);
    provesItself();
    EXPECT_EQ(comeBack(answerTo(*session)).title, "Connected");
}

TEST_F(ConnectTest, tellsALateCallbackThatItIsLate)
{
    const auto session = begin(browserWish());
    clock.advance(std::chrono::minutes(11));
    EXPECT_EQ(whenOver(session->id).status, ConnectStatus::Expired);
    const auto page = comeBack(answerTo(*session));
    EXPECT_EQ(page.status, 410);
    EXPECT_TRUE(http->requests.empty());
}

TEST_F(ConnectTest, takesAPastedCallbackOfItsOwnAndNoOther)
{
    const auto session = begin(browserWish());
    const auto paste = [&](const std::string& url) {
        return ask<ConnectSession>(
            [&](auto done) { node->connect().pasteCallback(session->id, url, std::move(done)); });
    };
    EXPECT_EQ(paste("http://127.0.0.1:1/x?state=other&code=1").error().code, Errc::InvalidArgument);
    EXPECT_EQ(now(session->id).status, ConnectStatus::Waiting);
    http->answer(200, kToken);
    provesItself();
    ASSERT_TRUE(paste("http://127.0.0.1:1/x?" + answerTo(*session) + "#_=_"));
    EXPECT_EQ(whenOver(session->id).status, ConnectStatus::Connected);
}

TEST_F(ConnectTest, connectsAgainAndKeepsTheOldCredentialsWhenTheNewFail)
{
    const auto first = begin(browserWish());
    http->answer(200, kToken);
    provesItself();
    comeBack(answerTo(*first));
    ConnectRequest again;
    again.accountId = first->accountId;

    const auto failing = begin(std::move(again));
    ASSERT_TRUE(failing) << failing.error().describe();
    EXPECT_EQ(failing->accountId, first->accountId);
    EXPECT_EQ(account(first->accountId).status, AccountStatus::Active);
    http->answer(200, R"({"access_token":"another-token","expires_in":60})");
    http->answer(401, R"({"message":"who"})");
    comeBack(answerTo(*failing));

    EXPECT_EQ(now(failing->id).status, ConnectStatus::Failed);
    EXPECT_EQ(account(first->accountId).status, AccountStatus::Active);
    EXPECT_EQ(credentials.kept.at(first->accountId)->find("access_token")->reveal(), "the-access-token");
}

TEST_F(ConnectTest, pointsAtTheFieldThatIsWrong)
{
    auto request = browserWish();
    request.fields["company"] = "UPPER";
    EXPECT_EQ(begin(std::move(request)).error().pointer, "/fields/company");
    EXPECT_EQ(begin(wish("oauth2_authorization_code")).error().pointer, "/fields/client_id");
    auto plain = browserWish();
    plain.redirectUri = "http://gateway.example/oauth/callback";
    EXPECT_EQ(begin(std::move(plain)).error().pointer, "/redirect_uri");
    auto smuggled = browserWish();
    smuggled.secrets["access_token"] = Secret(std::string_view("x"));
    EXPECT_EQ(begin(std::move(smuggled)).error().pointer, "/fields/access_token");
}

TEST_F(ConnectTest, connectsMachinesWithoutABrowser)
{
    auto request = wish("oauth2_client_credentials");
    request.fields["client_id"] = "client-1";
    request.secrets["client_secret"] = Secret(std::string_view("the-client-secret"));
    http->answer(200, "access_token=the-access-token&token_type=bearer"); // a form, without an end
    provesItself();
    const auto session = begin(std::move(request));
    ASSERT_TRUE(session) << session.error().describe();
    const auto over = whenOver(session->id);
    EXPECT_EQ(over.status, ConnectStatus::Connected);
    EXPECT_EQ(over.step(Kind::Callback).state, ConnectStepState::Skipped);
    EXPECT_EQ(account(session->accountId).status, AccountStatus::Active);
}

TEST_F(ConnectTest, provesAnApiKeyBeforeItIsTakenAndRotatesItTheSameWay)
{
    auto request = wish("api_key");
    request.secrets["api_key"] = Secret(std::string_view("key-number-1"));
    provesItself();
    const auto session = begin(std::move(request));
    EXPECT_EQ(whenOver(session->id).status, ConnectStatus::Connected);
    EXPECT_EQ(http->requests[0].headers.get("X-Key"), "key-number-1");

    const auto rotate = [&](const char* key) {
        std::map<std::string, Secret> next;
        next.emplace("api_key", Secret(std::string_view(key)));
        return ask<Account>([&](auto done) {
            node->connect().rotateAccount(session->accountId, std::move(next), std::move(done));
        });
    };
    http->answer(401, "{}");
    const auto refused = rotate("key-number-2");
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find("the old ones stay in force"), std::string::npos);
    EXPECT_EQ(credentials.kept.at(session->accountId)->find("api_key")->reveal(), "key-number-1");
    EXPECT_EQ(account(session->accountId).status, AccountStatus::Active) << "a bad candidate harms nobody";

    provesItself();
    ASSERT_TRUE(rotate("key-number-3"));
    EXPECT_EQ(credentials.kept.at(session->accountId)->find("api_key")->reveal(), "key-number-3");
}

TEST_F(ConnectTest, revokesAtTheProviderBeforeItForgets)
{
    const auto session = begin(browserWish());
    http->answer(200, kToken);
    provesItself();
    comeBack(answerTo(*session));
    const auto revoke = [&] {
        return ask<Account>(
            [&](auto done) { node->connect().revokeAccount(session->accountId, std::move(done)); });
    };

    http->answer(503, "busy");
    EXPECT_EQ(revoke().error().code, Errc::Unavailable);
    EXPECT_EQ(account(session->accountId).status, AccountStatus::Active);

    http->answer(200, "");
    const auto revoked = revoke();
    ASSERT_TRUE(revoked) << revoked.error().describe();
    EXPECT_EQ(revoked->status, AccountStatus::NeedsReauth);
    EXPECT_NE(http->requests.back().body.find("token=the-refresh-token&token_type_hint=refresh_token"),
              std::string::npos);
    EXPECT_EQ(credentials.kept.at(session->accountId)->find("access_token"), nullptr);
    EXPECT_NE(credentials.kept.at(session->accountId)->find("client_secret"), nullptr);
}

TEST_F(ConnectTest, showsADeviceCodeAndItsRefusal)
{
    auto request = wish("oauth2_device_code");
    request.fields["client_id"] = "client-1";
    http->answer(200, R"({"device_code":"the-device-code","user_code":"AB-CD","expires_in":600,"interval":1,)"
                      R"("verification_uri":"https://id.owl.test/go"})");
    http->answer(400, R"({"error":"authorization_pending"})");
    http->answer(400, R"({"error":"access_denied"})");
    const auto session = begin(std::move(request));
    ASSERT_TRUE(session) << session.error().describe();
    ASSERT_TRUE(test::runUntil([&] { return latest[session->id].status == ConnectStatus::Waiting; }));
    EXPECT_EQ(now(session->id).device->userCode, "AB-CD");
    const auto over = whenOver(session->id);
    EXPECT_EQ(over.status, ConnectStatus::Failed);
    EXPECT_EQ(over.failure->code, "access_denied");
    EXPECT_EQ(over.device->polls, 2);
}

TEST_F(ConnectTest, cancelsAndLetsTheLatestSessionOfAnAccountWin)
{
    const auto first = begin(browserWish());
    ConnectRequest again = browserWish();
    again.accountId = first->accountId;
    const auto second = begin(std::move(again));
    EXPECT_EQ(now(first->id).status, ConnectStatus::Cancelled);
    const auto cancelled = ask<ConnectSession>(
        [&](auto done) { node->connect().actOnConnect(second->id, ConnectAction::Cancel, std::move(done)); });
    EXPECT_EQ(cancelled->status, ConnectStatus::Cancelled);
    EXPECT_EQ(comeBack(answerTo(*second)).status, 409);
}

} // namespace
} // namespace gatehouse
