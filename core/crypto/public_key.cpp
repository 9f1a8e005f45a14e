// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/public_key.h"

#include "core/crypto/encoding.h"

#include <cstddef>

namespace gatehouse::crypto {
namespace {

constexpr std::size_t kCoordinate = 32;
constexpr char kSequence = 0x30;
constexpr char kInteger = 0x02;
constexpr char kBitString = 0x03;

// AlgorithmIdentifiers, DER: rsaEncryption with NULL; id-ecPublicKey with prime256v1; id-Ed25519.
constexpr std::string_view kRsa("\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00", 15);
constexpr std::string_view
    kP256("\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07", 21);
constexpr std::string_view kEd25519("\x30\x05\x06\x03\x2b\x65\x70", 7);

/// One DER element (ITU-T X.690 §8.1): tag, length in its shortest form, content.
std::string element(char tag, std::string_view content)
{
    std::string out(1, tag);
    if (content.size() < 0x80) {
        out += static_cast<char>(content.size());
    } else {
        std::string length;
        for (auto rest = content.size(); rest > 0; rest >>= 8U) {
            length.insert(length.begin(), static_cast<char>(rest & 0xffU));
        }
        out += static_cast<char>(0x80U | length.size());
        out += length;
    }
    return out.append(content);
}

std::string integer(std::string_view bigEndian)
{
    const auto first = bigEndian.find_first_not_of('\0');
    std::string number(first == std::string_view::npos ? std::string_view() : bigEndian.substr(first));
    if (number.empty() || (static_cast<unsigned char>(number.front()) & 0x80U) != 0) {
        number.insert(number.begin(), '\0');
    }
    return element(kInteger, number);
}

std::string pem(std::string_view der)
{
    constexpr std::size_t kLine = 64;
    const auto text = toBase64(der);
    std::string out = "-----BEGIN PUBLIC KEY-----\n";
    for (std::size_t at = 0; at < text.size(); at += kLine) {
        out.append(text, at, kLine).append("\n");
    }
    return out + "-----END PUBLIC KEY-----\n";
}

std::string subjectPublicKeyInfo(std::string_view algorithm, std::string_view key)
{
    const auto bits = element(kBitString, std::string(1, '\0').append(key));
    return pem(element(kSequence, std::string(algorithm) + bits));
}

/// The content of a DER integer at the front of `der`, left-padded to a coordinate; cut from `der`.
bool takeCoordinate(std::string_view& der, std::string& raw)
{
    if (der.size() < 2 || der[0] != kInteger) {
        return false;
    }
    const auto size = static_cast<std::size_t>(static_cast<unsigned char>(der[1]));
    if (size == 0 || size > kCoordinate + 1 || der.size() < 2 + size) {
        return false;
    }
    auto number = der.substr(2, size);
    der.remove_prefix(2 + size);
    if (number.size() > kCoordinate) {
        if (number.front() != '\0') {
            return false;
        }
        number.remove_prefix(1);
    }
    raw.append(kCoordinate - number.size(), '\0').append(number);
    return true;
}

} // namespace

std::string rsaPublicKeyPem(std::string_view modulus, std::string_view exponent)
{
    return subjectPublicKeyInfo(kRsa, element(kSequence, integer(modulus) + integer(exponent)));
}

Result<std::string> p256PublicKeyPem(std::string_view x, std::string_view y)
{
    if (x.size() != kCoordinate || y.size() != kCoordinate) {
        return fail(Errc::InvalidArgument, "a P-256 key has two coordinates of 32 bytes");
    }
    return subjectPublicKeyInfo(kP256, std::string(1, '\x04').append(x).append(y));
}

Result<std::string> ed25519PublicKeyPem(std::string_view raw)
{
    if (raw.size() != kCoordinate) {
        return fail(Errc::InvalidArgument, "an Ed25519 key has 32 bytes");
    }
    return subjectPublicKeyInfo(kEd25519, raw);
}

Result<std::string> publicKeyPemFromText(std::string_view text)
{
    if (text.find("-----BEGIN") != std::string_view::npos) {
        return std::string(text);
    }
    if (const auto hex = fromHex(text); hex && hex->size() == kCoordinate) {
        return ed25519PublicKeyPem(*hex);
    }
    const auto decoded = fromBase64(text);
    if (!decoded) {
        return fail(Errc::InvalidArgument, "the public key is neither PEM nor Base64 nor hex");
    }
    return decoded->size() == kCoordinate ? ed25519PublicKeyPem(*decoded) : pem(*decoded);
}

std::string ecdsaRawFromDer(std::string_view der)
{
    // The two integers of P-256 never need a length of more than one byte.
    if (der.size() < 2 || der[0] != kSequence
        || static_cast<std::size_t>(static_cast<unsigned char>(der[1])) != der.size() - 2) {
        return {};
    }
    der.remove_prefix(2);
    std::string raw;
    if (!takeCoordinate(der, raw) || !takeCoordinate(der, raw) || !der.empty()) {
        return {};
    }
    return raw;
}

} // namespace gatehouse::crypto
