// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/await.h"
#include "core/runtime/event_thread.h"
#include "tests/support/run_task.h"

#include <gtest/gtest.h>

#include <thread>

namespace gatehouse::runtime {
namespace {

QCoro::Task<Result<int>> doubledElsewhere(Executor& home, EventThread& other, int value)
{
    auto result = co_await awaitCompletion<int>(home, [&other, value](Completion<int> done) {
        other.post([value, done = std::move(done)]() mutable { done(value * 2); });
    });
    EXPECT_TRUE(home.isCurrent());
    co_return result;
}

TEST(AwaitCompletion, continuesOnItsOwnThreadWithTheAnswerOfAnother)
{
    const auto home = makeThisThreadExecutor();
    EventThread other("other");
    const auto result = test::runTask(doubledElsewhere(*home, other, 21));
    ASSERT_TRUE(result);
    EXPECT_EQ(**result, 42);
}

TEST(AwaitCompletion, takesAnAnswerGivenBeforeItSuspended)
{
    const auto home = makeThisThreadExecutor();
    const auto result = test::runTask([](Executor& executor) -> QCoro::Task<Result<int>> {
        co_return co_await awaitCompletion<int>(executor, [](Completion<int> done) { done(7); });
    }(*home));
    ASSERT_TRUE(result);
    EXPECT_EQ(**result, 7);
}

TEST(AwaitCompletion, saysAbandonedWhenTheCompletionIsDropped)
{
    const auto home = makeThisThreadExecutor();
    EventThread other("other");
    other.stop();
    const auto result = test::runTask(doubledElsewhere(*home, other, 21));
    ASSERT_TRUE(result);
    EXPECT_EQ(result->error().code, Errc::Abandoned);
}

TEST(ComputeOn, runsTheWorkOnThePoolAndComesBack)
{
    const auto home = makeThisThreadExecutor();
    CpuPool pool(1);
    const auto result = test::runTask([](CpuPool& cpu, Executor& executor) -> QCoro::Task<Result<bool>> {
        const auto here = std::this_thread::get_id();
        auto elsewhere =
            co_await computeOn<bool>(cpu, executor, [here](const std::stop_token&) -> Result<bool> {
                return std::this_thread::get_id() != here;
            });
        EXPECT_EQ(std::this_thread::get_id(), here);
        co_return elsewhere;
    }(pool, *home));
    ASSERT_TRUE(result);
    EXPECT_TRUE(**result);
}

TEST(ComputeOn, saysAbandonedWhenStoppedBeforeItRan)
{
    const auto home = makeThisThreadExecutor();
    CpuPool pool(1);
    std::stop_source stopped;
    stopped.request_stop();
    const auto result =
        test::runTask([](CpuPool& cpu, Executor& executor, std::stop_token stop) -> QCoro::Task<Result<int>> {
            co_return co_await computeOn<int>(
                cpu, executor, [](const std::stop_token&) -> Result<int> { return 1; }, std::move(stop));
        }(pool, *home, stopped.get_token()));
    ASSERT_TRUE(result);
    EXPECT_EQ(result->error().code, Errc::Abandoned);
}

} // namespace
} // namespace gatehouse::runtime
