// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <coroutine>
#include <utility>

namespace gatehouse::net {

/// What one coroutine waits for: co_await signal.next() suspends until the next notify(), which resumes it at
/// once, on the notifier's stack. One waiter at a time; a notify() that nobody waits for is not remembered,
/// so waiters check their condition in a loop. Lives on one thread.
class Signal
{
public:
    Signal() = default;
    Signal(const Signal&) = delete;
    Signal& operator=(const Signal&) = delete;

    /// Not the signal itself is awaited: GCC 12 would copy it into the waiting frame.
    class Awaiter
    {
    public:
        explicit Awaiter(Signal& signal)
            : m_signal(&signal)
        {}

        [[nodiscard]] bool await_ready() const noexcept { return false; }

        void await_suspend(std::coroutine_handle<> waiter) noexcept { m_signal->m_waiter = waiter; }

        void await_resume() const noexcept {}

    private:
        Signal* m_signal;
    };

    [[nodiscard]] Awaiter next() noexcept { return Awaiter(*this); }

    void notify()
    {
        if (const auto waiter = std::exchange(m_waiter, nullptr)) {
            waiter.resume();
        }
    }

private:
    std::coroutine_handle<> m_waiter;
};

} // namespace gatehouse::net
