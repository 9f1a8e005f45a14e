// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/limits/refusal.h"

#include <gtest/gtest.h>

namespace gatehouse::limits {
namespace {

config::RateLimitDefinition rulesWith(std::vector<config::BudgetDefinition> budgets)
{
    config::RateLimitDefinition rules;
    rules.budgets = std::move(budgets);
    return rules;
}

config::BudgetDefinition budget(std::string name, std::int64_t limit, std::vector<std::string> appliesTo = {})
{
    config::BudgetDefinition made;
    made.name = std::move(name);
    made.limit = limit;
    made.window = std::chrono::seconds(60);
    made.appliesTo = std::move(appliesTo);
    return made;
}

TEST(Refusal, saysNothingRemainsUntilTheCallerMayComeBack)
{
    LimitReading reading;
    reading.limited = true;
    completeRefusal(reading, rulesWith({budget("batch", 40, {"batch"}), budget("minute", 500)}),
                    "contacts.list", 30);
    ASSERT_EQ(reading.windows.size(), 1U);
    EXPECT_EQ(reading.windows[0].name, "minute");
    EXPECT_EQ(reading.windows[0].windowSeconds, 60.0);
    EXPECT_EQ(reading.limit, 500);
    EXPECT_EQ(reading.remaining, 0);
    EXPECT_EQ(reading.resetSeconds, 30.0);
}

TEST(Refusal, takesTheBudgetThatTheRefusalNamesOrThatFitsTheOperation)
{
    LimitReading named;
    named.reason = "daily";
    completeRefusal(named, rulesWith({budget("burst", 10), budget("daily", 1000)}), "contacts.list", 1);
    EXPECT_EQ(named.limit, 1000);
    LimitReading fitting;
    completeRefusal(fitting, rulesWith({budget("search", 5, {"contacts.*"}), budget("burst", 10)}),
                    "contacts.search", 1);
    EXPECT_EQ(fitting.limit, 5);
}

TEST(Refusal, keepsWhatTheProviderSaid)
{
    LimitReading reading;
    reading.windows = {{"daily", 1000, 7, 120.0, 86400.0}};
    reading.limit = 1000;
    reading.remaining = 7;
    reading.resetSeconds = 120.0;
    completeRefusal(reading, rulesWith({budget("burst", 10)}), "contacts.list", 5);
    EXPECT_EQ(reading.limit, 1000);
    EXPECT_EQ(reading.remaining, 7);
    EXPECT_EQ(reading.resetSeconds, 120.0);
}

TEST(Refusal, inventsNoLimitWhereNobodyPublishesOne)
{
    LimitReading reading;
    completeRefusal(reading, {}, "contacts.list", 5);
    EXPECT_EQ(reading.limit, std::nullopt);
    EXPECT_EQ(reading.windows.at(0).name, "default");
    EXPECT_EQ(reading.remaining, 0);
}

} // namespace
} // namespace gatehouse::limits
