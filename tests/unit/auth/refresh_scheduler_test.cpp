// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auth/oauth2/refresh_schedule.h"
#include "core/auth/oauth2/refresh_scheduler.h"
#include "tests/support/fake_timers.h"
#include "tests/support/seeded_random.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace gatehouse::auth {
namespace {

using namespace std::chrono_literals;

class Scheduling : public ::testing::Test
{
protected:
    test::FakeClock clock;
    test::FakeTimers timers{clock};
    test::SeededRandom random;
    std::vector<std::string> started;
    RefreshScheduler scheduler{clock, timers, random,
                               [this](const std::string& account) { started.push_back(account); }};
};

TEST_F(Scheduling, startsEachJobAtItsOwnMoment)
{
    scheduler.plan("b", clock.now() + 20s);
    scheduler.plan("a", clock.now() + 10s);
    timers.advance(9s);
    EXPECT_TRUE(started.empty());
    timers.advance(2s);
    EXPECT_EQ(started, std::vector<std::string>{"a"});
    timers.advance(10s);
    EXPECT_EQ(started.size(), 2U);
}

TEST_F(Scheduling, movesAJobThatIsPlannedAnewAndDropsAForgottenOne)
{
    scheduler.plan("a", clock.now() + 10s);
    scheduler.plan("a", clock.now() + 60s);
    scheduler.plan("b", clock.now() + 10s);
    scheduler.forget("b");
    timers.advance(30s);
    EXPECT_TRUE(started.empty());
    timers.advance(31s);
    EXPECT_EQ(started, std::vector<std::string>{"a"});
}

TEST_F(Scheduling, needsOneTimerForTenThousandAccounts)
{
    for (int i = 0; i < 10'000; ++i) {
        scheduler.plan("acc_" + std::to_string(i), clock.now() + 1h + std::chrono::seconds{i});
    }
    EXPECT_EQ(scheduler.planned(), 10'000U);
    EXPECT_EQ(timers.pending(), 1U);
}

TEST_F(Scheduling, runsNoMoreAtOnceThanItMay)
{
    for (int i = 0; i < 40; ++i) {
        scheduler.plan(std::to_string(i), clock.now() + 1s);
    }
    timers.advance(5s);
    EXPECT_EQ(started.size(), 16U);
    scheduler.finished(started.front());
    timers.advance(1s);
    EXPECT_EQ(started.size(), 17U);
}

TEST_F(Scheduling, spreadsWhatIsLateAfterTheMachineSlept)
{
    for (int i = 0; i < 100; ++i) {
        scheduler.plan(std::to_string(i), clock.now() + 60s);
    }
    clock.jump(8h); // the wall clock went on, the timers did not
    timers.advance(300s);
    EXPECT_GE(started.size(), 1U);
    EXPECT_LE(started.size(), 16U);
    while (started.size() < 100 && timers.pending() + scheduler.running() > 0) {
        for (const auto& account : std::vector<std::string>(started)) {
            scheduler.finished(account);
        }
        timers.advance(1s);
    }
    EXPECT_EQ(started.size(), 100U);
}

/// Ten thousand tokens that expire within one hour, for a whole day: every refresh falls into its window.
TEST(SchedulingADay, refreshesTenThousandAccountsInsideTheirWindows)
{
    test::FakeClock clock;
    test::FakeTimers timers(clock);
    test::SeededRandom random;
    std::map<std::string, UnixMillis> expiry;
    std::size_t refreshes = 0;
    std::size_t expired = 0;
    RefreshScheduler* running = nullptr;
    SchedulerLimits limits;
    limits.concurrent = 64;
    const auto plan = [&](const std::string& account, UnixMillis expires) {
        expiry[account] = expires;
        running->plan(account, refreshDue({clock.now(), expires, {}}, {}, random).value());
    };
    RefreshScheduler scheduler(
        clock, timers, random,
        [&](const std::string& account) {
            ++refreshes;
            expired += clock.now() >= expiry[account] ? 1U : 0U;
            timers.after(300ms, [&, account] { // the token endpoint takes its time
                running->finished(account);
                plan(account, clock.now() + 1h);
            });
        },
        limits);
    running = &scheduler;
    for (int i = 0; i < 10'000; ++i) {
        plan("acc_" + std::to_string(i), clock.now() + 10min + std::chrono::milliseconds{i * 300});
    }
    timers.advance(6h);
    EXPECT_EQ(expired, 0U);
    EXPECT_GE(refreshes, 60'000U);
    EXPECT_EQ(scheduler.planned() + scheduler.running(), 10'000U);
}

} // namespace
} // namespace gatehouse::auth
