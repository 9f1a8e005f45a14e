// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/epoll_dispatcher.h"

#include "core/runtime/loop_timers.h"
#include "core/runtime/socket_watch.h"

#include <QCoreApplication>

#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstdlib>

namespace gatehouse::runtime {

namespace {

class EpollDispatcher final : public QAbstractEventDispatcher
{
public:
    EpollDispatcher()
        : m_wakeUp(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC))
        , m_sockets(m_wakeUp)
    {
        if (m_wakeUp < 0) {
            std::abort(); // without descriptors at its start no thread can work
        }
    }

    ~EpollDispatcher() override { ::close(m_wakeUp); }

    bool processEvents(QEventLoop::ProcessEventsFlags flags) override
    {
        m_interrupted.store(false);
        Q_EMIT
        awake();
        QCoreApplication::sendPostedEvents();
        const bool wait = flags.testFlag(QEventLoop::WaitForMoreEvents) && !m_interrupted.load();
        if (wait) {
            Q_EMIT
            aboutToBlock();
        }
        if (m_interrupted.load()) {
            return false;
        }
        const bool withTimers = !flags.testFlag(QEventLoop::X11ExcludeTimers);
        const bool withSockets = !flags.testFlag(QEventLoop::ExcludeSocketNotifiers);
        int timeout = 0;
        if (wait) {
            timeout = withTimers ? m_timers.millisecondsToNext() : -1;
        }
        const bool woken = m_sockets.wait(timeout, withSockets);
        if (woken) {
            swallowWakeUps();
        }
        bool any = woken;
        if (withSockets) {
            any = m_sockets.activate() || any;
        }
        if (withTimers) {
            any = m_timers.activate() || any;
        }
        return any;
    }

    void registerSocketNotifier(QSocketNotifier* notifier) override { m_sockets.add(notifier); }

    void unregisterSocketNotifier(QSocketNotifier* notifier) override { m_sockets.remove(notifier); }

    void registerTimer(int timerId, qint64 interval, Qt::TimerType type, QObject* object) override
    {
        m_timers.add(timerId, interval, type, object);
    }

    bool unregisterTimer(int timerId) override { return m_timers.remove(timerId); }

    bool unregisterTimers(QObject* object) override { return m_timers.removeAll(object); }

    [[nodiscard]] QList<TimerInfo> registeredTimers(QObject* object) const override
    {
        return m_timers.of(object);
    }

    int remainingTime(int timerId) override { return m_timers.remaining(timerId); }

    void wakeUp() override
    {
        if (!m_wakeUpPending.exchange(true)) {
            const std::uint64_t one = 1;
            [[maybe_unused]] const auto written = ::write(m_wakeUp, &one, sizeof one);
        }
    }

    void interrupt() override
    {
        m_interrupted.store(true);
        wakeUp();
    }

private:
    void swallowWakeUps()
    {
        std::uint64_t count = 0;
        [[maybe_unused]] const auto got = ::read(m_wakeUp, &count, sizeof count);
        // After the read: a wake-up in between writes once more, one before it is answered by this round.
        m_wakeUpPending.store(false);
    }

    int m_wakeUp;
    SocketWatch m_sockets;
    LoopTimers m_timers;
    std::atomic<bool> m_interrupted = false;
    std::atomic<bool> m_wakeUpPending = false;
};

} // namespace

std::unique_ptr<QAbstractEventDispatcher> makeEventDispatcher()
{
    return std::make_unique<EpollDispatcher>();
}

} // namespace gatehouse::runtime
