// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/vault/key_file.h"
#include "core/vault/keychain.h"
#include "core/vault/sealing.h"
#include "core/vault/vault_storage.h"

#include <cstdint>
#include <memory>
#include <string_view>

namespace gatehouse::vault {

/// Where a master key comes from; chosen on purpose when a vault is made, or at a rotation.
enum class KeySource : std::uint8_t
{
    KeyFile,
    Keychain,
    Passphrase
};

/// "key_file", "keychain", "passphrase"; as VaultHeader::source.
[[nodiscard]] std::string_view keySourceName(KeySource source) noexcept;
/// Corrupt: no such name.
[[nodiscard]] Result<KeySource> keySourceNamed(std::string_view name);

/// Master keys by vault and generation, in each kind of place. For the vault's thread; blocks.
class MasterKeys
{
public:
    /// keychain may be null: the system's is then made when it is first needed.
    MasterKeys(std::filesystem::path keyFile, std::shared_ptr<Keychain> keychain, Random& random);

    /// The key that the header asks for. NotFound or Unavailable: not to be had now. Unauthorized: the source
    /// is a passphrase and none was given (passphrase may be null).
    [[nodiscard]] Result<Key> find(const VaultHeader& header, const Secret* passphrase);
    /// Makes a key, puts it where the source keeps it and reads it back, before anything is sealed with it.
    /// Sets the header's source and parameters.
    [[nodiscard]] Result<Key> make(VaultHeader& header, KeySource source, const Secret* passphrase);

private:
    [[nodiscard]] Keychain& keychain();
    [[nodiscard]] Result<Key> readKeychain(const VaultHeader& header);

    KeyFile m_keyFile;
    std::shared_ptr<Keychain> m_keychain;
    Random& m_random;
};

} // namespace gatehouse::vault
