// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/vault/system_random.h"

#include <sodium.h>

#include <cstdlib>

namespace gatehouse::vault {

SystemRandom::SystemRandom()
{
    // Without a working generator every key and id would be guessable: there is nothing to go on with.
    if (sodium_init() < 0) {
        std::abort();
    }
}

void SystemRandom::fill(std::span<std::byte> out)
{
    randombytes_buf(out.data(), out.size());
}

std::uint64_t SystemRandom::below(std::uint64_t bound)
{
    // Numbers past the largest multiple of bound would favour the small remainders.
    const std::uint64_t unfair = (std::uint64_t{0} - bound) % bound;
    std::uint64_t number = 0;
    do {
        randombytes_buf(&number, sizeof number);
    } while (number < unfair);
    return number % bound;
}

} // namespace gatehouse::vault
