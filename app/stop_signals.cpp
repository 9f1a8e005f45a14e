// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/stop_signals.h"

#include <QSocketNotifier>

#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace gatehouse::app {
namespace {

sigset_t stopSet() noexcept
{
    sigset_t set{};
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    return set;
}

} // namespace

void blockStopSignals() noexcept
{
    const auto set = stopSet();
    [[maybe_unused]] const int blocked = pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

Result<std::unique_ptr<StopSignals>> StopSignals::listen(std::function<void()> callback)
{
    const auto set = stopSet();
    const int descriptor = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
    if (descriptor < 0) {
        return fail(Errc::Unavailable, std::string("signals cannot be listened to: ") + std::strerror(errno));
    }
    return std::unique_ptr<StopSignals>(new StopSignals(descriptor, std::move(callback)));
}

StopSignals::StopSignals(int descriptor, std::function<void()> callback)
    : m_descriptor(descriptor)
    , m_callback(std::move(callback))
    , m_notifier(std::make_unique<QSocketNotifier>(descriptor, QSocketNotifier::Read))
{
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(), [this] { take(); });
}

StopSignals::~StopSignals()
{
    m_notifier.reset();
    close(m_descriptor);
}

void StopSignals::take()
{
    signalfd_siginfo info{};
    while (read(m_descriptor, &info, sizeof info) == static_cast<ssize_t>(sizeof info)) {
        if (!m_callback) {
            _exit(EXIT_FAILURE); // asked twice: somebody does not want to wait for the drain
        }
        std::exchange(m_callback, nullptr)();
    }
}

} // namespace gatehouse::app
