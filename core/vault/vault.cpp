// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/vault/vault.h"

#include <fmt/format.h>
#include <sodium.h>

#include <array>
#include <utility>

namespace gatehouse::vault {

namespace {

constexpr std::string_view kCheckText = "the key of this vault";
constexpr std::size_t kDigestBytes = crypto_generichash_BYTES;

std::string checkData(const VaultHeader& header)
{
    return associatedData({"check", header.vaultId, std::to_string(header.masterGeneration)});
}

std::string keyData(const SealedKey& key)
{
    return associatedData(
        {"key", key.accountId, std::to_string(key.masterGeneration), std::to_string(key.keyGeneration)});
}

std::string fieldData(const SealedKey& key, std::string_view field)
{
    return associatedData({"field", key.accountId, field, std::to_string(key.keyGeneration)});
}

/// Of names and sealed bytes, in order.
std::string digestOf(const std::vector<SealedField>& fields)
{
    std::string all;
    for (const auto& field : fields) {
        all += associatedData({field.name, field.sealed});
    }
    std::string digest(kDigestBytes, '\0');
    crypto_generichash(reinterpret_cast<unsigned char*>(digest.data()), digest.size(),
                       reinterpret_cast<const unsigned char*>(all.data()), all.size(), nullptr, 0);
    return digest;
}

/// What a data key's seal holds: the key, then the digest of the fields.
Secret envelope(const Key& dataKey, std::string_view digest)
{
    std::string plain(reinterpret_cast<const char*>(dataKey.reveal().data()), Key::kBytes);
    plain += digest;
    return Secret(std::move(plain));
}

tl::unexpected<Error> damaged(const std::string& accountId, std::string_view what)
{
    return fail(Errc::Corrupt,
                fmt::format("the sealed credentials of account {} are damaged ({}): connect the account "
                            "again, or restore a backup of vault.db",
                            accountId, what));
}

Status verify(const VaultHeader& header, const Key& master)
{
    const auto check = openSealed(master, checkData(header), header.keyCheck);
    if (!check || check->reveal() != kCheckText) {
        return fail(Errc::Unauthorized, "the key does not open this vault: it is another vault's key, or the "
                                        "passphrase is wrong; nothing was changed");
    }
    return {};
}

} // namespace

Vault::Vault(VaultStorage& storage, Random& random)
    : m_storage(storage)
    , m_random(random)
{}

Result<VaultState> Vault::state()
{
    if (m_master) {
        return VaultState::Unlocked;
    }
    GH_ASSIGN(const auto header, m_storage.header());
    if (header) {
        return VaultState::Locked;
    }
    GH_ASSIGN(const auto keys, m_storage.keys());
    if (!keys.empty()) {
        return fail(Errc::Corrupt, "vault.db holds sealed records but not its header: restore a backup");
    }
    return VaultState::Absent;
}

Result<VaultHeader> Vault::header()
{
    GH_ASSIGN(auto header, m_storage.header());
    if (!header) {
        return fail(Errc::NotFound, "there is no vault yet");
    }
    return std::move(*header);
}

Status Vault::create(VaultHeader header, Key master)
{
    GH_ASSIGN(const auto present, state());
    if (present != VaultState::Absent) {
        return fail(Errc::Conflict, "there is a vault already: its key is needed, not a new one");
    }
    header.keyCheck = seal(master, checkData(header), kCheckText, m_random);
    GH_TRY(m_storage.putHeader(header, {}));
    m_masterGeneration = header.masterGeneration;
    m_master.emplace(std::move(master));
    return {};
}

Status Vault::unlock(Key master)
{
    GH_ASSIGN(const auto present, header());
    GH_TRY(verify(present, master));
    m_masterGeneration = present.masterGeneration;
    m_master.emplace(std::move(master));
    return {};
}

void Vault::lock()
{
    m_master.reset();
}

Status Vault::requireUnlocked() const
{
    if (!m_master) {
        return fail(Errc::Unavailable, "the vault is locked: unlock the keychain or give the passphrase");
    }
    return {};
}

Result<Fields> Vault::load(const std::string& accountId)
{
    GH_TRY(requireUnlocked());
    GH_ASSIGN(const auto stored, m_storage.account(accountId));
    if (!stored) {
        return fail(Errc::NotFound, fmt::format("no credentials are kept for account {}", accountId));
    }
    const auto opened = openSealed(*m_master, keyData(stored->key), stored->key.sealed);
    if (!opened || opened->size() != Key::kBytes + kDigestBytes || stored->key.accountId != accountId) {
        return damaged(accountId, "its key does not open");
    }
    if (opened->reveal().substr(Key::kBytes) != digestOf(stored->fields)) {
        return damaged(accountId, "a record was changed, swapped or removed");
    }
    GH_ASSIGN(const auto dataKey, Key::fromBytes(opened->reveal().substr(0, Key::kBytes)));
    Fields fields;
    for (const auto& field : stored->fields) {
        auto secret = openSealed(dataKey, fieldData(stored->key, field.name), field.sealed);
        if (!secret) {
            return damaged(accountId, fmt::format("{} does not open", field.name));
        }
        fields.emplace(field.name, std::move(*secret));
    }
    return fields;
}

Status Vault::save(const std::string& accountId, const Fields& fields)
{
    GH_TRY(requireUnlocked());
    GH_ASSIGN(const auto stored, m_storage.account(accountId));
    return saveGeneration(accountId, fields, stored ? stored->key.keyGeneration + 1 : 1);
}

/// Every save takes a new data key: a record of an earlier save can then never fit into a later one.
Status Vault::saveGeneration(const std::string& accountId, const Fields& fields, std::uint32_t keyGeneration)
{
    const auto dataKey = Key::generate(m_random);
    SealedAccount account;
    account.key = {accountId, m_masterGeneration, keyGeneration, {}};
    for (const auto& [name, secret] : fields) {
        account.fields.push_back(
            {name, seal(dataKey, fieldData(account.key, name), secret.reveal(), m_random)});
    }
    const auto content = envelope(dataKey, digestOf(account.fields));
    account.key.sealed = seal(*m_master, keyData(account.key), content.reveal(), m_random);
    return m_storage.putAccount(account);
}

Result<bool> Vault::remove(const std::string& accountId)
{
    return m_storage.removeAccount(accountId);
}

Status Vault::rotateDataKey(const std::string& accountId)
{
    GH_ASSIGN(const auto fields, load(accountId));
    return save(accountId, fields);
}

Status Vault::rotateMasterKey(VaultHeader next, Key master)
{
    GH_TRY(requireUnlocked());
    GH_ASSIGN(const auto present, header());
    if (next.vaultId != present.vaultId || next.masterGeneration != present.masterGeneration + 1) {
        return fail(Errc::Conflict, "the vault's master key was rotated meanwhile: look again and repeat");
    }
    GH_ASSIGN(auto keys, m_storage.keys());
    for (auto& key : keys) {
        const auto opened = openSealed(*m_master, keyData(key), key.sealed);
        if (!opened) {
            return damaged(key.accountId, "its key does not open; the master key was not rotated");
        }
        key.masterGeneration = next.masterGeneration;
        key.sealed = seal(master, keyData(key), opened->reveal(), m_random);
    }
    next.keyCheck = seal(master, checkData(next), kCheckText, m_random);
    GH_TRY(m_storage.putHeader(next, keys));
    m_masterGeneration = next.masterGeneration;
    m_master.emplace(std::move(master));
    return {};
}

} // namespace gatehouse::vault
