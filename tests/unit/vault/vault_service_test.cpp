// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/vault/key_file.h"
#include "core/vault/sqlite_vault_storage.h"
#include "core/vault/system_random.h"
#include "core/vault/vault_service.h"
#include "tests/support/run_task.h"
#include "tests/support/shared_data.h"
#include "tests/unit/vault/fake_keychain.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>

#include <gtest/gtest.h>

#include <fstream>

namespace gatehouse::vault {
namespace {

namespace fs = std::filesystem;

class VaultServiceTest : public testing::Test
{
protected:
    Result<std::unique_ptr<VaultService>> open()
    {
        VaultOptions options;
        options.dataDir = dir();
        options.executor = executor.get();
        options.random = &random;
        options.clock = &clock;
        options.source = source;
        options.keychain = keychain;
        return openVault(std::move(options));
    }

    [[nodiscard]] fs::path dir() const { return temporary.path().toStdString(); }

    template <class T, class Start>
    Result<T> wait(Start start)
    {
        std::optional<Result<T>> answer;
        start(Completion<T>([&answer](Result<T> result) { answer = std::move(result); }));
        EXPECT_TRUE(test::runUntil([&] { return answer.has_value(); }));
        return answer ? std::move(*answer) : Result<T>(fail(Errc::Timeout, "no answer"));
    }

    std::string load(VaultService& vault, const std::string& account, const std::string& name)
    {
        const auto loaded =
            wait<Fields>([&](Completion<Fields> done) { vault.load(account, std::move(done)); });
        return loaded ? std::string(loaded->at(name).reveal()) : std::string(errcName(loaded.error().code));
    }

    bool save(VaultService& vault, const std::string& account, const std::string& value)
    {
        Fields fields;
        fields.emplace("token", Secret(std::string_view(value)));
        return wait<bool>(
                   [&](Completion<bool> done) { vault.save(account, std::move(fields), std::move(done)); })
            .has_value();
    }

    VaultStatus status(VaultService& vault)
    {
        return *wait<VaultStatus>([&](Completion<VaultStatus> done) { vault.status(std::move(done)); });
    }

    void sql(const char* statement) const
    {
        {
            auto database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("tamper"));
            database.setDatabaseName(QString::fromStdString((dir() / "vault.db").string()));
            ASSERT_TRUE(database.open());
            QSqlQuery query(database);
            EXPECT_TRUE(query.exec(QString::fromLatin1(statement)));
        }
        QSqlDatabase::removeDatabase(QStringLiteral("tamper"));
    }

    /// Each question waits behind one account's turn, so a few are enough.
    bool rotates(VaultService& vault, std::uint64_t accounts)
    {
        for (int question = 0; question < 100; ++question) {
            const auto now = status(vault).rotation;
            if (now.done == accounts && !now.running) {
                return true;
            }
        }
        return false;
    }

    Result<VaultStatus> unlock(VaultService& vault, std::string_view passphrase = {})
    {
        return wait<VaultStatus>(
            [&](Completion<VaultStatus> done) { vault.unlock(Secret(passphrase), std::move(done)); });
    }

    Result<bool> rotate(VaultService& vault, KeySource next, std::string_view passphrase = {})
    {
        return wait<bool>([&](Completion<bool> done) {
            vault.rotateMasterKey({next, Secret(passphrase)}, std::move(done));
        });
    }

    KeySource source = KeySource::KeyFile;
    std::shared_ptr<test::FakeKeychain> keychain = std::make_shared<test::FakeKeychain>();
    QTemporaryDir temporary;
    std::unique_ptr<runtime::Executor> executor = runtime::makeThisThreadExecutor();
    SystemRandom random;
    SystemClock clock;
};

TEST_F(VaultServiceTest, keepsSecretsOverARestart)
{
    {
        const auto vault = open();
        ASSERT_TRUE(vault) << vault.error().message;
        EXPECT_EQ(status(**vault).state, VaultState::Unlocked);
        EXPECT_TRUE(save(**vault, "acc_1", "t1"));
        EXPECT_EQ(load(**vault, "acc_1", "token"), "t1");
    }
    const auto vault = open();
    ASSERT_TRUE(vault) << vault.error().message;
    EXPECT_EQ(load(**vault, "acc_1", "token"), "t1");
    EXPECT_EQ(load(**vault, "acc_2", "token"), "not_found");
    for (const auto* name : {"vault.db", "vault.key"}) {
        EXPECT_EQ(fs::status(dir() / name).permissions() & fs::perms::mask,
                  fs::perms::owner_read | fs::perms::owner_write)
            << name;
    }
}

TEST_F(VaultServiceTest, opensLockedWithoutItsKeyAndNeverMakesANewOne)
{
    {
        const auto vault = open();
        EXPECT_TRUE(save(**vault, "acc_1", "t1"));
    }
    fs::rename(dir() / "vault.key", dir() / "aside");
    {
        const auto vault = open();
        ASSERT_TRUE(vault) << vault.error().message;
        EXPECT_EQ(status(**vault).state, VaultState::Locked);
        EXPECT_NE(status(**vault).problem.find("vault.key"), std::string::npos);
        EXPECT_EQ(load(**vault, "acc_1", "token"), "unavailable");
        EXPECT_FALSE(fs::exists(dir() / "vault.key"));
    }
    fs::rename(dir() / "aside", dir() / "vault.key");
    EXPECT_EQ(load(**open(), "acc_1", "token"), "t1");
}

TEST_F(VaultServiceTest, refusesAKeyFileThatOthersCanRead)
{
    {
        const auto vault = open();
        EXPECT_TRUE(save(**vault, "acc_1", "t1"));
    }
    fs::permissions(dir() / "vault.key", fs::perms::group_read, fs::perm_options::add);
    const auto vault = open();
    ASSERT_TRUE(vault);
    EXPECT_EQ(status(**vault).state, VaultState::Locked);
    EXPECT_NE(status(**vault).problem.find("chmod 600"), std::string::npos);
}

TEST_F(VaultServiceTest, rotatesItsMasterKeyWhileRunningAndKeepsTheOldOneForBackups)
{
    {
        const auto vault = open();
        EXPECT_TRUE(save(**vault, "acc_1", "t1"));
    }
    fs::copy_file(dir() / "vault.db", dir() / "backup.db");
    {
        const auto vault = open();
        EXPECT_TRUE(rotate(**vault, KeySource::KeyFile));
        EXPECT_EQ(load(**vault, "acc_1", "token"), "t1");
    }
    EXPECT_EQ(load(**open(), "acc_1", "token"), "t1");
    fs::rename(dir() / "backup.db", dir() / "vault.db");
    EXPECT_EQ(load(**open(), "acc_1", "token"), "t1");
}

TEST_F(VaultServiceTest, namesTheAccountOfATamperedRow)
{
    {
        const auto vault = open();
        EXPECT_TRUE(save(**vault, "acc_1", "t1"));
        EXPECT_TRUE(save(**vault, "acc_2", "t2"));
    }
    sql("UPDATE fields SET sealed = (SELECT sealed FROM fields WHERE account_id = 'acc_2') "
        "WHERE account_id = 'acc_1'");
    const auto vault = open();
    EXPECT_EQ(load(**vault, "acc_1", "token"), "corrupt");
    EXPECT_EQ(load(**vault, "acc_2", "token"), "t2");
}

TEST_F(VaultServiceTest, saysThatATruncatedFileIsDamagedAndLeavesItAlone)
{
    {
        const auto vault = open();
        EXPECT_TRUE(save(**vault, "acc_1", "t1"));
    }
    fs::resize_file(dir() / "vault.db", fs::file_size(dir() / "vault.db") / 2);
    const auto size = fs::file_size(dir() / "vault.db");
    const auto vault = open();
    ASSERT_FALSE(vault);
    EXPECT_EQ(vault.error().code, Errc::Corrupt) << vault.error().message;
    EXPECT_EQ(fs::file_size(dir() / "vault.db"), size);
}

TEST_F(VaultServiceTest, keepsItsKeyInTheKeychain)
{
    source = KeySource::Keychain;
    {
        const auto vault = open();
        ASSERT_TRUE(vault) << vault.error().message;
        EXPECT_EQ(status(**vault).source, KeySource::Keychain);
        EXPECT_TRUE(save(**vault, "acc_1", "t1"));
    }
    EXPECT_FALSE(fs::exists(dir() / "vault.key"));
    EXPECT_EQ(load(**open(), "acc_1", "token"), "t1");
}

TEST_F(VaultServiceTest, waitsForALockedKeychainThatAnswersLikeAnEmptyOne)
{
    source = KeySource::Keychain;
    {
        const auto vault = open();
        EXPECT_TRUE(save(**vault, "acc_1", "t1"));
    }
    const auto before = keychain->entries;
    keychain->locked = true;
    const auto vault = open();
    ASSERT_TRUE(vault);
    EXPECT_EQ(status(**vault).state, VaultState::Locked);
    EXPECT_EQ(unlock(**vault).error().code, Errc::NotFound);
    EXPECT_FALSE(save(**vault, "acc_2", "t2"));
    EXPECT_EQ(keychain->entries, before) << "no new key was made";
    keychain->locked = false;
    EXPECT_EQ(unlock(**vault)->state, VaultState::Unlocked);
    EXPECT_EQ(load(**vault, "acc_1", "token"), "t1");
}

TEST_F(VaultServiceTest, refusesAKeychainThatIsMissingOrKeepsNothing)
{
    source = KeySource::Keychain;
    keychain->missing = true;
    EXPECT_EQ(open().error().code, Errc::Unavailable);
    keychain->missing = false;
    keychain->forgetful = true;
    EXPECT_FALSE(open());
    keychain->forgetful = false;
    EXPECT_EQ(status(**open()).state, VaultState::Unlocked) << "nothing had been begun";
}

TEST_F(VaultServiceTest, isMadeAndUnlockedWithAPassphrase)
{
    source = KeySource::Passphrase;
    {
        const auto vault = open();
        ASSERT_TRUE(vault) << vault.error().message;
        EXPECT_EQ(status(**vault).state, VaultState::Absent);
        EXPECT_FALSE(save(**vault, "acc_1", "t1"));
        EXPECT_EQ(unlock(**vault, "correct horse")->state, VaultState::Unlocked);
        EXPECT_TRUE(save(**vault, "acc_1", "t1"));
    }
    const auto vault = open();
    EXPECT_EQ(status(**vault).state, VaultState::Locked);
    EXPECT_EQ(unlock(**vault).error().code, Errc::Unauthorized);
    EXPECT_EQ(unlock(**vault, "wrong horse").error().code, Errc::Unauthorized);
    EXPECT_EQ(load(**vault, "acc_1", "token"), "unavailable");
    EXPECT_EQ(unlock(**vault, "correct horse")->state, VaultState::Unlocked);
    EXPECT_EQ(load(**vault, "acc_1", "token"), "t1");
    EXPECT_EQ(
        wait<VaultStatus>([&](Completion<VaultStatus> done) { (*vault)->lock(std::move(done)); })->state,
        VaultState::Locked);
    EXPECT_EQ(load(**vault, "acc_1", "token"), "unavailable");
}

TEST_F(VaultServiceTest, movesToAnotherKeySourceByRotation)
{
    {
        const auto vault = open();
        EXPECT_TRUE(save(**vault, "acc_1", "t1"));
        keychain->missing = true;
        EXPECT_FALSE(rotate(**vault, KeySource::Keychain));
        EXPECT_EQ(status(**vault).source, KeySource::KeyFile);
        keychain->missing = false;
        EXPECT_TRUE(rotate(**vault, KeySource::Keychain));
        EXPECT_EQ(status(**vault).source, KeySource::Keychain);
        EXPECT_TRUE(rotate(**vault, KeySource::Passphrase, "correct horse"));
    }
    fs::remove(dir() / "vault.key");
    keychain->entries.clear();
    const auto vault = open();
    EXPECT_EQ(unlock(**vault, "correct horse")->source, KeySource::Passphrase);
    EXPECT_EQ(load(**vault, "acc_1", "token"), "t1");
}

TEST_F(VaultServiceTest, leavesNoSecretReadableOnDisk)
{
    const std::string canary = "canary-7f3a-secret-token";
    {
        const auto vault = open();
        EXPECT_TRUE(save(**vault, "acc_1", canary));
        EXPECT_TRUE(save(**vault, "acc_1", canary + "2"));
    }
    int files = 0;
    for (const auto& entry : fs::recursive_directory_iterator(dir())) {
        if (entry.is_regular_file()) {
            ++files;
            EXPECT_EQ(test::readFile(entry.path()).find("canary-7f3a"), std::string::npos) << entry.path();
        }
    }
    EXPECT_GE(files, 2);
}

TEST_F(VaultServiceTest, givesEveryAccountANewDataKeyAndGoesOnAfterARestart)
{
    std::map<std::string, std::string> before;
    const auto sealedKeys = [this] {
        std::map<std::string, std::string> keys;
        auto storage = openVaultStorage(dir() / "vault.db", clock);
        EXPECT_TRUE(storage);
        const auto kept = (*storage)->keys();
        EXPECT_TRUE(kept);
        for (const auto& key : *kept) {
            keys.emplace(key.accountId, key.sealed);
        }
        return keys;
    };
    {
        const auto vault = open();
        for (int i = 0; i < 5; ++i) {
            EXPECT_TRUE(save(**vault, "acc_" + std::to_string(i), "t" + std::to_string(i)));
        }
    }
    before = sealedKeys();
    {
        // Planned, and the process ends before anything is done.
        auto storage = openVaultStorage(dir() / "vault.db", clock);
        ASSERT_TRUE((*storage)->planRotation());
    }
    const auto vault = open();
    ASSERT_TRUE(rotates(**vault, 5));
    EXPECT_FALSE(status(**vault).rotation.running);
    EXPECT_EQ(status(**vault).rotation.problem, "");
    for (const auto& [account, sealed] : sealedKeys()) {
        EXPECT_NE(sealed, before.at(account)) << account;
    }
    EXPECT_EQ(load(**vault, "acc_3", "token"), "t3");
    const auto again = wait<VaultStatus>([&](auto done) { (*vault)->rotateDataKeys(std::move(done)); });
    ASSERT_TRUE(again);
    EXPECT_EQ(again->rotation.total, 5U);
    EXPECT_TRUE(rotates(**vault, 5));
}

TEST_F(VaultServiceTest, skipsADamagedAccountWhenItRotatesAndNamesIt)
{
    const auto vault = open();
    EXPECT_TRUE(save(**vault, "acc_1", "t1"));
    EXPECT_TRUE(save(**vault, "acc_2", "t2"));
    sql("UPDATE fields SET sealed = x'00' WHERE account_id = 'acc_1'");
    ASSERT_TRUE(wait<VaultStatus>([&](auto done) { (*vault)->rotateDataKeys(std::move(done)); }));
    ASSERT_TRUE(rotates(**vault, 2));
    EXPECT_NE(status(**vault).rotation.problem.find("acc_1"), std::string::npos);
    EXPECT_EQ(load(**vault, "acc_2", "token"), "t2");
}

TEST_F(VaultServiceTest, copiesItselfWhileInUseAndTheCopyOpensWithTheSameKey)
{
    const auto vault = open();
    EXPECT_TRUE(save(**vault, "acc_1", "t1"));
    const fs::path copy = dir() / "copy";
    fs::create_directory(copy);
    const auto copied = [&] {
        return wait<bool>([&](auto done) { (*vault)->copyTo(copy / "vault.db", std::move(done)); });
    };
    ASSERT_TRUE(copied());
    EXPECT_EQ(copied().error().code, Errc::AlreadyExists);
    fs::copy_file(dir() / "vault.key", copy / "vault.key");
    VaultOptions options;
    options.dataDir = copy;
    options.executor = executor.get();
    options.random = &random;
    options.clock = &clock;
    const auto restored = openVault(std::move(options));
    ASSERT_TRUE(restored) << restored.error().message;
    EXPECT_EQ(load(**restored, "acc_1", "token"), "t1");
}

TEST(KeyFile, keepsSeveralKeysAndReplacesOne)
{
    const QTemporaryDir temporary;
    const fs::path path = fs::path(temporary.path().toStdString()) / "keys";
    SystemRandom random;
    const KeyFile file(path);
    EXPECT_EQ(file.read("vlt_1", 1).error().code, Errc::NotFound);
    const auto one = Key::generate(random);
    const auto two = Key::generate(random);
    ASSERT_TRUE(file.write("vlt_1", 1, two));
    ASSERT_TRUE(file.write("vlt_1", 1, one));
    ASSERT_TRUE(file.write("vlt_1", 11, two));
    EXPECT_TRUE(std::ranges::equal(file.read("vlt_1", 1)->reveal(), one.reveal()));
    EXPECT_TRUE(std::ranges::equal(file.read("vlt_1", 11)->reveal(), two.reveal()));
    EXPECT_EQ(file.read("vlt_2", 1).error().code, Errc::NotFound);
    std::ofstream(path) << "not a key file";
    EXPECT_EQ(file.read("vlt_1", 1).error().code, Errc::Corrupt);
    EXPECT_EQ(file.write("vlt_1", 2, one).error().code, Errc::Corrupt);
}

} // namespace
} // namespace gatehouse::vault
