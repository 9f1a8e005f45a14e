// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"

namespace gatehouse::vault {

/// libsodium's generator, seeded by the kernel. Thread-safe; made once, in the composition root.
class SystemRandom final : public Random
{
public:
    SystemRandom();

    void fill(std::span<std::byte> out) override;
    [[nodiscard]] std::uint64_t below(std::uint64_t bound) override;
};

} // namespace gatehouse::vault
