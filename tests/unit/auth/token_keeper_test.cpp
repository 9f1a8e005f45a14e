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
