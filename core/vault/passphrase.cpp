// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/vault/passphrase.h"

#include <fmt/format.h>
#include <sodium.h>

#include <charconv>
#include <utility>

namespace gatehouse::vault {

namespace {

constexpr std::string_view kName = "argon2id";
constexpr std::uint64_t kMaxPasses = 16;
constexpr std::size_t kMaxMemory = std::size_t{1} << 30U;

/// Takes "name=number;" from the front.
bool takeNumber(std::string_view& text, std::string_view name, std::uint64_t& number)
{
    if (!text.starts_with(name)) {
        return false;
    }
    text.remove_prefix(name.size());
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
    if (error != std::errc{} || !text.starts_with(';')) {
        return false;
    }
    text.remove_prefix(1);
    return true;
}

} // namespace

PassphraseParameters PassphraseParameters::withNewSalt(Random& random)
{
    PassphraseParameters out;
    out.salt.resize(crypto_pwhash_SALTBYTES);
    random.fill(std::as_writable_bytes(std::span(out.salt.data(), out.salt.size())));
    return out;
}

Result<PassphraseParameters> PassphraseParameters::parse(std::string_view text)
{
    const auto start = fmt::format("{};", kName);
    PassphraseParameters out;
    std::uint64_t memory = 0;
    bool good = text.starts_with(start);
    text.remove_prefix(good ? start.size() : 0);
    good = good && takeNumber(text, "passes=", out.passes) && takeNumber(text, "memory=", memory);
    out.memoryBytes = memory;
    out.salt.resize(crypto_pwhash_SALTBYTES);
    std::size_t length = 0;
    good = good
           && sodium_hex2bin(reinterpret_cast<unsigned char*>(out.salt.data()), out.salt.size(), text.data(),
                             text.size(), nullptr, &length, nullptr)
                  == 0
           && length == out.salt.size() && text.size() == 2 * length;
    if (!good || out.passes < crypto_pwhash_OPSLIMIT_MIN || out.passes > kMaxPasses
        || memory < crypto_pwhash_MEMLIMIT_MIN || memory > kMaxMemory) {
        return fail(Errc::Corrupt, "the vault's record of how its passphrase is used is damaged: restore a "
                                   "backup of vault.db");
    }
    return out;
}

std::string PassphraseParameters::str() const
{
    std::string hex(salt.size() * 2 + 1, '\0');
    sodium_bin2hex(hex.data(), hex.size(), reinterpret_cast<const unsigned char*>(salt.data()), salt.size());
    hex.pop_back();
    return fmt::format("{};passes={};memory={};{}", kName, passes, memoryBytes, hex);
}

Result<Key> deriveKey(const Secret& passphrase, const PassphraseParameters& parameters)
{
    if (passphrase.empty()) {
        return fail(Errc::InvalidArgument, "the passphrase is empty");
    }
    std::string bytes(Key::kBytes, '\0');
    const auto text = passphrase.reveal();
    if (crypto_pwhash(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(), text.size(),
                      reinterpret_cast<const unsigned char*>(parameters.salt.data()), parameters.passes,
                      parameters.memoryBytes, crypto_pwhash_ALG_ARGON2ID13)
        != 0) {
        return fail(Errc::LimitExceeded, fmt::format("there are not {} MiB of memory to check the passphrase",
                                                     parameters.memoryBytes >> 20U));
    }
    const Secret derived(std::move(bytes));
    return Key::fromBytes(derived.reveal());
}

} // namespace gatehouse::vault
