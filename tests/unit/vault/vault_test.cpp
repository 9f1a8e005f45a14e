// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/vault/vault.h"
#include "tests/support/seeded_random.h"
#include "tests/unit/vault/memory_storage.h"

#include <gtest/gtest.h>

namespace gatehouse::vault {
namespace {

Fields fields(std::initializer_list<std::pair<std::string_view, std::string_view>> pairs)
{
    Fields out;
    for (const auto& [name, value] : pairs) {
        out.emplace(std::string(name), Secret(value));
    }
    return out;
}

class VaultTest : public testing::Test
{
protected:
    VaultTest() { EXPECT_TRUE(vault.create(header(), master.clone())); }

    static VaultHeader header(std::uint32_t generation = 1)
    {
        VaultHeader out;
        out.vaultId = "vlt_1";
        out.source = "key_file";
        out.masterGeneration = generation;
        return out;
    }

    std::string secret(const std::string& account, std::string_view name)
    {
        const auto loaded = vault.load(account);
        if (!loaded) {
            return std::string(errcName(loaded.error().code));
        }
        const auto found = loaded->find(name);
        return found == loaded->end() ? "(none)" : std::string(found->second.reveal());
    }

    test::SeededRandom random;
    test::MemoryVaultStorage storage;
    Vault vault{storage, random};
    Key master = Key::generate(random);
};

TEST_F(VaultTest, givesBackWhatWasSavedAndReplacesItWhole)
{
    ASSERT_TRUE(vault.save("acc_1", fields({{"api_key", "k"}, {"old", "x"}})));
    ASSERT_TRUE(vault.save("acc_1", fields({{"api_key", "k2"}})));
    EXPECT_EQ(secret("acc_1", "api_key"), "k2");
    EXPECT_EQ(secret("acc_1", "old"), "(none)");
    EXPECT_EQ(secret("acc_2", "api_key"), "not_found");
    EXPECT_TRUE(*vault.remove("acc_1"));
    EXPECT_FALSE(*vault.remove("acc_1"));
    EXPECT_EQ(secret("acc_1", "api_key"), "not_found");
}

TEST_F(VaultTest, keepsNothingReadable)
{
    ASSERT_TRUE(vault.save("acc_1", fields({{"api_key", "canary-1234567890"}})));
    const auto& account = storage.accounts.at("acc_1");
    EXPECT_EQ(account.fields.at(0).sealed.find("canary"), std::string::npos);
    EXPECT_EQ(account.key.sealed.find("canary"), std::string::npos);
}

TEST_F(VaultTest, refusesToWorkWhileLocked)
{
    ASSERT_TRUE(vault.save("acc_1", fields({{"api_key", "k"}})));
    vault.lock();
    EXPECT_EQ(*vault.state(), VaultState::Locked);
    EXPECT_EQ(secret("acc_1", "api_key"), "unavailable");
    EXPECT_EQ(vault.save("acc_1", fields({})).error().code, Errc::Unavailable);
    EXPECT_EQ(vault.unlock(Key::generate(random)).error().code, Errc::Unauthorized);
    EXPECT_EQ(*vault.state(), VaultState::Locked);
    ASSERT_TRUE(vault.unlock(master.clone()));
    EXPECT_EQ(secret("acc_1", "api_key"), "k");
}

TEST_F(VaultTest, neverMakesANewKeyWhileThereIsAVault)
{
    vault.lock();
    EXPECT_EQ(vault.create(header(), Key::generate(random)).error().code, Errc::Conflict);
    ASSERT_TRUE(vault.unlock(master.clone()));
    ASSERT_TRUE(vault.save("acc_1", fields({{"api_key", "k"}})));
    vault.lock();
    storage.headerRow.reset();
    EXPECT_EQ(vault.state().error().code, Errc::Corrupt);
    EXPECT_FALSE(vault.create(header(), Key::generate(random)));
    EXPECT_FALSE(storage.headerRow.has_value());
}

TEST_F(VaultTest, findsEveryChangedByteOfARow)
{
    ASSERT_TRUE(vault.save("acc_1", fields({{"api_key", "k"}})));
    const auto good = storage.accounts.at("acc_1");
    for (std::size_t i = 0; i < good.key.sealed.size(); ++i) {
        auto bad = good;
        bad.key.sealed[i] = static_cast<char>(bad.key.sealed[i] ^ 1);
        storage.accounts["acc_1"] = bad;
        EXPECT_EQ(secret("acc_1", "api_key"), "corrupt") << i;
    }
    for (std::size_t i = 0; i < good.fields[0].sealed.size(); ++i) {
        auto bad = good;
        bad.fields[0].sealed[i] = static_cast<char>(bad.fields[0].sealed[i] ^ 1);
        storage.accounts["acc_1"] = bad;
        EXPECT_EQ(secret("acc_1", "api_key"), "corrupt") << i;
        bad.fields[0].sealed.resize(i);
        storage.accounts["acc_1"] = bad;
        EXPECT_EQ(secret("acc_1", "api_key"), "corrupt") << i;
    }
    storage.accounts["acc_1"] = good;
    EXPECT_EQ(secret("acc_1", "api_key"), "k");
}

TEST_F(VaultTest, findsRowsThatWereSwappedRenamedRemovedOrBroughtBack)
{
    ASSERT_TRUE(vault.save("acc_1", fields({{"a", "1"}, {"b", "2"}})));
    const auto first = storage.accounts.at("acc_1");
    ASSERT_TRUE(vault.save("acc_1", fields({{"a", "3"}, {"b", "4"}})));
    ASSERT_TRUE(vault.save("acc_2", fields({{"a", "5"}, {"b", "6"}})));
    const auto one = storage.accounts.at("acc_1");
    const auto two = storage.accounts.at("acc_2");
    const auto expectCorrupt = [&](const SealedAccount& tampered, const char* how) {
        storage.accounts["acc_1"] = tampered;
        EXPECT_EQ(secret("acc_1", "a"), "corrupt") << how;
        storage.accounts["acc_1"] = one;
        EXPECT_EQ(secret("acc_1", "a"), "3") << how;
    };
    auto bad = one;
    std::swap(bad.fields[0].sealed, bad.fields[1].sealed);
    expectCorrupt(bad, "two fields swapped");
    bad = one;
    bad.fields[0].name = "c";
    expectCorrupt(bad, "a field renamed");
    bad = one;
    bad.fields.pop_back();
    expectCorrupt(bad, "a field removed");
    bad = one;
    bad.fields[0] = first.fields[0];
    expectCorrupt(bad, "an older field");
    bad = one;
    bad.fields[0] = two.fields[0];
    expectCorrupt(bad, "another account's field");
    bad = two;
    bad.key.accountId = "acc_1";
    expectCorrupt(bad, "another account's key and fields");
    bad = one;
    bad.key.keyGeneration = 1;
    expectCorrupt(bad, "another generation");
}

TEST_F(VaultTest, rotatesADataKey)
{
    ASSERT_TRUE(vault.save("acc_1", fields({{"api_key", "k"}})));
    const auto before = storage.accounts.at("acc_1");
    ASSERT_TRUE(vault.rotateDataKey("acc_1"));
    const auto after = storage.accounts.at("acc_1");
    EXPECT_GT(after.key.keyGeneration, before.key.keyGeneration);
    EXPECT_NE(after.fields, before.fields);
    EXPECT_EQ(secret("acc_1", "api_key"), "k");
}

TEST_F(VaultTest, rotatesTheMasterKeyAndAnOldBackupStillOpensWithTheOldOne)
{
    ASSERT_TRUE(vault.save("acc_1", fields({{"api_key", "k"}})));
    ASSERT_TRUE(vault.save("acc_2", fields({{"api_key", "m"}})));
    const auto oldHeader = storage.headerRow;
    const auto oldAccounts = storage.accounts;
    const auto next = Key::generate(random);
    EXPECT_EQ(vault.rotateMasterKey(header(3), next.clone()).error().code, Errc::Conflict);
    ASSERT_TRUE(vault.rotateMasterKey(header(2), next.clone()));
    EXPECT_EQ(secret("acc_1", "api_key"), "k");
    vault.lock();
    EXPECT_EQ(vault.unlock(master.clone()).error().code, Errc::Unauthorized);
    ASSERT_TRUE(vault.unlock(next.clone()));
    EXPECT_EQ(secret("acc_2", "api_key"), "m");

    vault.lock();
    storage.headerRow = oldHeader;
    storage.accounts = oldAccounts;
    ASSERT_TRUE(vault.unlock(master.clone()));
    EXPECT_EQ(secret("acc_1", "api_key"), "k");
}

TEST_F(VaultTest, doesNotRotateTheMasterKeyPastADamagedRow)
{
    ASSERT_TRUE(vault.save("acc_1", fields({{"api_key", "k"}})));
    ASSERT_TRUE(vault.save("acc_2", fields({{"api_key", "m"}})));
    storage.accounts.at("acc_2").key.sealed[40] ^= 1;
    const auto rotated = vault.rotateMasterKey(header(2), Key::generate(random));
    ASSERT_FALSE(rotated);
    EXPECT_EQ(rotated.error().code, Errc::Corrupt);
    EXPECT_NE(rotated.error().message.find("acc_2"), std::string::npos);
    EXPECT_EQ(secret("acc_1", "api_key"), "k");
}

TEST_F(VaultTest, leavesTheOldOrTheNewStateWhateverCallOfTheStorageFails)
{
    ASSERT_TRUE(vault.save("acc_1", fields({{"a", "old"}, {"b", "old"}})));
    for (int n = 0; n < 6; ++n) {
        storage.failAfter = n;
        const auto saved = vault.save("acc_1", fields({{"a", "new"}, {"b", "new"}}));
        storage.failAfter = -1;
        const std::string expected = saved ? "new" : "old";
        EXPECT_EQ(secret("acc_1", "a"), expected) << n;
        EXPECT_EQ(secret("acc_1", "b"), expected) << n;
        ASSERT_TRUE(vault.save("acc_1", fields({{"a", "old"}, {"b", "old"}})));
    }
    for (int n = 0; n < 6; ++n) {
        const auto generation = storage.headerRow->masterGeneration;
        storage.failAfter = n;
        const auto rotated = vault.rotateMasterKey(header(generation + 1), Key::generate(random));
        storage.failAfter = -1;
        EXPECT_EQ(storage.headerRow->masterGeneration, rotated ? generation + 1 : generation) << n;
        EXPECT_EQ(secret("acc_1", "a"), "old") << n;
    }
}

} // namespace
} // namespace gatehouse::vault
