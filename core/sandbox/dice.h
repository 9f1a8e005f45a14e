// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace gatehouse::sandbox {

/// The sandbox's chance: SplitMix64 (Steele, Lea, Flood 2014), because the same seed must give the same
/// records with every compiler and standard library. Never for anything secret.
class Dice
{
public:
    Dice(std::uint64_t seed, std::string_view purpose)
        : m_state(seed)
    {
        for (const auto c : purpose) {
            m_state = (m_state ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
        }
    }

    [[nodiscard]] std::uint64_t next() noexcept
    {
        m_state += 0x9e3779b97f4a7c15ULL;
        auto z = m_state;
        z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
        return z ^ (z >> 31U);
    }

    /// In [0, bound); bound > 0. The bias of the remainder does not matter here.
    [[nodiscard]] std::size_t below(std::size_t bound) noexcept
    {
        return static_cast<std::size_t>(next() % bound);
    }

    [[nodiscard]] bool chance(std::size_t percent) noexcept { return below(100) < percent; }

    template <class T>
    [[nodiscard]] const T& pick(std::span<const T> from) noexcept
    {
        return from[below(from.size())];
    }

    /// The text with every '#' replaced by a digit.
    [[nodiscard]] std::string digits(std::string_view pattern)
    {
        std::string text(pattern);
        for (auto& c : text) {
            c = c == '#' ? static_cast<char>('0' + below(10)) : c;
        }
        return text;
    }

    [[nodiscard]] std::string hex(std::size_t length)
    {
        constexpr std::string_view kDigits = "0123456789abcdef";
        std::string text;
        while (text.size() < length) {
            text.push_back(kDigits[below(kDigits.size())]);
        }
        return text;
    }

private:
    std::uint64_t m_state;
};

/// A version 4 UUID by those dice.
[[nodiscard]] inline std::string makeUuid(Dice& dice)
{
    return dice.hex(8) + "-" + dice.hex(4) + "-4" + dice.hex(3) + "-8" + dice.hex(3) + "-" + dice.hex(12);
}

} // namespace gatehouse::sandbox
