// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <mutex>
#include <utility>
#include <vector>

namespace gatehouse::runtime {

/// Values from many threads for one: a mutex, a vector, and one wake-up for any number of values.
/// Thread-safe.
template <class T>
class Mailbox
{
public:
    /// True when the receiver has to be woken: the box was empty.
    [[nodiscard]] bool push(T value)
    {
        const std::scoped_lock lock(m_mutex);
        if (m_closed) {
            return false;
        }
        m_values.push_back(std::move(value));
        return m_values.size() == 1;
    }

    /// Everything that has arrived, in order; for the receiver.
    [[nodiscard]] std::vector<T> take()
    {
        const std::scoped_lock lock(m_mutex);
        return std::exchange(m_values, {});
    }

    /// What is pushed from now on is destroyed at once. Returns what was still inside.
    std::vector<T> close()
    {
        const std::scoped_lock lock(m_mutex);
        m_closed = true;
        return std::exchange(m_values, {});
    }

private:
    std::mutex m_mutex;
    std::vector<T> m_values;
    bool m_closed = false;
};

} // namespace gatehouse::runtime
