// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/completion.h"
#include "core/runtime/event_thread.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace gatehouse::runtime {
namespace {

TEST(EventThread, runsPostedFunctionsInOrderOnItsOwnThread)
{
    EventThread thread("test");
    std::vector<int> order;
    std::thread::id where;
    for (int i = 0; i < 100; ++i) {
        thread.post([&order, &where, i] {
            order.push_back(i);
            where = std::this_thread::get_id();
        });
    }
    EXPECT_FALSE(thread.isCurrent());
    thread.stop();
    ASSERT_EQ(order.size(), 100U);
    EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
    EXPECT_NE(where, std::this_thread::get_id());
}

TEST(EventThread, runsWhatAPostedFunctionPostsBeforeItStops)
{
    EventThread thread("test");
    std::atomic<bool> inner = false;
    thread.post([&] { thread.post([&] { inner = thread.isCurrent(); }); });
    std::atomic<bool> seen = false;
    thread.post([&] { seen = true; });
    while (!seen) {
        std::this_thread::yield();
    }
    thread.stop();
    EXPECT_TRUE(inner);
}

TEST(EventThread, abandonsCompletionsPostedAfterStop)
{
    Errc seen = Errc::Internal;
    EventThread thread("test");
    thread.stop();
    thread.post([done = Completion<int>([&seen](const Result<int>& r) { seen = r.error().code; })]() mutable {
        done(1);
    });
    thread.stop();
    EXPECT_EQ(seen, Errc::Abandoned);
}

TEST(EventThread, losesNothingThatManyThreadsPost)
{
    EventThread thread("test");
    int count = 0;
    {
        std::vector<std::jthread> posters;
        for (int t = 0; t < 4; ++t) {
            posters.emplace_back([&] {
                for (int i = 0; i < 1000; ++i) {
                    thread.post([&count] { ++count; });
                }
            });
        }
    }
    thread.stop();
    EXPECT_EQ(count, 4000);
}

TEST(EventThread, stopsWhileOthersGoOnPosting)
{
    for (int round = 0; round < 50; ++round) {
        EventThread thread("test");
        std::atomic<bool> enough = false;
        std::vector<std::jthread> posters;
        for (int t = 0; t < 3; ++t) {
            posters.emplace_back([&] {
                while (!enough) {
                    thread.post([] {});
                }
            });
        }
        thread.stop();
        enough = true;
    }
}

} // namespace
} // namespace gatehouse::runtime
