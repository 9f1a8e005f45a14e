// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/auth/keeping.h"

namespace gatehouse::auth::test {
namespace {

/// The process ends while the endpoint's answer is on its way: the keeper's memory is gone, the store's is
/// not.
class Interrupted : public Keeping
{
protected:
    void cutOff()
    {
        endpoint.lost = true;
        keeper->connected(subject(), *store.kept["acc_1"]);
        ask(*keeper);
        ASSERT_TRUE(answered());
        endpoint.lost = false;
        settle();
        keeper.reset();
        ASSERT_EQ(tokens.intents.size(), 1U);
    }

    void restart()
    {
        keeper = makeKeeper("node_2");
        keeper->restore(tokens.states["acc_1"], tokens.intents.empty() ? nullptr : &tokens.intents["acc_1"]);
        timers.advance(1s);
        settle();
    }
};

TEST_F(Interrupted, isTriedAgainWithThePreviousTokenWhereTheVendorAllowsIt)
{
    scheme.oauth2->refresh.grace = 30min;
    cutOff();
    restart();
    ASSERT_TRUE(gatehouse::test::runUntil([&] { return refreshed == 1; }));
    EXPECT_EQ(endpoint.reused, 1);
    EXPECT_EQ(kept("refresh_token"), "r3");
    EXPECT_TRUE(tokens.intents.empty());
    EXPECT_EQ(keeper->history("acc_1").attempts[0].cause, TokenCause::Repair);
}

TEST_F(Interrupted, isMarkedHonestlyWhenTheVendorDoesNotTakeTheTokenAgain)
{
    endpoint.keepsPrevious = false;
    cutOff();
    restart();
    ASSERT_TRUE(gatehouse::test::runUntil([&] { return deaths == 1; }));
    settle();
    EXPECT_NE(note.find("cut off before its answer was stored"), std::string::npos) << note;
    EXPECT_TRUE(tokens.intents.empty());
}

TEST_F(Interrupted, isNotTriedAgainWhereReuseKillsTheWholeGrant)
{
    scheme.oauth2->refresh.reuse = config::TokenReuse::Revokes;
    cutOff();
    restart();
    ASSERT_TRUE(gatehouse::test::runUntil([&] { return deaths == 1; }));
    settle();
    EXPECT_EQ(endpoint.reused, 0);
    EXPECT_EQ(dead->error, "interrupted");
    EXPECT_NE(dead->description.find("cut off"), std::string::npos);
}

TEST_F(Interrupted, isOverWhenItsNewPairWasStoredAfterAll)
{
    ask(*keeper);
    ASSERT_TRUE(answered());
    const store::TokenStateRow before = tokens.states["acc_1"];
    // Between the vault's write and the store's: the intent names the token before.
    tokens.intents["acc_1"] = {"acc_1", 1, "hash of another token", clock.now()};
    keeper.reset();
    restart();
    ASSERT_TRUE(gatehouse::test::runUntil([&] { return adopted == 1; }));
    EXPECT_EQ(endpoint.requests, 1);
    EXPECT_TRUE(tokens.intents.empty());
    EXPECT_TRUE(keeper->scheduler().due("acc_1"));
}

TEST_F(Interrupted, dueTimesAreTheSameAfterARestart)
{
    keeper->connected(subject(), *store.kept["acc_1"]);
    const auto due = keeper->scheduler().due("acc_1");
    keeper.reset();
    restart();
    EXPECT_EQ(keeper->scheduler().due("acc_1"), due);
    EXPECT_EQ(endpoint.requests, 0);
}

class TwoNodes : public Keeping
{
protected:
    std::unique_ptr<TokenKeeper> other = makeKeeper("node_2");
};

TEST_F(TwoNodes, refreshOnceBetweenThemWhenBothFindTheTokenUsedUp)
{
    expireIn(0s);
    TokenAsk call;
    call.cause = TokenCause::Call;
    endpoint.hold = true;
    for (int i = 0; i < 25; ++i) {
        ask(*keeper, call);
        ask(*other, call);
    }
    ASSERT_TRUE(gatehouse::test::runUntil([&] { return endpoint.held() == 1; }));
    timers.advance(3s);
    settle();
    EXPECT_GT(tokens.collisions, 0);
    endpoint.release();
    settle();
    ASSERT_TRUE(gatehouse::test::runUntil([&] {
        timers.advance(100ms);
        return answers.size() == 50;
    }));
    EXPECT_EQ(endpoint.requests, 1);
    EXPECT_EQ(adopted, 1);
    for (const auto& answer : answers) {
        ASSERT_TRUE(answer) << answer.error().message;
        EXPECT_EQ((*answer)->find("access_token")->reveal(), "a2");
    }
}

TEST_F(TwoNodes, refreshOnceBetweenThemWhenBothHaveItPlanned)
{
    keeper->connected(subject(), *store.kept["acc_1"]);
    other->restore(tokens.states["acc_1"], nullptr);
    for (int i = 0; i < 3600 * 2; ++i) {
        timers.advance(500ms);
        settle();
    }
    EXPECT_EQ(endpoint.requests, 1);
    EXPECT_EQ(refreshed, 2) << "one by asking, one by finding it done";
    EXPECT_EQ(adopted, 1);
}

TEST_F(TwoNodes, goOnWithoutAHolderThatHangs)
{
    expireIn(0s);
    endpoint.hold = true;
    ask(*keeper);
    ASSERT_TRUE(gatehouse::test::runUntil([&] { return endpoint.held() == 1; }));
    endpoint.hold = false;
    TokenAsk call;
    call.cause = TokenCause::Call;
    ask(*other, call);
    ASSERT_TRUE(gatehouse::test::runUntil([&] {
        timers.advance(1s);
        return answers.size() == 1;
    }));
    ASSERT_TRUE(answers[0]) << answers[0].error().message;
    const std::string theirs = kept("access_token");
    endpoint.release();
    ASSERT_TRUE(answered(2));
    EXPECT_EQ(kept("access_token"), theirs) << "a stale fence writes nothing";
}

} // namespace
} // namespace gatehouse::auth::test
