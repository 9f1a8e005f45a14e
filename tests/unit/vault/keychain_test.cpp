// SPDX-License-Identifier: GPL-3.0-or-later
// The session's real keychain. keychain_session.sh runs this under a bus and a keyring of its own and says in
// GATEHOUSE_KEYRING in which state the keyring is.
#include "core/vault/keychain.h"

#include <QCoreApplication>

#include <gtest/gtest.h>

#include <cstdlib>

namespace gatehouse::vault {
namespace {

std::string keyring()
{
    const char* state = std::getenv("GATEHOUSE_KEYRING"); // NOLINT(concurrency-mt-unsafe)
    return state == nullptr ? "" : state;
}

TEST(SystemKeychain, keepsASecretInAnUnlockedKeyring)
{
    if (keyring() != "unlocked") {
        GTEST_SKIP() << "runs in an unlocked keyring only";
    }
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

TEST(SystemKeychain, saysThatThereIsNoServiceOrNoBus)
{
    if (keyring() != "none") {
        GTEST_SKIP() << "runs without a keyring only";
    }
    const auto keychain = makeSystemKeychain();
    const auto answer = keychain->read("vlt_test/1");
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Errc::Unavailable) << answer.error().message;
    EXPECT_NE(answer.error().message.find("key file"), std::string::npos) << answer.error().message;
    EXPECT_FALSE(keychain->write("vlt_test/1", Secret(std::string_view("x"))));
}

} // namespace
} // namespace gatehouse::vault
