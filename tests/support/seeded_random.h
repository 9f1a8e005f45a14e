// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"

#include <mutex>
#include <random>

namespace gatehouse::test {

/// The same "chance" on every run.
class SeededRandom final : public Random
{
public:
    explicit SeededRandom(std::uint64_t seed = 42)
        : m_engine(seed)
    {}

    void fill(std::span<std::byte> out) override
    {
        const std::scoped_lock lock(m_mutex);
        for (auto& byte : out) {
            byte = static_cast<std::byte>(m_engine() & 0xffU);
        }
    }

    [[nodiscard]] std::uint64_t below(std::uint64_t bound) override
    {
        const std::scoped_lock lock(m_mutex);
        return m_engine() % bound;
    }

private:
    std::mutex m_mutex;
    std::mt19937_64 m_engine;
};

} // namespace gatehouse::test
