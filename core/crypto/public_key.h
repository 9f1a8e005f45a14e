// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <string>
#include <string_view>

namespace gatehouse::crypto {

/// Public keys in the forms that vendors publish them, as PEM (SubjectPublicKeyInfo, RFC 5280 §4.1) for
/// crypto::verify. Numbers are big-endian bytes, as a JWK's members are once decoded (RFC 7518 §6).

[[nodiscard]] std::string rsaPublicKeyPem(std::string_view modulus, std::string_view exponent);
/// x and y of 32 bytes each; Errc::InvalidArgument otherwise.
[[nodiscard]] Result<std::string> p256PublicKeyPem(std::string_view x, std::string_view y);
/// 32 bytes; Errc::InvalidArgument otherwise.
[[nodiscard]] Result<std::string> ed25519PublicKeyPem(std::string_view raw);

/// PEM as it is; otherwise the Base64 of a SubjectPublicKeyInfo, or a raw Ed25519 key in hex or Base64.
[[nodiscard]] Result<std::string> publicKeyPemFromText(std::string_view text);

/// An ECDSA signature in DER (as most vendors send it) as the 64 bytes r || s that verify() takes. Empty when
/// it is not one.
[[nodiscard]] std::string ecdsaRawFromDer(std::string_view der);

} // namespace gatehouse::crypto
