// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/base/secret.h"

#include <cstddef>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace gatehouse::vault {

/// A 256-bit key in memory that is locked against swapping, fenced by guard pages and wiped when freed.
class Key
{
public:
    static constexpr std::size_t kBytes = 32;

    [[nodiscard]] static Key generate(Random& random);
    /// InvalidArgument unless there are exactly 32 bytes.
    [[nodiscard]] static Result<Key> fromBytes(std::string_view bytes);

    /// For the one place that seals, opens or stores it. Valid while this lives.
    [[nodiscard]] std::span<const unsigned char, kBytes> reveal() const noexcept
    {
        return std::span<const unsigned char, kBytes>(m_bytes.get(), kBytes);
    }

    [[nodiscard]] Key clone() const;

private:
    struct Free
    {
        void operator()(unsigned char* bytes) const noexcept;
    };

    Key();

    std::unique_ptr<unsigned char, Free> m_bytes;
};

/// Joins parts so that no two different lists give the same text; what a seal is bound to.
[[nodiscard]] std::string associatedData(std::initializer_list<std::string_view> parts);

/// XChaCha20-Poly1305 (libsodium) with a random nonce: version byte, nonce, ciphertext with tag.
[[nodiscard]] std::string seal(const Key& key, std::string_view associated, std::string_view plain,
                               Random& random);
/// Corrupt when the bytes, the key or the associated data are not those it was sealed with.
[[nodiscard]] Result<Secret> openSealed(const Key& key, std::string_view associated, std::string_view sealed);

} // namespace gatehouse::vault
