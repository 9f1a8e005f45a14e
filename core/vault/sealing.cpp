// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/vault/sealing.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace gatehouse::vault {

namespace {

constexpr char kVersion = 1;
constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(Key::kBytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

const unsigned char* bytes(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

} // namespace

void Key::Free::operator()(unsigned char* memory) const noexcept
{
    sodium_free(memory);
}

Key::Key()
{
    // Without libsodium or locked memory there is no safe way on.
    if (sodium_init() < 0) {
        std::abort();
    }
    m_bytes.reset(static_cast<unsigned char*>(sodium_malloc(kBytes)));
    if (!m_bytes) {
        std::abort();
    }
}

Key Key::generate(Random& random)
{
    Key key;
    random.fill(std::as_writable_bytes(std::span(key.m_bytes.get(), kBytes)));
    return key;
}

Result<Key> Key::fromBytes(std::string_view text)
{
    if (text.size() != kBytes) {
        return fail(Errc::InvalidArgument, "a vault key has exactly 32 bytes");
    }
    Key key;
    std::copy_n(bytes(text), kBytes, key.m_bytes.get());
    return key;
}

Key Key::clone() const
{
    Key copy;
    std::copy_n(m_bytes.get(), kBytes, copy.m_bytes.get());
    return copy;
}

std::string associatedData(std::initializer_list<std::string_view> parts)
{
    std::string out = "gatehouse.vault/1";
    for (const auto part : parts) {
        // The length in front keeps ("ab", "c") apart from ("a", "bc").
        for (unsigned shift = 0; shift < 32; shift += 8) {
            out += static_cast<char>((part.size() >> shift) & 0xffU);
        }
        out += part;
    }
    return out;
}

std::string seal(const Key& key, std::string_view associated, std::string_view plain, Random& random)
{
    std::array<unsigned char, kNonceBytes> nonce{};
    random.fill(std::as_writable_bytes(std::span(nonce)));
    std::string out(1 + kNonceBytes + plain.size() + kTagBytes, '\0');
    out[0] = kVersion;
    std::copy(nonce.begin(), nonce.end(), out.begin() + 1);
    crypto_aead_xchacha20poly1305_ietf_encrypt(reinterpret_cast<unsigned char*>(out.data()) + 1 + kNonceBytes,
                                               nullptr, bytes(plain), plain.size(), bytes(associated),
                                               associated.size(), nullptr, nonce.data(), key.reveal().data());
    return out;
}

Result<Secret> openSealed(const Key& key, std::string_view associated, std::string_view sealed)
{
    if (sealed.size() < 1 + kNonceBytes + kTagBytes || sealed[0] != kVersion) {
        return fail(Errc::Corrupt, "a sealed record is cut off or of an unknown version");
    }
    const auto* nonce = bytes(sealed) + 1;
    const auto text = sealed.substr(1 + kNonceBytes);
    std::string plain(text.size() - kTagBytes, '\0');
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(reinterpret_cast<unsigned char*>(plain.data()), nullptr,
                                                   nullptr, bytes(text), text.size(), bytes(associated),
                                                   associated.size(), nonce, key.reveal().data())
        != 0) {
        return fail(Errc::Corrupt, "a sealed record does not open: it was changed, moved, or sealed with "
                                   "another key");
    }
    return Secret(std::move(plain));
}

} // namespace gatehouse::vault
