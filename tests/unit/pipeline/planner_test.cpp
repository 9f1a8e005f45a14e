// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/planner.h"
#include "tests/unit/pipeline/pipeline_world.h"

namespace gatehouse::pipeline {
namespace {

using PlannerTest = test::PipelineWorld;
constexpr OperationName kGet{"crm", "contacts", "get"};

TEST_F(PlannerTest, keepsAPlanUntilTheAccountOrTheDefinitionsChange)
{
    const auto first = planner.plan("acc_1", kGet);
    ASSERT_TRUE(first) << first.error().describe();
    EXPECT_EQ(*planner.plan("acc_1", kGet), *first);

    accounts.put(account());
    const auto second = planner.plan("acc_1", kGet);
    ASSERT_TRUE(second);
    EXPECT_NE(*second, *first);

    auto files = test::acmeFiles();
    files[0].text.replace(files[0].text.find("\"Acme\""), 6, "\"Acme Inc.\"");
    load(files);
    const auto third = planner.plan("acc_1", kGet);
    ASSERT_TRUE(third);
    EXPECT_EQ((*third)->target->provider->label, "Acme Inc.");
    EXPECT_EQ((*first)->target->provider->label, "Acme");
}

TEST_F(PlannerTest, sharesOneTargetBetweenTheOperationsOfAnAccount)
{
    const auto get = planner.plan("acc_1", kGet);
    const auto list = planner.plan("acc_1", {"crm", "contacts", "list"});
    const auto target = planner.target("acc_1");

    ASSERT_TRUE(get && list && target);
    EXPECT_EQ((*get)->target, (*list)->target);
    EXPECT_EQ((*get)->target, *target);
    EXPECT_EQ((*target)->baseUrl.str(), "https://acme.test/api/v2");
}

TEST_F(PlannerTest, saysWhatDoesNotFit)
{
    EXPECT_EQ(planner.plan("acc_x", kGet).error().code, Errc::NotFound);
    EXPECT_EQ(planner.plan("", kGet).error().code, Errc::InvalidArgument);
    EXPECT_EQ(planner.plan("acc_1", {"crm", "deals", "get"}).error().code, Errc::NotFound);
    EXPECT_EQ(planner.plan("acc_1", {"crm", "contacts", "merge"}).error().code, Errc::Unsupported);

    auto wrong = account("oauth1_hmac");
    accounts.put(wrong);
    EXPECT_EQ(planner.target("acc_1").error().code, Errc::ConfigError);
    wrong = account();
    wrong.context = {};
    accounts.put(wrong);
    EXPECT_EQ(planner.target("acc_1").error().code, Errc::ConfigError);
    wrong.integration = "nobody";
    accounts.put(wrong);
    EXPECT_EQ(planner.target("acc_1").error().code, Errc::ConfigError);
}

} // namespace
} // namespace gatehouse::pipeline
