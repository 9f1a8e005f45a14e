// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/secret.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse::crypto {

/// Public-key signatures, by the names JOSE gives them (RFC 7518 §3.1, RFC 8037).
enum class SignatureScheme : std::uint8_t
{
    Rs256, ///< RSASSA-PKCS1-v1_5 with SHA-256
    Ps256, ///< RSASSA-PSS with SHA-256, salt as long as the digest
    Es256, ///< ECDSA on P-256 with SHA-256; 64 raw bytes r || s, as JOSE writes them
    Ed25519
};

/// Signs with a PEM private key (PKCS#8 or traditional). Errc::InvalidArgument when the key cannot be read or
/// is of another kind; the message never holds any of the key.
[[nodiscard]] Result<std::string> sign(SignatureScheme scheme, const Secret& privateKeyPem,
                                       std::string_view data);
/// The key may be a PEM public key or a certificate, of which only the key counts. False for a wrong
/// signature; an error only for an unusable key.
[[nodiscard]] Result<bool> verify(SignatureScheme scheme, std::string_view publicKeyPem,
                                  std::string_view data, std::string_view signature);

} // namespace gatehouse::crypto
