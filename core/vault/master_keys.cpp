// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/vault/master_keys.h"

#include "core/vault/passphrase.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <utility>

namespace gatehouse::vault {

namespace {

constexpr std::array<std::string_view, 3> kNames{"key_file", "keychain", "passphrase"};

std::string entryOf(const VaultHeader& header)
{
    return fmt::format("{}/{}", header.vaultId, header.masterGeneration);
}

Secret bytesOf(const Key& key)
{
    return Secret(std::string(reinterpret_cast<const char*>(key.reveal().data()), Key::kBytes));
}

Result<Key> derive(const VaultHeader& header, const Secret* passphrase)
{
    if (passphrase == nullptr) {
        return fail(Errc::Unauthorized, "the vault is locked: give its passphrase");
    }
    GH_ASSIGN(const auto parameters, PassphraseParameters::parse(header.parameters));
    return deriveKey(*passphrase, parameters);
}

} // namespace

std::string_view keySourceName(KeySource source) noexcept
{
    return kNames[static_cast<std::size_t>(source)];
}

Result<KeySource> keySourceNamed(std::string_view name)
{
    const auto found = std::find(kNames.begin(), kNames.end(), name);
    if (found == kNames.end()) {
        return fail(Errc::Corrupt,
                    fmt::format("vault.db names an unknown key source \"{}\": it is damaged, or "
                                "newer than this program",
                                name));
    }
    return static_cast<KeySource>(found - kNames.begin());
}

MasterKeys::MasterKeys(std::filesystem::path keyFile, std::shared_ptr<Keychain> keychain, Random& random)
    : m_keyFile(std::move(keyFile))
    , m_keychain(std::move(keychain))
    , m_random(random)
{}

Keychain& MasterKeys::keychain()
{
    if (!m_keychain) {
        m_keychain = makeSystemKeychain();
    }
    return *m_keychain;
}

Result<Key> MasterKeys::readKeychain(const VaultHeader& header)
{
    GH_ASSIGN(const auto bytes, keychain().read(entryOf(header)));
    return Key::fromBytes(bytes.reveal());
}

Result<Key> MasterKeys::find(const VaultHeader& header, const Secret* passphrase)
{
    GH_ASSIGN(const auto source, keySourceNamed(header.source));
    switch (source) {
    case KeySource::KeyFile:
        return m_keyFile.read(header.vaultId, header.masterGeneration);
    case KeySource::Keychain:
        return readKeychain(header);
    case KeySource::Passphrase:
        return derive(header, passphrase);
    }
    return fail(Errc::Internal, "an unknown key source");
}

Result<Key> MasterKeys::make(VaultHeader& header, KeySource source, const Secret* passphrase)
{
    header.source = keySourceName(source);
    header.parameters.clear();
    if (source == KeySource::Passphrase) {
        header.parameters = PassphraseParameters::withNewSalt(m_random).str();
        return derive(header, passphrase);
    }
    const auto key = Key::generate(m_random);
    if (source == KeySource::KeyFile) {
        GH_TRY(m_keyFile.write(header.vaultId, header.masterGeneration, key));
    } else {
        GH_TRY(keychain().write(entryOf(header), bytesOf(key)));
    }
    // Some keychains take a secret and do not keep it: better found out now than after a restart.
    GH_ASSIGN(auto kept, find(header, nullptr));
    if (sodium_memcmp(kept.reveal().data(), key.reveal().data(), Key::kBytes) != 0) {
        return fail(Errc::Unavailable,
                    "the vault's new key was not kept as it was given; nothing was changed");
    }
    return kept;
}

} // namespace gatehouse::vault
