// SPDX-License-Identifier: GPL-3.0-or-later
// The vault's real file on a disk that fails at every possible write: the old state or the new one, never
// neither.
#include "core/base/clock.h"
#include "core/vault/sqlite_vault_storage.h"
#include "core/vault/system_random.h"
#include "core/vault/vault.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/vault/failing_disk.h"

#include <gtest/gtest.h>

namespace gatehouse::vault {
namespace {

using test::FailingDisk;

class FailingDiskTest : public testing::Test
{
protected:
    /// Closes and opens the file again, as after a crash of the program.
    void reopen(const Key& key)
    {
        FailingDisk::failAfter(-1);
        m_vault.reset();
        m_storage.reset();
        auto opened = openVaultStorage(m_dir.path() / "vault.db", m_clock);
        ASSERT_TRUE(opened) << opened.error().message;
        m_storage = std::move(*opened);
        m_vault = std::make_unique<Vault>(*m_storage, m_random);
        if (m_storage->header()->has_value()) {
            ASSERT_TRUE(m_vault->unlock(key.clone()));
        }
    }

    static Fields fields(std::string_view value)
    {
        Fields all;
        for (const auto* name : {"access_token", "refresh_token", "client_secret"}) {
            all.emplace(name, Secret(std::string(value) + name));
        }
        return all;
    }

    /// "old" or "new" when all fields are of one save; anything else is neither.
    std::string kept()
    {
        const auto loaded = m_vault->load("acc_1");
        if (!loaded) {
            return loaded.error().message;
        }
        std::string found;
        for (const auto* value : {"old", "new"}) {
            bool all = loaded->size() == 3;
            for (const auto& [name, secret] : *loaded) {
                all = all && secret.reveal() == value + name;
            }
            found += all ? value : "";
        }
        return found;
    }

    static VaultHeader header(std::uint32_t generation)
    {
        VaultHeader header;
        header.vaultId = "vlt_test";
        header.source = "key_file";
        header.masterGeneration = generation;
        return header;
    }

    FailingDisk m_disk;
    test::TempDir m_dir;
    SystemClock m_clock;
    SystemRandom m_random;
    std::unique_ptr<VaultStorage> m_storage;
    std::unique_ptr<Vault> m_vault;
};

TEST_F(FailingDiskTest, aSaveThatFailsAtAnyWriteLeavesTheOldStateAndOneThatSucceedsTheNewOne)
{
    const auto key = Key::generate(m_random);
    reopen(key);
    ASSERT_TRUE(m_vault->create(header(1), key.clone()));
    ASSERT_TRUE(m_vault->save("acc_1", fields("old")));
    FailingDisk::failAfter(-1);
    ASSERT_TRUE(m_vault->save("acc_1", fields("old")));
    const int writes = FailingDisk::operations();
    ASSERT_GE(writes, 3);
    int failures = 0;
    for (int n = 0; n <= writes; ++n) {
        FailingDisk::failAfter(n);
        const auto saved = m_vault->save("acc_1", fields("new"));
        failures += saved ? 0 : 1;
        FailingDisk::failAfter(-1);
        EXPECT_EQ(kept(), saved ? "new" : "old") << "in the same process, write " << n;
        reopen(key);
        // What failed at its very last sync may still have reached the disk: whole, then.
        const auto after = kept();
        EXPECT_TRUE(after == "new" || (after == "old" && !saved))
            << "after a restart, write " << n << ": " << after;
        ASSERT_TRUE(m_vault->save("acc_1", fields("old")));
    }
    EXPECT_GE(failures, writes - 1);
}

TEST_F(FailingDiskTest, aRotationOfTheMasterKeyThatFailsAtAnyWriteOpensWithOneOfTheTwoKeys)
{
    auto key = Key::generate(m_random);
    reopen(key);
    ASSERT_TRUE(m_vault->create(header(1), key.clone()));
    ASSERT_TRUE(m_vault->save("acc_1", fields("old")));
    for (int n = 0; n < 12; ++n) {
        const auto generation = m_vault->header()->masterGeneration;
        const auto next = Key::generate(m_random);
        FailingDisk::failAfter(n);
        const auto rotated = m_vault->rotateMasterKey(header(generation + 1), next.clone());
        FailingDisk::failAfter(-1);
        EXPECT_EQ(kept(), "old") << n;
        m_vault.reset();
        m_storage.reset();
        auto opened = openVaultStorage(m_dir.path() / "vault.db", m_clock);
        ASSERT_TRUE(opened) << opened.error().message;
        const bool moved = (*(*opened)->header())->masterGeneration == generation + 1;
        EXPECT_TRUE(moved || !rotated) << n;
        opened->reset();
        key = (moved ? next : key).clone();
        reopen(key);
        EXPECT_EQ(kept(), "old") << n;
    }
}

} // namespace
} // namespace gatehouse::vault
