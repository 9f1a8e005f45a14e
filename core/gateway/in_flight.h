// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <utility>

namespace gatehouse {

/// Counts what is under way, so that a node ends only when nothing refers to it any more. Engine thread.
class InFlight
{
public:
    /// Counts from its making to its end.
    class Token
    {
    public:
        explicit Token(InFlight& owner)
            : m_owner(&owner)
        {
            ++owner.m_count;
        }

        Token(const Token&) = delete;
        Token& operator=(const Token&) = delete;

        Token(Token&& other) noexcept
            : m_owner(std::exchange(other.m_owner, nullptr))
        {}

        Token& operator=(Token&&) = delete;

        ~Token()
        {
            if (m_owner != nullptr) {
                m_owner->finished();
            }
        }

    private:
        InFlight* m_owner;
    };

    [[nodiscard]] std::size_t count() const noexcept { return m_count; }

    /// Calls idle once, when nothing is under way; at once when that is so already.
    void whenIdle(std::function<void()> idle)
    {
        m_idle = std::move(idle);
        if (m_count == 0) {
            tellIdle();
        }
    }

private:
    void finished()
    {
        if (--m_count == 0) {
            tellIdle();
        }
    }

    void tellIdle()
    {
        if (auto idle = std::exchange(m_idle, nullptr)) {
            idle();
        }
    }

    std::size_t m_count = 0;
    std::function<void()> m_idle;
};

} // namespace gatehouse
