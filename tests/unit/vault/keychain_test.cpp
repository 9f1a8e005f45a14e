// SPDX-License-Identifier: GPL-3.0-or-later
// The session's real keychain. keychain_session.sh runs this under a bus and a keyring of its own and says in
// GATEHOUSE_KEYRING in which state the keyring is.
#include "core/vault/keychain.h"
#include "core/vault/system_random.h"
#include "core/vault/vault_service.h"
#include "tests/support/run_task.h"

#include <QCoreApplication>

#include <gtest/gtest.h>

#include <cstdlib>
#include <optional>

namespace gatehouse::vault {
namespace {

std::string keyring()
{
    const char* state = std::getenv("GATEHOUSE_KEYRING"); // NOLINT(concurrency-mt-unsafe)
    return state == nullptr ? "" : state;
}

/// Which of them runs where is said by the script that makes the keyring.
constexpr const char* kHow = "start it with tests/unit/vault/keychain_session.sh";

TEST(UnlockedKeyring, keepsASecret)
{
    ASSERT_EQ(keyring(), "unlocked") << kHow;
    const auto keychain = makeSystemKeychain();
    EXPECT_EQ(keychain->read("vlt_test/1").error().code, Errc::NotFound);
    const std::string bytes("\0\x01\xff secret", 10);
    const auto written = keychain->write("vlt_test/1", Secret(std::string_view(bytes)));
    ASSERT_TRUE(written) << written.error().message;
    const auto kept = keychain->read("vlt_test/1");
    ASSERT_TRUE(kept) << kept.error().message;
    EXPECT_EQ(kept->reveal(), bytes);
    EXPECT_EQ(keychain->read("vlt_test/2").error().code, Errc::NotFound);
}

/// A vault in the session's folder whose key is in the real keychain.
class KeychainVault : public testing::Test
{
protected:
    void SetUp() override
    {
        const char* folder = std::getenv("GATEHOUSE_KEYRING_DIR"); // NOLINT(concurrency-mt-unsafe)
        VaultOptions options;
        options.dataDir = folder == nullptr ? "." : folder;
        options.executor = m_executor.get();
        options.random = &m_random;
        options.clock = &m_clock;
        options.source = KeySource::Keychain;
        if (keyring() == "before" || keyring() == "locked") {
            auto opened = openVault(std::move(options));
            ASSERT_TRUE(opened) << opened.error().message;
            m_vault = std::move(*opened);
        }
    }

    template <class T, class Start>
    Result<T> wait(Start start)
    {
        std::optional<Result<T>> answer;
        start(Completion<T>([&answer](Result<T> result) { answer = std::move(result); }));
        EXPECT_TRUE(test::runUntil([&] { return answer.has_value(); }));
        return answer ? std::move(*answer) : Result<T>(fail(Errc::Timeout, "no answer"));
    }

    VaultStatus status()
    {
        return *wait<VaultStatus>([&](Completion<VaultStatus> done) { m_vault->status(std::move(done)); });
    }

    std::string token()
    {
        const auto loaded =
            wait<Fields>([&](Completion<Fields> done) { m_vault->load("acc_1", std::move(done)); });
        return loaded ? std::string(loaded->at("token").reveal())
                      : std::string(errcName(loaded.error().code));
    }

    std::unique_ptr<runtime::Executor> m_executor = runtime::makeThisThreadExecutor();
    SystemRandom m_random;
    SystemClock m_clock;
    std::unique_ptr<VaultService> m_vault;
};

using KeyringBeforeItIsLocked = KeychainVault;

TEST_F(KeyringBeforeItIsLocked, takesAVaultsKey)
{
    ASSERT_EQ(keyring(), "before") << kHow;
    EXPECT_EQ(status().state, VaultState::Unlocked);
    EXPECT_EQ(status().source, KeySource::Keychain);
    Fields fields;
    fields.emplace("token", Secret(std::string_view("t1")));
    EXPECT_TRUE(wait<bool>(
        [&](Completion<bool> done) { m_vault->save("acc_1", std::move(fields), std::move(done)); }));
}

using LockedKeyring = KeychainVault;

TEST_F(LockedKeyring, leavesTheVaultLockedAndMakesNoNewKey)
{
    ASSERT_EQ(keyring(), "locked") << kHow;
    EXPECT_EQ(status().state, VaultState::Locked);
    EXPECT_NE(status().problem.find("unlock"), std::string::npos) << status().problem;
    EXPECT_EQ(status().masterGeneration, 1U);
    EXPECT_EQ(token(), "unavailable");
}

TEST(NoKeyring, saysThatThereIsNoServiceOrNoBus)
{
    ASSERT_EQ(keyring(), "none") << kHow;
    const auto keychain = makeSystemKeychain();
    const auto answer = keychain->read("vlt_test/1");
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Errc::Unavailable) << answer.error().message;
    EXPECT_NE(answer.error().message.find("key file"), std::string::npos) << answer.error().message;
    EXPECT_FALSE(keychain->write("vlt_test/1", Secret(std::string_view("x"))));
}

} // namespace
} // namespace gatehouse::vault
