// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/secret.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::crypto {

/// The digests that vendors' protocols use. MD5 and SHA-1 are here because protocols prescribe them, never as
/// our own choice.
enum class Digest : std::uint8_t
{
    Md5,
    Sha1,
    Sha256,
    Sha384,
    Sha512
};

/// "sha256", "SHA-256", "sha-256" …; nullopt for another name.
[[nodiscard]] std::optional<Digest> digestByName(std::string_view name);

/// Raw bytes of the digest.
[[nodiscard]] std::string digest(Digest algorithm, std::string_view data);
/// Raw bytes of the HMAC (RFC 2104).
[[nodiscard]] std::string hmac(Digest algorithm, std::string_view key, std::string_view data);

/// One key kept ready, for MACs that are made again and again: three times faster than setting it up each
/// time. One thread at a time.
class HmacKey
{
public:
    HmacKey(Digest algorithm, const Secret& key);
    HmacKey(const HmacKey&) = delete;
    HmacKey& operator=(const HmacKey&) = delete;
    HmacKey(HmacKey&&) noexcept;
    HmacKey& operator=(HmacKey&&) noexcept;
    ~HmacKey();

    [[nodiscard]] std::string mac(std::string_view data);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace gatehouse::crypto
