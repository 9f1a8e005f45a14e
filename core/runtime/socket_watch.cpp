// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/socket_watch.h"

#include <QCoreApplication>
#include <QEvent>

#include <poll.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <utility>

namespace gatehouse::runtime {

namespace {

constexpr int kEventsAtOnce = 256;
/// As Qt's dispatchers: trouble shows on whichever side is watched.
constexpr std::uint32_t kTrouble = EPOLLHUP | EPOLLERR;
constexpr std::array<std::uint32_t, 3> kEvents{EPOLLIN, EPOLLOUT, EPOLLPRI};

std::uint64_t pack(int descriptor, std::uint32_t life)
{
    return (std::uint64_t{life} << 32U) | static_cast<std::uint32_t>(descriptor);
}

} // namespace

SocketWatch::SocketWatch(int wakeUp)
    : m_epoll(::epoll_create1(EPOLL_CLOEXEC))
    , m_wakeUp(wakeUp)
{
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = pack(wakeUp, 0);
    if (m_epoll < 0 || ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, wakeUp, &event) != 0) {
        std::abort(); // without descriptors at its start no thread can work
    }
}

SocketWatch::~SocketWatch()
{
    ::close(m_epoll);
}

SocketWatch::Watch& SocketWatch::watchOf(int descriptor)
{
    const auto index = static_cast<std::size_t>(descriptor);
    if (index >= m_watches.size()) {
        m_watches.resize(index + 1);
    }
    return m_watches[index];
}

std::uint32_t SocketWatch::wanted(const Watch& watch)
{
    std::uint32_t events = 0;
    for (std::size_t type = 0; type < kEvents.size(); ++type) {
        events |= watch.notifiers[type] != nullptr ? kEvents[type] : 0U;
    }
    return events;
}

void SocketWatch::add(QSocketNotifier* notifier)
{
    const int descriptor = static_cast<int>(notifier->socket());
    auto& watch = watchOf(descriptor);
    watch.notifiers.at(static_cast<std::size_t>(notifier->type())) = notifier;
    if (!std::exchange(watch.changed, true)) {
        m_changed.push_back(descriptor);
    }
}

void SocketWatch::remove(QSocketNotifier* notifier)
{
    const int descriptor = static_cast<int>(notifier->socket());
    if (descriptor < 0) {
        return;
    }
    auto& watch = watchOf(descriptor);
    watch.notifiers.at(static_cast<std::size_t>(notifier->type())) = nullptr;
    if (wanted(watch) == 0) {
        // At once: the descriptor may be closed next, and its number stand for another socket.
        tellKernel(descriptor, watch);
        ++watch.life;
    } else if (!std::exchange(watch.changed, true)) {
        m_changed.push_back(descriptor);
    }
}

void SocketWatch::tellKernel(int descriptor, Watch& watch)
{
    const std::uint32_t events = wanted(watch);
    if (events == watch.registered) {
        return;
    }
    epoll_event event{};
    event.events = events;
    event.data.u64 = pack(descriptor, watch.life);
    if (events == 0) {
        ::epoll_ctl(m_epoll, EPOLL_CTL_DEL, descriptor, &event);
    } else if (::epoll_ctl(m_epoll, watch.registered == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, descriptor, &event)
               != 0) {
        // The kernel forgets a descriptor that was closed first and unwatched later.
        ::epoll_ctl(m_epoll, errno == ENOENT ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, descriptor, &event);
    }
    watch.registered = events;
}

void SocketWatch::applyChanges()
{
    for (const int descriptor : m_changed) {
        auto& watch = watchOf(descriptor);
        watch.changed = false;
        tellKernel(descriptor, watch);
    }
    m_changed.clear();
}

bool SocketWatch::wait(int milliseconds, bool withSockets)
{
    m_ready.clear();
    if (!withSockets) {
        pollfd wakeUp{m_wakeUp, POLLIN, 0};
        return ::poll(&wakeUp, 1, milliseconds) > 0;
    }
    applyChanges();
    std::array<epoll_event, kEventsAtOnce> events; // NOLINT(cppcoreguidelines-pro-type-member-init)
    const int count = ::epoll_wait(m_epoll, events.data(), kEventsAtOnce, milliseconds);
    bool woken = false;
    for (int i = 0; i < count; ++i) {
        const auto& event = events[static_cast<std::size_t>(i)];
        const int descriptor = static_cast<int>(event.data.u64 & 0xffffffffU);
        if (descriptor == m_wakeUp) {
            woken = true;
        } else {
            m_ready.push_back({descriptor, static_cast<std::uint32_t>(event.data.u64 >> 32U), event.events});
        }
    }
    return woken;
}

bool SocketWatch::activate()
{
    bool any = false;
    // By value: a handler may run a round of its own.
    for (const auto& ready : std::exchange(m_ready, {})) {
        any = activateOne(ready) || any;
    }
    return any;
}

bool SocketWatch::activateOne(const Ready& ready)
{
    bool any = false;
    for (std::size_t type = 0; type < kEvents.size(); ++type) {
        // Looked up anew each time: the handler before may have closed this socket.
        const auto& watch = watchOf(ready.descriptor);
        auto* notifier = watch.notifiers[type];
        if (watch.life == ready.life && notifier != nullptr
            && (ready.events & (kEvents[type] | kTrouble)) != 0) {
            QEvent event(QEvent::SockAct);
            QCoreApplication::sendEvent(notifier, &event);
            any = true;
        }
    }
    return any;
}

} // namespace gatehouse::runtime
