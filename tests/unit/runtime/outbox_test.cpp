// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/outbox.h"
#include "tests/support/run_task.h"

#include <gtest/gtest.h>

namespace gatehouse::runtime {
namespace {

/// Counts what it is given and passes it on.
class CountingReceiver final : public Executor
{
public:
    void post(UniqueFunction function) override
    {
        ++posts;
        m_here->post(std::move(function));
    }

    [[nodiscard]] bool isCurrent() const override { return m_here->isCurrent(); }

    int posts = 0;

private:
    std::unique_ptr<Executor> m_here = makeThisThreadExecutor();
};

TEST(Outbox, postsOnceWhatComesInOneRoundAndKeepsItsOrder)
{
    CountingReceiver receiver;
    Outbox outbox(receiver);
    std::vector<int> ran;
    for (int i = 0; i < 10; ++i) {
        outbox.add([&ran, i] { ran.push_back(i); });
    }
    EXPECT_EQ(receiver.posts, 0) << "the round goes on";
    ASSERT_TRUE(test::runUntil([&] { return ran.size() == 10; }));
    EXPECT_EQ(receiver.posts, 1);
    EXPECT_TRUE(std::ranges::is_sorted(ran));
}

TEST(Outbox, doesNotKeepTheReceiverWaitingForTheEndOfALongRound)
{
    CountingReceiver receiver;
    Outbox outbox(receiver);
    std::size_t ran = 0;
    for (std::size_t i = 0; i < 3 * Outbox::kMostAtOnce + 1; ++i) {
        outbox.add([&ran] { ++ran; });
    }
    EXPECT_EQ(receiver.posts, 3);
    ASSERT_TRUE(test::runUntil([&] { return ran == 3 * Outbox::kMostAtOnce + 1; }));
    EXPECT_EQ(receiver.posts, 4);
}

TEST(Outbox, postsWhatTimersAndPostedFunctionsAddInTheSameRound)
{
    CountingReceiver receiver;
    Outbox outbox(receiver);
    const auto here = makeThisThreadExecutor();
    int ran = 0;
    here->post([&] { outbox.add([&ran] { ++ran; }); });
    ASSERT_TRUE(test::runUntil([&] { return ran == 1; }));
    QTimer::singleShot(0, [&] { outbox.add([&ran] { ++ran; }); });
    ASSERT_TRUE(test::runUntil([&] { return ran == 2; }));
    EXPECT_EQ(receiver.posts, 2);
}

TEST(Outbox, postsInALoopThatNeverBlocks)
{
    CountingReceiver receiver;
    Outbox outbox(receiver);
    bool ran = false;
    outbox.add([&ran] { ran = true; });
    auto* loop = QAbstractEventDispatcher::instance();
    for (int round = 0; round < 3; ++round) {
        loop->processEvents(QEventLoop::AllEvents);
    }
    EXPECT_TRUE(ran);
}

TEST(Outbox, destroysUnrunWhatWasNotPosted)
{
    CountingReceiver receiver;
    const auto token = std::make_shared<int>();
    bool ran = false;
    {
        Outbox outbox(receiver);
        outbox.add([token, &ran] { ran = true; });
    }
    EXPECT_EQ(token.use_count(), 1);
    bool later = false;
    receiver.post([&later] { later = true; });
    ASSERT_TRUE(test::runUntil([&] { return later; }));
    EXPECT_FALSE(ran);
}

} // namespace
} // namespace gatehouse::runtime
