// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/epoll_dispatcher.h"
#include "core/runtime/event_thread.h"
#include "tests/support/growing_timeout.h"
#include "tests/support/run_task.h"

#include <QSocketNotifier>
#include <QTimer>

#include <gtest/gtest.h>

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <thread>
#include <vector>

namespace gatehouse::runtime {
namespace {

using namespace std::chrono_literals;

/// Two connected sockets.
class Pair
{
public:
    Pair() { EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()), 0); }

    Pair(const Pair&) = delete;
    Pair& operator=(const Pair&) = delete;

    ~Pair()
    {
        ::close(ends[0]);
        ::close(ends[1]);
    }

    void say() const { EXPECT_EQ(::write(ends[1], "x", 1), 1); }

    void hear() const
    {
        char byte = 0;
        EXPECT_EQ(::read(ends[0], &byte, 1), 1);
    }

    std::array<int, 2> ends{};
};

TEST(EpollDispatcher, firesTimersInTheOrderOfTheirTime)
{
    std::vector<int> order;
    EXPECT_TRUE(test::withGrowingTimeout(10ms, [&order](std::chrono::milliseconds step) {
        order.clear();
        for (const int wait : {3, 1, 2}) {
            QTimer::singleShot(wait * step, [&order, wait] { order.push_back(wait); });
        }
        EXPECT_TRUE(test::runUntil([&] { return order.size() == 3; }));
        return order == std::vector{1, 2, 3};
    })) << testing::PrintToString(order);
}

TEST(EpollDispatcher, repeatsATimerUntilItIsStoppedInItsOwnHandler)
{
    QTimer timer;
    int fired = 0;
    QObject::connect(&timer, &QTimer::timeout, &timer, [&] {
        if (++fired == 3) {
            timer.stop();
        }
    });
    timer.start(1ms);
    EXPECT_GE(timer.remainingTime(), 0);
    bool later = false;
    EXPECT_TRUE(test::runUntil([&] { return fired == 3; }));
    QTimer::singleShot(20ms, [&later] { later = true; });
    EXPECT_TRUE(test::runUntil([&] { return later; }));
    EXPECT_EQ(fired, 3);
    EXPECT_EQ(timer.remainingTime(), -1);
}

TEST(EpollDispatcher, survivesATimerThatDeletesAnotherDueOne)
{
    auto doomed = std::make_unique<QTimer>();
    bool deleted = false;
    bool doomedFired = false;
    QTimer killer;
    killer.setSingleShot(true);
    QObject::connect(&killer, &QTimer::timeout, &killer, [&] {
        doomed.reset();
        deleted = true;
    });
    QObject::connect(doomed.get(), &QTimer::timeout, doomed.get(), [&] { doomedFired = true; });
    killer.start(0ms);
    doomed->start(0ms);
    EXPECT_TRUE(test::runUntil([&] { return deleted; }));
    EXPECT_FALSE(doomedFired);
}

TEST(EpollDispatcher, doesNotLetBusyTimersStarveSockets)
{
    QTimer busy;
    busy.start(0ms);
    const Pair pair;
    QSocketNotifier notifier(pair.ends[0], QSocketNotifier::Read);
    bool heard = false;
    QObject::connect(&notifier, &QSocketNotifier::activated, &notifier, [&] {
        pair.hear();
        heard = true;
    });
    pair.say();
    EXPECT_TRUE(test::runUntil([&] { return heard; }));
}

TEST(EpollDispatcher, tellsAnEnabledNotifierOnly)
{
    const Pair pair;
    QSocketNotifier reader(pair.ends[0], QSocketNotifier::Read);
    QSocketNotifier writer(pair.ends[0], QSocketNotifier::Write);
    int read = 0;
    int written = 0;
    QObject::connect(&reader, &QSocketNotifier::activated, &reader, [&] {
        pair.hear();
        ++read;
    });
    QObject::connect(&writer, &QSocketNotifier::activated, &writer, [&] {
        ++written;
        writer.setEnabled(false);
    });
    pair.say();
    EXPECT_TRUE(test::runUntil([&] { return read == 1 && written == 1; }));
    reader.setEnabled(false);
    pair.say();
    writer.setEnabled(true);
    EXPECT_TRUE(test::runUntil([&] { return written == 2; }));
    EXPECT_EQ(read, 1);
    reader.setEnabled(true);
    EXPECT_TRUE(test::runUntil([&] { return read == 2; }));
}

TEST(EpollDispatcher, doesNotMistakeANewSocketForTheClosedOneWhoseNumberItGot)
{
    // Both are ready in one round; whichever handler runs first replaces the other's socket.
    auto one = std::make_unique<Pair>();
    auto two = std::make_unique<Pair>();
    QSocketNotifier first(one->ends[0], QSocketNotifier::Read);
    QSocketNotifier second(two->ends[0], QSocketNotifier::Read);
    std::unique_ptr<Pair> third;
    std::unique_ptr<QSocketNotifier> fresh;
    int freshCalls = 0;
    const auto replace = [&](QSocketNotifier& mine, Pair& pair, QSocketNotifier& other,
                             std::unique_ptr<Pair>& others) {
        mine.setEnabled(false);
        pair.hear();
        other.setEnabled(false);
        others.reset();
        third = std::make_unique<Pair>();
        fresh = std::make_unique<QSocketNotifier>(third->ends[0], QSocketNotifier::Read);
        QObject::connect(fresh.get(), &QSocketNotifier::activated, fresh.get(), [&] {
            third->hear(); // fails the test when nothing was said
            ++freshCalls;
        });
    };
    QObject::connect(&first, &QSocketNotifier::activated, &first, [&] { replace(first, *one, second, two); });
    QObject::connect(&second, &QSocketNotifier::activated, &second,
                     [&] { replace(second, *two, first, one); });
    one->say();
    two->say();
    ASSERT_TRUE(test::runUntil([&] { return third != nullptr; }));
    EXPECT_EQ(freshCalls, 0);
    third->say();
    EXPECT_TRUE(test::runUntil([&] { return freshCalls == 1; }));
    fresh.reset();
}

TEST(EpollDispatcher, wakesUpForWhatAnotherThreadPosts)
{
    const auto home = makeThisThreadExecutor();
    bool ran = false;
    std::jthread poster([&] { home->post([&ran] { ran = true; }); });
    EXPECT_TRUE(test::runUntil([&] { return ran; }));
}

TEST(EpollDispatcher, deletesLaterOnItsThread)
{
    std::atomic<bool> gone = false;
    EventThread thread("test");
    thread.post([&gone] {
        auto* object = new QObject;
        QObject::connect(object, &QObject::destroyed, object, [&gone] { gone = true; });
        object->deleteLater();
    });
    while (!gone) {
        std::this_thread::yield();
    }
    thread.stop();
}

} // namespace
} // namespace gatehouse::runtime
