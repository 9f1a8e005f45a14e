// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/delivery/event_filter.h"
#include "core/json/parse.h"
#include "core/json/write.h"
#include "tests/support/fake_clock.h"

#include <gtest/gtest.h>

namespace gatehouse::delivery {
namespace {

EventFilter filterOf(const Endpoint& endpoint)
{
    auto compiled = EventFilter::compile(endpoint);
    EXPECT_TRUE(compiled);
    return compiled.value_or(EventFilter());
}

constexpr EventSubject kUpdated{"record:updated", "crm", "contacts", "acme", "env_1"};

TEST(EventFilter, takesEverythingUnlessToldOtherwise)
{
    const auto filter = filterOf({});
    EXPECT_TRUE(filter.wants(kUpdated));
    EXPECT_TRUE(filter.wants({"account:needs_reauth", "", "", "", ""}));
}

TEST(EventFilter, takesTypesByNameAndByStar)
{
    EXPECT_TRUE(typeMatches("record:*", "record:updated"));
    EXPECT_TRUE(typeMatches("*", "alert:raised"));
    EXPECT_FALSE(typeMatches("record:updated", "record:deleted"));
    EXPECT_FALSE(typeMatches("record:*", "alert:raised"));
}

TEST(EventFilter, asksForModelIntegrationAndEnvironmentTogether)
{
    Endpoint endpoint;
    endpoint.models = {"crm.contacts"};
    endpoint.integrations = {"acme"};
    endpoint.environmentId = "env_1";
    const auto filter = filterOf(endpoint);
    EXPECT_TRUE(filter.wants(kUpdated));
    EXPECT_FALSE(filter.wants({"record:updated", "crm", "accounts", "acme", "env_1"}));
    EXPECT_FALSE(filter.wants({"record:updated", "crm", "contacts", "other", "env_1"}));
    EXPECT_FALSE(filter.wants({"record:updated", "crm", "contacts", "acme", "env_2"}));
    EXPECT_FALSE(filter.wants({"alert:raised", "", "", "", ""}))
        << "the gateway's own events have no environment";
}

TEST(EventFilter, evaluatesItsConditionAndDeliversWhenItBreaks)
{
    const test::FakeClock clock;
    json::Arena arena;
    Endpoint endpoint;
    endpoint.filter = "records[0].amount > 100";
    const auto filter = filterOf(endpoint);
    EXPECT_TRUE(filter.conditionHolds(**json::parse(R"({"records":[{"amount":101}]})"), arena, clock));
    EXPECT_FALSE(filter.conditionHolds(**json::parse(R"({"records":[{"amount":99}]})"), arena, clock));
    EXPECT_TRUE(filter.conditionHolds(**json::parse(R"({"records":[{"amount":"x"}]})"), arena, clock))
        << "an event too many is better than one too few";
}

TEST(EventFilter, transformsTheBodyOrLeavesTheEventOut)
{
    const test::FakeClock clock;
    json::Arena arena;
    Endpoint endpoint;
    endpoint.transform = "records[0].email ? {'mail': records[0].email}";
    const auto filter = filterOf(endpoint);
    const auto with = *json::parse(R"({"records":[{"email":"a@b.c"}]})");
    const auto without = *json::parse(R"({"records":[{}]})");
    EXPECT_EQ(json::write(*filter.transformed(*with, arena, clock)), R"({"mail":"a@b.c"})");
    EXPECT_TRUE(filter.transformed(*without, arena, clock)->isUndefined());
}

TEST(EventFilter, pointsAtAnExpressionThatDoesNotCompile)
{
    Endpoint endpoint;
    endpoint.transform = "{'a': ";
    const auto refused = EventFilter::compile(endpoint);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::InvalidArgument);
    EXPECT_EQ(refused.error().pointer, "/transform");
}

} // namespace
} // namespace gatehouse::delivery
