// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace gatehouse {

/// Chance, passed in. The product's implementation is libsodium's CSPRNG (core/vault/system_random.h);
/// tests use a seeded one. Thread-safe.
class Random
{
public:
    Random() = default;
    Random(const Random&) = delete;
    Random& operator=(const Random&) = delete;
    virtual ~Random() = default;

    /// Fills the span; good enough for keys, nonces and ids.
    virtual void fill(std::span<std::byte> out) = 0;
    /// Uniform in [0, bound); bound must be > 0.
    [[nodiscard]] virtual std::uint64_t below(std::uint64_t bound) = 0;
};

} // namespace gatehouse
