// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/limits/observed_limits.h"
#include "tests/support/fake_clock.h"

#include <gtest/gtest.h>

namespace gatehouse::limits {
namespace {

const ThrottleRequest kRequest{.accountId = "acc_1", .operation = "contacts.list"};

LimitReading refusal(std::optional<double> wait)
{
    LimitReading reading;
    reading.limited = true;
    reading.retryAfterSeconds = wait;
    reading.windows = {{"burst", 10, 0, 30.0, 60.0}};
    reading.remaining = 0;
    reading.resetSeconds = 30.0;
    return reading;
}

TEST(ObservedLimits, admitsWhileNothingIsKnown)
{
    ObservedLimits limits;
    EXPECT_TRUE(limits.admit(kRequest, {}).admitted);
    EXPECT_FALSE(limits.current("acc_1", {}).knowsAnything());
}

TEST(ObservedLimits, refusesUntilTheWaitIsOver)
{
    gatehouse::test::FakeClock clock;
    ObservedLimits limits;
    limits.observe(kRequest, refusal(20.0), clock.now());
    clock.advance(std::chrono::milliseconds(5'500));
    const auto decision = limits.admit(kRequest, clock.now());
    EXPECT_FALSE(decision.admitted);
    EXPECT_EQ(decision.retryAfterSeconds, 15);
    EXPECT_TRUE(decision.reading.limited);
    EXPECT_TRUE(limits.admit({.accountId = "acc_2", .operation = "x"}, clock.now()).admitted);
    clock.advance(std::chrono::seconds(15));
    EXPECT_TRUE(limits.admit(kRequest, clock.now()).admitted);
}

TEST(ObservedLimits, tellsASpentBudgetWithoutFiguresToWhoeverLooks)
{
    gatehouse::test::FakeClock clock;
    ObservedLimits limits;
    LimitReading bare;
    bare.limited = true;
    bare.retryAfterSeconds = 20.0;
    limits.observe(kRequest, bare, clock.now());
    limits.observe({.accountId = "acc_2", .operation = "x"}, refusal(40.0), clock.now());
    clock.advance(std::chrono::seconds(5));

    const auto seen = limits.current("acc_1", clock.now()).windows;
    ASSERT_EQ(seen.size(), 1U);
    EXPECT_EQ(seen[0].name, "default");
    EXPECT_EQ(seen[0].remaining, 0);
    EXPECT_EQ(seen[0].resetSeconds, 15.0);
    const auto named = limits.current("acc_2", clock.now()).windows;
    ASSERT_EQ(named.size(), 1U);
    EXPECT_EQ(named[0].name, "burst");
    EXPECT_EQ(named[0].resetSeconds, 35.0);
    clock.advance(std::chrono::seconds(60));
    EXPECT_TRUE(limits.current("acc_1", clock.now()).windows.empty());
}

TEST(ObservedLimits, goesOnAskingWhenTheProviderNamedNoWait)
{
    gatehouse::test::FakeClock clock;
    ObservedLimits limits;
    limits.observe(kRequest, refusal(std::nullopt), clock.now());
    EXPECT_TRUE(limits.admit(kRequest, clock.now()).admitted);
    EXPECT_EQ(limits.refusalsInARow(kRequest), 1U);
}

TEST(ObservedLimits, countsRefusalsUntilASuccess)
{
    gatehouse::test::FakeClock clock;
    ObservedLimits limits;
    limits.observe(kRequest, refusal(1.0), clock.now());
    limits.observe(kRequest, refusal(1.0), clock.now());
    EXPECT_EQ(limits.refusalsInARow(kRequest), 2U);
    clock.advance(std::chrono::seconds(1));
    limits.observe(kRequest, {}, clock.now());
    EXPECT_EQ(limits.refusalsInARow(kRequest), 0U);
    EXPECT_TRUE(limits.admit(kRequest, clock.now()).admitted);
}

TEST(ObservedLimits, keepsTheWaitWhenACallSentBeforeItSucceeds)
{
    gatehouse::test::FakeClock clock;
    ObservedLimits limits;
    limits.observe(kRequest, refusal(20.0), clock.now());
    clock.advance(std::chrono::seconds(1));
    limits.observe(kRequest, {}, clock.now());
    EXPECT_EQ(limits.refusalsInARow(kRequest), 1U);
    const auto decision = limits.admit(kRequest, clock.now());
    EXPECT_FALSE(decision.admitted);
    EXPECT_EQ(decision.retryAfterSeconds, 19);
}

TEST(ObservedLimits, waitsNoLongerThanADayWhateverTheProviderNames)
{
    gatehouse::test::FakeClock clock;
    ObservedLimits limits;
    limits.observe(kRequest, refusal(9e6), clock.now());
    EXPECT_EQ(limits.admit(kRequest, clock.now()).retryAfterSeconds, 86'400);
    clock.advance(std::chrono::hours(24));
    EXPECT_TRUE(limits.admit(kRequest, clock.now()).admitted);
}

TEST(ObservedLimits, doesNotBlockForAPartOfABatch)
{
    gatehouse::test::FakeClock clock;
    ObservedLimits limits;
    auto reading = refusal(20.0);
    reading.partial = true;
    limits.observe(kRequest, reading, clock.now());
    EXPECT_TRUE(limits.admit(kRequest, clock.now()).admitted);
}

TEST(ObservedLimits, countsWindowsDownAndForgetsThemAfterTheirReset)
{
    gatehouse::test::FakeClock clock;
    ObservedLimits limits;
    limits.observe(kRequest, refusal(std::nullopt), clock.now());
    clock.advance(std::chrono::seconds(10));
    EXPECT_EQ(limits.current("acc_1", clock.now()).resetSeconds, 20.0);
    clock.advance(std::chrono::seconds(25));
    const auto later = limits.current("acc_1", clock.now());
    EXPECT_FALSE(later.remaining);
    EXPECT_EQ(later.windows.at(0).limit, 10);
}

TEST(ObservedLimits, doesNotLockAnAccountOutWhenTheClockIsSetBack)
{
    gatehouse::test::FakeClock clock;
    ObservedLimits limits;
    limits.observe(kRequest, refusal(20.0), clock.now());
    clock.jump(-std::chrono::hours(5));
    EXPECT_TRUE(limits.admit(kRequest, clock.now()).admitted);
}

/// A vendor with limits for everything, for searches alone, and for its app as a whole.
class ScopedLimits : public testing::Test
{
protected:
    ScopedLimits()
    {
        provider.slug = "acme";
        api.rateLimit.budgets = {budget("burst"), budget("search"), budget("app")};
        api.rateLimit.budgets[1].appliesTo = {"contacts.search", "reports.*"};
        api.rateLimit.budgets[2].scope = config::BudgetScope::App;
    }

    static config::BudgetDefinition budget(const std::string& name)
    {
        config::BudgetDefinition out;
        out.name = name;
        out.limit = 100;
        return out;
    }

    [[nodiscard]] ThrottleRequest call(std::string_view operation, std::string_view account = "acc_1") const
    {
        return {account, &provider, &api, operation, 1};
    }

    void refuse(std::string_view operation, const std::string& reason)
    {
        auto reading = refusal(20.0);
        reading.reason = reason;
        limits.observe(call(operation), reading, clock.now());
    }

    [[nodiscard]] bool admits(std::string_view operation, std::string_view account = "acc_1")
    {
        return limits.admit(call(operation, account), clock.now()).admitted;
    }

    gatehouse::test::FakeClock clock;
    config::ProviderDefinition provider;
    config::ApiProfile api;
    ObservedLimits limits;
};

TEST_F(ScopedLimits, refuseOnlyWhatTheNamedBudgetAppliesTo)
{
    refuse("contacts.search", "search");
    EXPECT_FALSE(admits("contacts.search"));
    EXPECT_FALSE(admits("reports.sales"));
    EXPECT_TRUE(admits("contacts.list"));
    EXPECT_TRUE(admits("")) << "a proxied call";
    EXPECT_TRUE(admits("contacts.search", "acc_2"));
    clock.advance(std::chrono::seconds(20));
    EXPECT_TRUE(admits("contacts.search"));
}

TEST_F(ScopedLimits, takeARefusalWithoutAReasonForTheNarrowestBudgetOfItsOperation)
{
    refuse("reports.sales", "");
    EXPECT_FALSE(admits("contacts.search"));
    EXPECT_TRUE(admits("contacts.list"));

    refuse("contacts.list", "");
    EXPECT_FALSE(admits("contacts.list"));
    EXPECT_FALSE(admits("")) << "the whole account";
}

TEST_F(ScopedLimits, refuseEveryAccountOfTheIntegrationWhenItsAppIsSpent)
{
    refuse("contacts.list", "app");
    EXPECT_FALSE(admits("contacts.get", "acc_2"));
    config::ProviderDefinition other;
    other.slug = "globex";
    EXPECT_TRUE(limits.admit({"acc_3", &other, &api, "contacts.get", 1}, clock.now()).admitted);
}

TEST_F(ScopedLimits, countRefusalsApart)
{
    refuse("contacts.search", "search");
    refuse("contacts.search", "search");
    EXPECT_EQ(limits.refusalsInARow(call("contacts.search")), 2U);
    EXPECT_EQ(limits.refusalsInARow(call("contacts.list")), 0U);
    clock.advance(std::chrono::seconds(20));
    limits.observe(call("contacts.list"), {}, clock.now());
    EXPECT_EQ(limits.refusalsInARow(call("contacts.search")), 2U) << "another limit's success";
    limits.observe(call("contacts.search"), {}, clock.now());
    EXPECT_EQ(limits.refusalsInARow(call("contacts.search")), 0U);
}

TEST_F(ScopedLimits, tellTheLongestOfTwoWaits)
{
    refuse("contacts.list", "burst");
    clock.advance(std::chrono::seconds(10));
    refuse("contacts.search", "search");
    EXPECT_EQ(limits.admit(call("contacts.search"), clock.now()).retryAfterSeconds, 20);
    EXPECT_EQ(limits.admit(call("contacts.list"), clock.now()).retryAfterSeconds, 10);
}

} // namespace
} // namespace gatehouse::limits
