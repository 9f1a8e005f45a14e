// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSocketNotifier>

#include <array>
#include <cstdint>
#include <vector>

namespace gatehouse::runtime {

/// The socket notifiers of one thread on one epoll descriptor. A notifier that is switched on and off again
/// between two rounds, as Qt's sockets do with each write, costs no system call.
class SocketWatch
{
public:
    /// wakeUp is watched too; it stays the caller's.
    explicit SocketWatch(int wakeUp);
    SocketWatch(const SocketWatch&) = delete;
    SocketWatch& operator=(const SocketWatch&) = delete;
    ~SocketWatch();

    void add(QSocketNotifier* notifier);
    void remove(QSocketNotifier* notifier);

    /// Waits for any socket (or, without sockets, for the wake-up alone) for at most so many milliseconds, -1
    /// for ever. True when woken up.
    [[nodiscard]] bool wait(int milliseconds, bool withSockets);
    /// Tells the notifiers of what wait() saw. True when there was one.
    bool activate();

private:
    struct Watch
    {
        std::array<QSocketNotifier*, 3> notifiers{}; ///< By QSocketNotifier::Type.
        std::uint32_t registered = 0;                ///< What the kernel knows.
        std::uint32_t life = 0;                      ///< Counts what this descriptor number stood for.
        bool changed = false;
    };

    struct Ready
    {
        int descriptor;
        std::uint32_t life;
        std::uint32_t events;
    };

    [[nodiscard]] Watch& watchOf(int descriptor);
    [[nodiscard]] static std::uint32_t wanted(const Watch& watch);
    void tellKernel(int descriptor, Watch& watch);
    void applyChanges();
    bool activateOne(const Ready& ready);

    int m_epoll;
    int m_wakeUp;
    std::vector<Watch> m_watches; ///< By descriptor.
    std::vector<int> m_changed;
    std::vector<Ready> m_ready;
};

} // namespace gatehouse::runtime
