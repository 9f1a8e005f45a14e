// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/base/secret.h"
#include "core/vault/sealing.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse::vault {

/// Cost and salt of Argon2id; kept beside what its key seals.
struct PassphraseParameters
{
    std::uint64_t passes = 3;
    std::size_t memoryBytes = std::size_t{64} << 20U; ///< With three passes some 0.1 s.
    std::string salt;                                 ///< 16 bytes.

    [[nodiscard]] static PassphraseParameters withNewSalt(Random& random);
    /// Corrupt: not such a text, or a cost that would stall the program.
    [[nodiscard]] static Result<PassphraseParameters> parse(std::string_view text);
    [[nodiscard]] std::string str() const;
};

/// Takes its time on purpose. InvalidArgument: an empty passphrase. LimitExceeded: not enough memory.
[[nodiscard]] Result<Key> deriveKey(const Secret& passphrase, const PassphraseParameters& parameters);

} // namespace gatehouse::vault
