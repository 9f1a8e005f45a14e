// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/connect_steps.h"
#include "ui/models/token_timeline.h"

#include <gtest/gtest.h>

namespace gatehouse::ui {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;

constexpr UnixMillis kNow{milliseconds(1'760'000'000'000)};

TokenAttempt attempt(UnixMillis at, TokenOutcome outcome)
{
    TokenAttempt made;
    made.startedAt = at;
    made.lockedAt = at;
    made.by = "schedule";
    made.outcome = outcome;
    if (outcome != TokenOutcome::Running) {
        made.endedAt = at + milliseconds(200);
        made.tokenExpiresAt = at + minutes(30);
    }
    made.waitersInAll = 1;
    return made;
}

TEST(TokenLives, endWhenTheNextTokenTakesOver)
{
    TokenHistory history;
    history.attempts = {attempt(kNow - minutes(40), TokenOutcome::Refreshed),
                        attempt(kNow - minutes(12), TokenOutcome::Failed),
                        attempt(kNow - minutes(11), TokenOutcome::Refreshed)};
    const auto picture = tokenLives(history, kNow);
    const auto& tokens = picture.lanes.at(0).bars;
    ASSERT_EQ(tokens.size(), 2U);
    EXPECT_EQ(tokens[0].until, tokens[1].from);
    EXPECT_EQ(picture.lanes.at(1).bars.size(), 3U);
    EXPECT_EQ(picture.until, kNow + minutes(19));
}

TEST(TokenLives, areDrawnForAnAccountThatWasNeverRefreshed)
{
    TokenHistory history;
    history.tokenIssuedAt = kNow - minutes(1);
    history.tokenExpiresAt = kNow + minutes(29);
    EXPECT_EQ(tokenLives(history, kNow).lanes.at(0).bars.size(), 1U);
    EXPECT_TRUE(tokenLives(TokenHistory(), kNow).lanes.at(0).bars.empty());
}

TEST(LockPicture, growsWithARefreshThatRuns)
{
    auto running = attempt(kNow - milliseconds(500), TokenOutcome::Running);
    running.requestedAt = kNow - milliseconds(490);
    running.waiters = {{"req_1", kNow - milliseconds(400), std::nullopt}};
    const auto picture = lockPicture(running, kNow);
    EXPECT_EQ(picture.until, kNow);
    EXPECT_EQ(picture.lanes.at(1).bars.at(0).until, kNow);
    EXPECT_EQ(picture.lanes.at(2).note, QStringLiteral("still waits"));
}

TEST(LockPicture, namesTheHolderThatWasWaitedFor)
{
    auto waited = attempt(kNow - milliseconds(300), TokenOutcome::Adopted);
    waited.lockedAt = waited.startedAt + milliseconds(150);
    waited.lockHolder = "gatehoused 4711";
    const auto picture = lockPicture(waited, kNow);
    ASSERT_EQ(picture.lanes.at(0).bars.size(), 2U);
    EXPECT_TRUE(picture.lanes.at(0).bars[0].text.contains(QStringLiteral("gatehoused 4711")));
    EXPECT_TRUE(lockSentence(waited, kNow).contains(QStringLiteral("no request")));
}

TEST(ConnectSteps, showTheStepThatMatters)
{
    ConnectSession session;
    for (std::size_t i = 0; i < kConnectSteps; ++i) {
        session.steps.at(i).kind = static_cast<ConnectStepKind>(i);
    }
    EXPECT_EQ(stepOfInterest(session), 0U);
    session.steps[0].state = ConnectStepState::Done;
    session.steps[1].state = ConnectStepState::Skipped;
    session.steps[2].state = ConnectStepState::Done;
    EXPECT_EQ(stepOfInterest(session), 2U);
    session.steps[3].state = ConnectStepState::Failed;
    EXPECT_EQ(stepOfInterest(session), 3U);
}

} // namespace
} // namespace gatehouse::ui
