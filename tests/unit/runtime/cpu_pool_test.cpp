// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/cpu_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>

namespace gatehouse::runtime {
namespace {

TEST(CpuPool, runsWorkOnSeveralThreadsAtOnce)
{
    // Before the pool, whose end waits for its work: a piece may still be in set_value() when the wait is
    // over.
    std::promise<void> first;
    std::promise<void> second;
    std::promise<void> done;
    CpuPool pool(2);
    pool.submit([&](const std::stop_token&) {
        first.set_value();
        second.get_future().wait(); // only ends when the other thread runs the second piece
    });
    first.get_future().wait();
    pool.submit([&](const std::stop_token&) {
        second.set_value();
        done.set_value();
    });
    done.get_future().wait();
}

TEST(CpuPool, skipsWorkWhoseCallerStoppedWhileItWaited)
{
    std::promise<void> release;
    std::promise<void> last;
    std::stop_source stop;
    std::atomic<bool> ran = false;
    CpuPool pool(1);
    pool.submit([&](const std::stop_token&) { release.get_future().wait(); });
    pool.submit([&](const std::stop_token&) { ran = true; }, stop.get_token());
    stop.request_stop();
    pool.submit([&](const std::stop_token&) { last.set_value(); });
    release.set_value();
    last.get_future().wait();
    EXPECT_FALSE(ran);
}

TEST(CpuPool, tellsRunningWorkThatItsCallerStopped)
{
    std::stop_source stop;
    std::promise<void> running;
    std::promise<void> ended;
    CpuPool pool(1);
    pool.submit(
        [&](const std::stop_token& token) {
            running.set_value();
            while (!token.stop_requested()) {
                std::this_thread::yield();
            }
            ended.set_value();
        },
        stop.get_token());
    running.get_future().wait();
    stop.request_stop();
    ended.get_future().wait();
}

TEST(CpuPool, stopsRunningWorkAndDropsWaitingWorkWhenItEnds)
{
    auto witness = std::make_shared<int>(0);
    {
        std::promise<void> running;
        CpuPool pool(1);
        pool.submit([&](const std::stop_token& token) {
            running.set_value();
            while (!token.stop_requested()) {
                std::this_thread::yield();
            }
        });
        pool.submit([witness](const std::stop_token&) { ++*witness; });
        running.get_future().wait();
    }
    EXPECT_EQ(*witness, 0);
    EXPECT_EQ(witness.use_count(), 1);
}

} // namespace
} // namespace gatehouse::runtime
