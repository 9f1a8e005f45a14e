// SPDX-License-Identifier: GPL-3.0-or-later
// A node whose vault has its key in the session's real keyring, which somebody locks and unlocks meanwhile.
// tests/unit/vault/keychain_session.sh runs this with a bus and an unlocked GNOME keyring of its own.
#include "tests/e2e/sandbox_node.h"

#include <QProcess>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

namespace gatehouse::e2e {
namespace {

using testing::HasSubstr;

std::string fromEnvironment(const char* name)
{
    const char* value = std::getenv(name); // NOLINT(concurrency-mt-unsafe)
    return value == nullptr ? "" : value;
}

/// What the desktop does to the keyring: by D-Bus, and as a login would by the daemon's control socket.
class Keyring
{
public:
    static bool lock()
    {
        return send("org.freedesktop.Secret.Service.Lock",
                    {QStringLiteral("array:objpath:/org/freedesktop/secrets/collection/login")});
    }

    /// gnome-keyring's control protocol: a byte for the credentials, then length, operation (1: unlock) and
    /// the password with its length, each number in four bytes, big-endian; the answer's second one is 0.
    static bool unlock()
    {
        const std::string password = "test passphrase\n"; // as keychain_session.sh made it
        std::string packet(1, '\0');
        number(packet, 12 + password.size());
        number(packet, 1);
        number(packet, password.size());
        packet += password;
        const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        fromEnvironment("XDG_RUNTIME_DIR").append("/keyring/control").copy(address.sun_path, 107);
        std::array<unsigned char, 8> answer{};
        const bool done = ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0
                          && ::send(socket, packet.data(), packet.size(), MSG_NOSIGNAL)
                                 == static_cast<ssize_t>(packet.size())
                          && ::recv(socket, answer.data(), answer.size(), MSG_WAITALL) == 8 && answer[7] == 0;
        ::close(socket);
        return done;
    }

private:
    static void number(std::string& packet, std::size_t value)
    {
        for (const int shift : {24, 16, 8, 0}) {
            packet += static_cast<char>((value >> static_cast<unsigned>(shift)) & 0xFFU);
        }
    }

    static bool send(const char* method, const QStringList& arguments)
    {
        QProcess process;
        process.start(QStringLiteral("dbus-send"),
                      QStringList{QStringLiteral("--session"), QStringLiteral("--print-reply"),
                                  QStringLiteral("--dest=org.freedesktop.secrets"),
                                  QStringLiteral("/org/freedesktop/secrets"), QString::fromLatin1(method)}
                          + arguments);
        return process.waitForFinished(kPatienceMillis) && process.exitCode() == 0;
    }
};

class UnlockedKeyringNode : public testing::Test
{
protected:
    void SetUp() override
    {
        ASSERT_EQ(fromEnvironment("GATEHOUSE_KEYRING"), "unlocked")
            << "start it with tests/unit/vault/keychain_session.sh";
    }

    static json::Document vault(const NodeProcess& node) { return node.call("GET", "/v1/vault").json(); }

    static std::string state(const NodeProcess& node)
    {
        return std::string(vault(node).root()["state"].asString());
    }

    [[nodiscard]] Finished ctl(const std::vector<std::string>& words) const
    {
        auto arguments = words;
        arguments.insert(arguments.end(), {"--data-dir", dir.path().string()});
        return runProgram("gatehousectl", arguments);
    }

    static int contacts(const NodeProcess& node)
    {
        return node.call("GET", "/v1/unified/crm/contacts?limit=2&account_id=acc_acme_hubspot").status;
    }

    /// What unlocking leads to is done in the background.
    static bool serves(const NodeProcess& node)
    {
        const auto deadline = std::chrono::steady_clock::now() + kPatience;
        while (contacts(node) != 200) {
            if (std::chrono::steady_clock::now() > deadline) {
                return false;
            }
        }
        return true;
    }

    test::TempDir dir;
};

TEST_F(UnlockedKeyringNode, goesOnWhileTheKeyringIsLockedAndNeverMakesAnotherKey)
{
    NodeProcess node(dir.path(), {"--sandbox", "--vault-key", "keychain"});
    ASSERT_TRUE(node.ready()) << node.errors();
    ASSERT_EQ(state(node), "unlocked") << node.errors();
    EXPECT_FALSE(std::filesystem::exists(dir.path() / "vault.key"));
    ASSERT_EQ(contacts(node), 200);
    const auto before = vault(node);
    EXPECT_EQ(before.root()["master_generation"].asInt(), 1);

    // The keyring is locked: the node has its key in memory. Once it gives that up it has to wait.
    ASSERT_TRUE(Keyring::lock());
    EXPECT_EQ(contacts(node), 200);
    EXPECT_EQ(ctl({"vault", "lock"}).exitCode, 0);
    EXPECT_EQ(contacts(node), 503);
    const auto refused = ctl({"vault", "unlock"});
    EXPECT_EQ(refused.exitCode, 1);
    EXPECT_THAT(refused.errors, HasSubstr("keychain"));
    EXPECT_EQ(state(node), "locked");
    EXPECT_EQ(vault(node).root()["master_generation"].asInt(), 1);
    EXPECT_EQ(contacts(node), 503);

    ASSERT_TRUE(Keyring::unlock());
    const auto opened = ctl({"vault", "unlock"});
    EXPECT_EQ(opened.exitCode, 0) << opened.errors;
    EXPECT_EQ(state(node), "unlocked");
    EXPECT_TRUE(serves(node));
    EXPECT_EQ(vault(node).root()["master_generation"].asInt(), 1);
}

TEST_F(UnlockedKeyringNode, startedWithALockedKeyringSaysSoAndServesOnceItIsUnlocked)
{
    {
        NodeProcess first(dir.path(), {"--sandbox", "--vault-key", "keychain"});
        ASSERT_TRUE(first.ready()) << first.errors();
        ASSERT_EQ(contacts(first), 200);
        first.kill();
    }
    ASSERT_TRUE(Keyring::lock());
    NodeProcess node(dir.path(), {"--sandbox"});
    ASSERT_TRUE(node.ready()) << node.errors();
    const auto shown = vault(node);
    EXPECT_EQ(shown.root()["state"].asString(), "locked");
    EXPECT_THAT(std::string(shown.root()["problem"].asString()), HasSubstr("unlock"));
    EXPECT_THAT(std::string(shown.root()["advice"].asString()), HasSubstr("Unlock the session's keychain"));
    EXPECT_EQ(contacts(node), 503);
    EXPECT_EQ(ctl({"vault", "unlock"}).exitCode, 1) << "locked still";

    ASSERT_TRUE(Keyring::unlock());
    const auto opened = ctl({"vault", "unlock"});
    EXPECT_EQ(opened.exitCode, 0) << opened.errors;
    EXPECT_TRUE(serves(node));
    EXPECT_EQ(vault(node).root()["master_generation"].asInt(), 1) << "the key it has always had";
}

} // namespace
} // namespace gatehouse::e2e
