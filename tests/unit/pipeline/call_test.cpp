// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/call.h"
#include "tests/unit/pipeline/pipeline_world.h"

namespace gatehouse::pipeline {
namespace {

TEST(Traceparent, isTakenOnlyInTheFormOfTheStandard)
{
    const std::string good = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    EXPECT_TRUE(isTraceparent(good));
    EXPECT_TRUE(isTraceparent("01" + good.substr(2) + "-more"));
    for (const std::string& bad : {std::string(), std::string("x"), good + "-more", "ff" + good.substr(2),
                                   std::string("00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01"),
                                   std::string("00-00000000000000000000000000000000-00f067aa0ba902b7-01"),
                                   std::string("00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01")}) {
        EXPECT_FALSE(isTraceparent(bad)) << bad;
    }
}

using CallTest = test::PipelineWorld;

TEST_F(CallTest, makesAnIdWhenTheCallerGaveNone)
{
    const Call made(services, {"unified", "x", "", "", std::chrono::seconds(1), {}});
    const Call given(services, {"unified", "x", "req_mine", "", std::chrono::seconds(1), {}});

    EXPECT_TRUE(made.detail.summary.id.starts_with("req_"));
    EXPECT_EQ(given.detail.summary.id, "req_mine");
}

TEST_F(CallTest, timesItsStagesAndItsDeadline)
{
    Call call(services, {"unified", "x", "", "", std::chrono::seconds(5), {}});
    {
        StageTimer timer(call, "send");
        clock.advance(std::chrono::seconds(2));
        timer.note("200");
    }
    ASSERT_EQ(call.detail.stages.size(), 1U);
    EXPECT_EQ(call.detail.stages[0].duration, std::chrono::seconds(2));
    EXPECT_EQ(call.detail.stages[0].note, "200");
    EXPECT_EQ(call.remaining(), std::chrono::seconds(3));

    clock.advance(std::chrono::seconds(10));
    EXPECT_EQ(call.remaining(), std::chrono::milliseconds(1));
}

} // namespace
} // namespace gatehouse::pipeline
