// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/ids.h"

#include <array>

namespace gatehouse {

std::string makeId(std::string_view prefix, Random& random)
{
    static constexpr std::string_view kAlphabet =
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    static constexpr std::size_t kLength = 22;
    // Bytes past the largest multiple of 62 would favour the first letters.
    static constexpr std::size_t kFairBytes = 256 / kAlphabet.size() * kAlphabet.size();
    std::string id(prefix);
    id.reserve(prefix.size() + kLength);
    // One request to the generator, which may be a system call, does for nearly every id.
    std::array<std::byte, 32> chance{};
    while (id.size() < prefix.size() + kLength) {
        random.fill(chance);
        for (const std::byte byte : chance) {
            const auto number = std::to_integer<std::size_t>(byte);
            if (number < kFairBytes && id.size() < prefix.size() + kLength) {
                id += kAlphabet[number % kAlphabet.size()];
            }
        }
    }
    return id;
}

} // namespace gatehouse
