// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/auth/keeping.h"

namespace gatehouse::auth::test {
namespace {

TEST_F(Keeping, givesFiftyCallersTheTokenOfOneRefresh)
{
    for (int i = 0; i < 50; ++i) {
        ask(*keeper);
    }
    ASSERT_TRUE(answered(50));
    for (const auto& answer : answers) {
        ASSERT_TRUE(answer) << answer.error().message;
        EXPECT_EQ((*answer)->find("access_token")->reveal(), "a2");
    }
    EXPECT_EQ(endpoint.requests, 1);
    EXPECT_EQ(refreshed, 1);
    EXPECT_EQ(kept("refresh_token"), "r2");
    EXPECT_TRUE(tokens.intents.empty());
    const auto history = keeper->history("acc_1");
    ASSERT_EQ(history.attempts.size(), 1U);
    EXPECT_EQ(history.attempts[0].outcome, TokenOutcome::Refreshed);
    EXPECT_EQ(history.attempts[0].waitersInAll, 50U);
    EXPECT_TRUE(history.attempts[0].rotated);
    EXPECT_EQ(history.attempts[0].waiters[0].until, history.attempts[0].endedAt);
}

TEST_F(Keeping, refreshesByItselfBeforeTheTokenExpires)
{
    keeper->connected(subject(), *store.kept["acc_1"]);
    timers.advance(1h - 181s);
    settle();
    EXPECT_EQ(endpoint.requests, 0);
    timers.advance(125s);
    ASSERT_TRUE(gatehouse::test::runUntil([&] { return refreshed == 1; }));
    EXPECT_LT(clock.now(), fromMillis(1'760'000'000'000) + 1h);
    EXPECT_TRUE(keeper->scheduler().due("acc_1").has_value());
    EXPECT_EQ(tokens.states["acc_1"].dueAt, keeper->scheduler().due("acc_1"));
}

TEST_F(Keeping, leavesItToPeopleWhereAutomaticRefreshIsOff)
{
    automatic = false;
    keeper->connected(subject(), *store.kept["acc_1"]);
    EXPECT_FALSE(keeper->scheduler().due("acc_1"));
    EXPECT_TRUE(keeper->canRenew("acc_1"));
    EXPECT_FALSE(keeper->renews("acc_1"));
    timers.advance(2h);
    settle();
    EXPECT_EQ(endpoint.requests, 0);
    for (const auto cause : {TokenCause::Call, TokenCause::Refused}) {
        TokenAsk call;
        call.cause = cause;
        call.refused = store.kept["acc_1"];
        ask(*keeper, std::move(call));
    }
    ASSERT_TRUE(answered(2));
    EXPECT_EQ(answers[0].error().code, Errc::Forbidden);
    EXPECT_EQ(answers[1].error().code, Errc::Forbidden);
    EXPECT_TRUE(keeper->history("acc_1").attempts.empty()) << "calls without end leave no traces without end";
    ask(*keeper);
    ASSERT_TRUE(answered(3));
    ASSERT_TRUE(answers[2]) << "a person may";
    EXPECT_EQ(kept("access_token"), "a2");
    EXPECT_FALSE(keeper->scheduler().due("acc_1")) << "and nothing is planned after that";
}

TEST_F(Keeping, plansNoOtherTryOfAPersonsRefreshWhereAutomaticRefreshIsOff)
{
    automatic = false;
    keeper->connected(subject(), *store.kept["acc_1"]);
    endpoint.status = 503;
    ask(*keeper);
    ASSERT_TRUE(answered());
    EXPECT_EQ(answers[0].error().code, Errc::Unavailable);
    EXPECT_FALSE(keeper->scheduler().due("acc_1"));
}

TEST_F(Keeping, readsAndWritesInTheNameOfThePersonWhoAsked)
{
    auto persons = std::make_shared<gatehouse::test::MemoryCredentials>();
    persons->kept = store.kept;
    TokenAsk person;
    person.store = persons;
    ask(*keeper, std::move(person));
    ASSERT_TRUE(answered());
    ASSERT_TRUE(answers[0]);
    EXPECT_EQ(persons->kept["acc_1"]->find("access_token")->reveal(), "a2");
    EXPECT_EQ(kept("access_token"), "a1") << "the keeper's own way was not gone";
}

TEST_F(Keeping, getsTheFirstTokenOfAClientThatNeedsNoPerson)
{
    scheme.kind = config::AuthKind::OAuth2ClientCredentials;
    scheme.oauth2->refresh.supported = false;
    store.put("acc_1", {{"client_id", "c"}, {"client_secret", "s"}});
    keeper->connected(subject(), *store.kept["acc_1"]);
    timers.advance(1s);
    ASSERT_TRUE(gatehouse::test::runUntil([&] { return refreshed == 1; }));
    EXPECT_EQ(kept("access_token"), "a2");
    EXPECT_EQ(*keeper->scheduler().due("acc_1") < clock.now() + 1h, true);
}

TEST_F(Keeping, saysThatTheGrantIsDeadOnceAndTriesNoMore)
{
    endpoint.status = 400;
    endpoint.body = R"({"error":"invalid_grant"})";
    ask(*keeper);
    ask(*keeper);
    ASSERT_TRUE(answered(2));
    EXPECT_EQ(answers[0].error().code, Errc::Unauthorized);
    EXPECT_EQ(deaths, 1);
    EXPECT_EQ(dead->error, "invalid_grant");
    EXPECT_FALSE(keeper->scheduler().due("acc_1"));
    EXPECT_FALSE(tokens.states["acc_1"].dueAt) << "nor after a restart";
}

TEST_F(Keeping, asksForADeadGrantAgainOnlyWhenAPersonWantsIt)
{
    endpoint.status = 400;
    endpoint.body = R"({"error":"invalid_grant","error_description":"revoked"})";
    TokenAsk refused;
    refused.cause = TokenCause::Refused;
    refused.refused = store.kept["acc_1"];
    ask(*keeper, refused);
    ASSERT_TRUE(answered());
    EXPECT_EQ(endpoint.requests, 1);
    ask(*keeper, refused);
    ASSERT_TRUE(answered(2));
    EXPECT_EQ(endpoint.requests, 1) << "a call that comes before the account is marked";
    EXPECT_EQ(answers[1].error().code, Errc::Unauthorized);
    EXPECT_NE(answers[1].error().message.find("revoked"), std::string::npos) << answers[1].error().message;
    EXPECT_EQ(deaths, 1) << "told once";
    endpoint.status = 200;
    endpoint.body.clear();
    ask(*keeper);
    ASSERT_TRUE(answered(3));
    EXPECT_TRUE(answers[2]);
    EXPECT_EQ(endpoint.requests, 2);
}

TEST_F(Keeping, triesAgainLaterWhenTheEndpointIsDown)
{
    endpoint.status = 503;
    ask(*keeper);
    ASSERT_TRUE(answered());
    EXPECT_EQ(answers[0].error().code, Errc::Unavailable);
    EXPECT_EQ(deaths, 0);
    ASSERT_TRUE(nextTry);
    EXPECT_EQ(tokens.states["acc_1"].dueAt, nextTry);
    endpoint.status = 200;
    timers.advance(*nextTry - clock.now() + 1s);
    EXPECT_TRUE(gatehouse::test::runUntil([&] { return refreshed == 1; }));
}

TEST_F(Keeping, goesOnWithATokenThatLivesWhileItsClientIsRefused)
{
    endpoint.status = 401;
    endpoint.body = R"({"error":"invalid_client"})";
    ask(*keeper);
    ASSERT_TRUE(answered());
    EXPECT_EQ(answers[0].error().code, Errc::Unavailable);
    EXPECT_EQ(deaths, 0);
    EXPECT_GE(*nextTry, clock.now() + 5min);
    expireIn(-1s);
    ask(*keeper);
    ASSERT_TRUE(answered(2));
    EXPECT_EQ(deaths, 1) << "once the last token is used up, somebody has to mend it";
}

TEST_F(Keeping, givesNobodyATokenThatCouldNotBeSavedAndSavesItLaterWithoutAskingAgain)
{
    class Refusing final : public CredentialStore
    {
    public:
        explicit Refusing(CredentialStore& behind)
            : m_behind(behind)
        {}

        void load(std::string id, Completion<CredentialsPtr> done) override
        {
            m_behind.load(std::move(id), std::move(done));
        }

        void save(std::string id, CredentialsPtr c, Completion<bool> done) override
        {
            m_behind.save(std::move(id), std::move(c), std::move(done));
        }

        void replace(std::string id, CredentialsPtr basis, CredentialsPtr fresh,
                     Completion<bool> done) override
        {
            if (full) {
                done(fail(Errc::Unavailable, "the disk is full"));
                return;
            }
            m_behind.replace(std::move(id), std::move(basis), std::move(fresh), std::move(done));
        }

        void remove(std::string id, Completion<bool> done) override
        {
            m_behind.remove(std::move(id), std::move(done));
        }

        bool full = true;

    private:
        CredentialStore& m_behind;
    };

    Refusing refusing(store);
    TokenEvents events;
    events.refreshed = [this](const std::string&, const TokenNews&) { ++refreshed; };
    events.dead = [](const std::string&, const TokenRefusal&, const std::string&) {};
    events.failing = [](const std::string&, const TokenRefusal&, UnixMillis) {};
    KeeperTools tools{refusing, tokens,  tokens,
                      endpoint, *engine, timers,
                      clock,    random,  [this](const std::string&) { return std::optional(subject()); },
                      "node_1", true,    {},
                      {}};
    TokenKeeper other(std::move(tools), std::move(events));
    ask(other);
    ASSERT_TRUE(answered());
    EXPECT_EQ(answers[0].error().code, Errc::Unavailable);
    EXPECT_EQ(refreshed, 0);
    EXPECT_EQ(kept("refresh_token"), "r1");
    refusing.full = false;
    ask(other);
    ASSERT_TRUE(answered(2));
    ASSERT_TRUE(answers[1]) << answers[1].error().message;
    EXPECT_EQ(kept("refresh_token"), "r2");
    EXPECT_EQ(endpoint.requests, 1) << "the vendor has replaced the old token already";
}

TEST_F(Keeping, holdsATokenForUnusableJustBeforeItsEnd)
{
    const Credentials& credentials = *store.kept["acc_1"];
    EXPECT_TRUE(TokenKeeper::usable(credentials, clock.now()));
    EXPECT_FALSE(TokenKeeper::usable(credentials, clock.now() + 1h - 4s));
    EXPECT_FALSE(TokenKeeper::usable({}, clock.now()));
}

TEST_F(Keeping, refreshesARefusedTokenOnceAndNotOneThatIsAMomentOld)
{
    keeper->connected(subject(), *store.kept["acc_1"]);
    clock.advance(10min);
    TokenAsk refusedOld;
    refusedOld.cause = TokenCause::Refused;
    refusedOld.refused = store.kept["acc_1"];
    ask(*keeper, refusedOld);
    ASSERT_TRUE(answered());
    EXPECT_EQ(endpoint.requests, 1);
    ask(*keeper, refusedOld);
    ASSERT_TRUE(answered(2));
    ASSERT_TRUE(answers[1]) << "somebody has refreshed meanwhile: theirs is given";
    EXPECT_EQ(endpoint.requests, 1);
    TokenAsk refusedNew = refusedOld;
    refusedNew.refused = store.kept["acc_1"];
    ask(*keeper, refusedNew);
    ASSERT_TRUE(answered(3));
    EXPECT_EQ(answers[2].error().code, Errc::Conflict);
    EXPECT_EQ(endpoint.requests, 1);
}

TEST_F(Keeping, leavesAPersonsNewCredentialsAloneThatCameDuringARefresh)
{
    endpoint.hold = true;
    ask(*keeper);
    ASSERT_TRUE(gatehouse::test::runUntil([&] { return endpoint.held() == 1; }));
    store.put("acc_1",
              {{"access_token", "p1"}, {"refresh_token", "p2"}, {"client_id", "c"}, {"client_secret", "s"}});
    endpoint.release();
    ASSERT_TRUE(answered());
    EXPECT_EQ(kept("refresh_token"), "p2");
    EXPECT_EQ((*answers[0])->find("access_token")->reveal(), "p1");
}

TEST_F(Keeping, keepsAChangeOfAnotherSecretThatCameDuringARefresh)
{
    endpoint.hold = true;
    ask(*keeper);
    ASSERT_TRUE(gatehouse::test::runUntil([&] { return endpoint.held() == 1; }));
    auto changed = std::make_shared<Credentials>(store.kept["acc_1"]->clone());
    changed->secrets.insert_or_assign("client_secret", Secret(std::string("new")));
    store.kept["acc_1"] = changed;
    endpoint.release();
    ASSERT_TRUE(answered());
    EXPECT_EQ(kept("refresh_token"), "r2");
    EXPECT_EQ(kept("client_secret"), "new");
}

TEST_F(Keeping, keepsTheExchangeOfARefreshWithoutItsSecrets)
{
    store.put("acc_1", {{"access_token", "access-old-1"},
                        {"refresh_token", "refresh-old-1"},
                        {"client_id", "client-7"},
                        {"client_secret", "secret-of-client"}});
    endpoint.body = R"({"access_token":"access-new-2","refresh_token":"refresh-new-2","expires_in":3600})";
    ask(*keeper);
    ASSERT_TRUE(answered());
    const auto history = keeper->history("acc_1");
    ASSERT_EQ(history.attempts.size(), 1U);
    ASSERT_TRUE(history.attempts[0].exchange);
    const Exchange& exchange = *history.attempts[0].exchange;
    EXPECT_EQ(exchange.method, "POST");
    EXPECT_EQ(exchange.url, "https://vendor.example/token");
    EXPECT_EQ(exchange.status, 200);
    const std::string shown = exchange.requestBody + exchange.responseBody;
    EXPECT_NE(shown.find("grant_type=refresh_token"), std::string::npos) << shown;
    EXPECT_NE(shown.find("client-7"), std::string::npos) << shown;
    EXPECT_NE(shown.find("<refresh_token: 13 characters>"), std::string::npos) << shown;
    EXPECT_NE(shown.find("\"expires_in\": 3600"), std::string::npos) << shown;
    for (const auto* secret :
         {"access-old", "refresh-old", "secret-of-client", "access-new", "refresh-new"}) {
        EXPECT_EQ(shown.find(secret), std::string::npos) << shown;
    }
}

TEST_F(Keeping, repeatsNoSecretThatTheServerRepeatsInItsComplaint)
{
    store.put("acc_1", {{"access_token", "a1"},
                        {"refresh_token", "refresh-old-1"},
                        {"client_id", "c"},
                        {"client_secret", "secret-of-client"}});
    endpoint.status = 400;
    endpoint.body =
        R"({"error":"invalid_grant","error_description":"who sent refresh-old-1 with secret-of-client?"})";
    ask(*keeper);
    ASSERT_TRUE(answered());
    const std::string told = answers[0].error().message + keeper->history("acc_1").attempts[0].reason
                             + dead.value_or(TokenRefusal{}).description;
    EXPECT_NE(told.find("who sent <secret: 13 characters>"), std::string::npos) << told;
    EXPECT_EQ(told.find("refresh-old-1"), std::string::npos) << told;
    EXPECT_EQ(told.find("secret-of-client"), std::string::npos) << told;
}

TEST_F(Keeping, keepsTheExchangeOfARefusalAndOfARequestWithoutAnAnswer)
{
    endpoint.status = 400;
    endpoint.body = R"({"error":"invalid_grant","error_description":"revoked"})";
    ask(*keeper);
    ASSERT_TRUE(answered());
    endpoint.lost = true;
    ask(*keeper);
    ASSERT_TRUE(answered(2));
    const auto attempts = keeper->history("acc_1").attempts;
    ASSERT_EQ(attempts.size(), 2U);
    ASSERT_TRUE(attempts[0].exchange && attempts[1].exchange);
    EXPECT_EQ(attempts[0].exchange->status, 400);
    EXPECT_NE(attempts[0].exchange->responseBody.find("revoked"), std::string::npos);
    EXPECT_EQ(attempts[1].exchange->status, 0);
    EXPECT_NE(attempts[1].exchange->error.find("no answer"), std::string::npos);
}

TEST_F(Keeping, showsItsClientCertificateToTheTokenEndpoint)
{
    ask(*keeper);
    ASSERT_TRUE(answered());
    EXPECT_EQ(endpoint.certificate, nullptr) << "nobody is shown one who does not want it";
    scheme.clientCertificate = true;
    auto with = std::make_shared<Credentials>(store.kept["acc_1"]->clone());
    with->secrets.insert_or_assign("client_certificate", Secret(std::string("the chain")));
    with->secrets.insert_or_assign("client_key", Secret(std::string("the key")));
    store.kept["acc_1"] = with;
    ask(*keeper);
    ASSERT_TRUE(answered(2));
    ASSERT_TRUE(answers[1]) << answers[1].error().message;
    ASSERT_NE(endpoint.certificate, nullptr);
    EXPECT_EQ(endpoint.certificate->certificateChainPem, "the chain");
    EXPECT_EQ(endpoint.certificate->privateKeyPem.reveal(), "the key");
    EXPECT_EQ(kept("client_key"), "the key") << "it stays beside the new tokens";
}

TEST_F(Keeping, asksNobodyWithoutTheCertificateThatItNeedsAndSaysWhatIsMissing)
{
    scheme.clientCertificate = true;
    ask(*keeper);
    ASSERT_TRUE(answered());
    EXPECT_EQ(endpoint.requests, 0);
    EXPECT_EQ(answers[0].error().code, Errc::Unavailable);
    EXPECT_NE(answers[0].error().message.find("client_certificate"), std::string::npos)
        << answers[0].error().message;
    EXPECT_TRUE(tokens.intents.empty()) << "nothing was sent that could have been cut off";
    EXPECT_EQ(keeper->history("acc_1").attempts[0].outcome, TokenOutcome::Misconfigured);
}

TEST_F(Keeping, tellsWhichScopesWereLost)
{
    endpoint.body = R"({"access_token":"a2","expires_in":3600,"scope":"read write"})";
    ask(*keeper);
    ASSERT_TRUE(answered());
    EXPECT_TRUE(lostScopes.empty());
    endpoint.body = R"({"access_token":"a3","expires_in":3600,"scope":"read"})";
    ask(*keeper);
    ASSERT_TRUE(answered(2));
    EXPECT_EQ(lostScopes, (std::vector<std::string>{"write"}));
}

} // namespace
} // namespace gatehouse::auth::test
