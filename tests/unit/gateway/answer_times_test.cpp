// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/answer_times.h"

#include <gtest/gtest.h>

namespace gatehouse {
namespace {

using namespace std::chrono_literals;

WebhookEvent answeredEvent(std::uint64_t sequence, std::chrono::microseconds time)
{
    WebhookEvent event;
    event.sequence = sequence;
    event.integration = "acme";
    event.accountId = sequence % 2 == 0 ? "acc_even" : "acc_odd";
    event.answerTime = time;
    return event;
}

TEST(AnswerTimes, tellsPercentilesByAccountAndByIntegration)
{
    AnswerTimes times;
    for (std::uint64_t i = 1; i <= 100; ++i) {
        times.stored(answeredEvent(i, std::chrono::milliseconds(i)));
    }
    const auto all = times.health("acme", "");
    EXPECT_EQ(all.answers, 100U);
    EXPECT_EQ(all.median, 50ms);
    EXPECT_EQ(all.p95, 95ms);
    EXPECT_EQ(all.longest, 100ms);
    EXPECT_EQ(times.health("acme", "acc_even").answers, 50U);
    EXPECT_EQ(times.health("other", "").answers, 0U);
}

TEST(AnswerTimes, keepsTheLatestOnly)
{
    AnswerTimes times;
    for (std::uint64_t i = 1; i <= 512; ++i) {
        times.stored(answeredEvent(i, 5s));
    }
    for (std::uint64_t i = 513; i <= 1024; ++i) {
        times.stored(answeredEvent(i, 1ms));
    }
    EXPECT_EQ(times.health("acme", "").longest, 1ms);
}

TEST(AnswerTimes, aGoodAnswerEndsARowOfFailures)
{
    AnswerTimes times;
    const auto at = fromMillis(1'760'000'000'000);
    times.failed("acme", "acc_1", at, "the signature differs");
    times.failed("acme", "acc_1", at + 1s, "no space left on device");
    EXPECT_EQ(times.health("acme", "acc_1").failuresInARow, 2U);
    EXPECT_EQ(times.health("acme", "").lastFailure, "no space left on device");
    times.answered("acme", "acc_1", 1ms);
    EXPECT_EQ(times.health("acme", "acc_1").failuresInARow, 0U);
    EXPECT_EQ(times.health("acme", "acc_1").lastFailureAt, at + 1s);
}

TEST(AnswerTimes, rememberAnEventUntilTooManyCame)
{
    AnswerTimes times;
    times.stored(answeredEvent(7, 3ms));
    EXPECT_EQ(times.of(7), 3ms);
    EXPECT_FALSE(times.of(8));
    EXPECT_FALSE(times.of(0));
    times.stored(answeredEvent(7 + 65'536, 4ms));
    EXPECT_FALSE(times.of(7));
}

} // namespace
} // namespace gatehouse
