// SPDX-License-Identifier: GPL-3.0-or-later
// The vault from outside: key sources by choice, locked starts, rotation, audit, backups; and trouble at the
// simulated vendors on order. With the built programs.
#include "core/json/write.h"
#include "tests/e2e/sandbox_node.h"
#include "tests/support/shared_data.h"

#include <QProcess>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>

namespace gatehouse::e2e {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

Finished ctl(const test::TempDir& dir, std::vector<std::string> arguments, const std::string& input = {})
{
    arguments.insert(arguments.end(), {"--data-dir", dir.path().string()});
    return runProgram("gatehousectl", arguments, input);
}

std::string vaultState(const NodeProcess& node)
{
    return std::string(node.call("GET", "/v1/node").json().root()["vault"]["state"].asString());
}

TEST(VaultNode, keepsItsKeyInAFileUnlessToldOtherwiseAndSaysSo)
{
    const SandboxNode sandbox;
    ASSERT_TRUE(sandbox.node.ready());
    const auto shown = ctl(sandbox.dir, {"vault"});
    EXPECT_EQ(shown.exitCode, 0) << shown.errors;
    EXPECT_THAT(shown.output, HasSubstr("unlocked"));
    EXPECT_THAT(shown.output, HasSubstr("vault.key"));
    EXPECT_THAT(shown.output, HasSubstr("beside the data"));
}

TEST(VaultNode, startsWithoutItsPassphraseAndServesOnceItHasIt)
{
    const test::TempDir dir;
    NodeProcess node(dir.path(), {"--sandbox", "--vault-key", "passphrase"});
    ASSERT_TRUE(node.ready()) << node.errors();
    EXPECT_EQ(vaultState(node), "absent");
    const auto set = ctl(dir, {"vault", "unlock"}, "correct horse\n");
    EXPECT_EQ(set.exitCode, 0) << set.errors;
    EXPECT_EQ(vaultState(node), "unlocked");
    EXPECT_TRUE(becomes([&] { return node.call("GET", "/v1/accounts/acc_acme_hubspot").status == 200; }));
    EXPECT_FALSE(fs::exists(dir.path() / "vault.key"));
    node.kill();

    NodeProcess again(dir.path(), {"--sandbox"});
    ASSERT_TRUE(again.ready()) << again.errors();
    EXPECT_EQ(vaultState(again), "locked");
    EXPECT_EQ(again.call("GET", "/v1/unified/crm/contacts?account_id=acc_acme_hubspot").status, 503);
    EXPECT_EQ(ctl(dir, {"vault", "unlock"}, "wrong\n").exitCode, 1);
    EXPECT_EQ(vaultState(again), "locked");
    EXPECT_EQ(ctl(dir, {"vault", "unlock"}, "correct horse\n").exitCode, 0);
    EXPECT_TRUE(becomes([&] {
        return again.call("GET", "/v1/unified/crm/contacts?account_id=acc_acme_hubspot").status == 200;
    }));
    again.kill();

    const auto file = dir.write("pass", "correct horse\n");
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
    const NodeProcess third(dir.path(), {"--vault-passphrase-file", file.string()});
    EXPECT_EQ(vaultState(third), "unlocked");
}

TEST(VaultNode, movesToAPassphraseWhileServing)
{
    SandboxNode sandbox;
    ASSERT_TRUE(sandbox.node.ready());
    const auto moved = ctl(sandbox.dir, {"vault", "passphrase"}, "correct horse\n");
    EXPECT_EQ(moved.exitCode, 0) << moved.errors;
    EXPECT_THAT(moved.output, HasSubstr("generation 2"));
    EXPECT_EQ(sandbox.contacts(sandbox.accountAt("hubspot")).status, 200);
    EXPECT_EQ(ctl(sandbox.dir, {"vault", "lock"}).exitCode, 0);
    EXPECT_EQ(sandbox.contacts(sandbox.accountAt("hubspot")).status, 503);
    EXPECT_EQ(ctl(sandbox.dir, {"vault", "unlock"}, "correct horse\n").exitCode, 0);
    EXPECT_EQ(sandbox.contacts(sandbox.accountAt("hubspot")).status, 200);
}

TEST(VaultNode, rotatesEveryDataKeyAndGoesOnAfterKill9)
{
    SandboxNode sandbox;
    ASSERT_TRUE(sandbox.node.ready());
    const auto started = sandbox.node.call("POST", "/v1/vault/rotate");
    EXPECT_EQ(started.status, 202);
    const auto total = started.json().root()["rotation"]["total"].asInt();
    EXPECT_GE(total, 9);
    sandbox.node.kill();
    const NodeProcess again(sandbox.dir.path(), {"--sandbox"});
    ASSERT_TRUE(again.ready());
    EXPECT_TRUE(becomes([&] {
        const auto rotation = again.call("GET", "/v1/vault").json();
        return rotation.root()["rotation"]["done"].asInt() == total;
    }));
    EXPECT_EQ(again.call("GET", "/v1/unified/crm/contacts?account_id=acc_acme_hubspot").status, 200);
}

TEST(VaultNode, keepsAnAuditOfWhatWasDoneToCredentialsPageByPage)
{
    SandboxNode sandbox;
    ASSERT_TRUE(sandbox.node.ready());
    static_cast<void>(sandbox.contacts(sandbox.accountAt("hubspot")));
    static_cast<void>(ctl(sandbox.dir, {"vault", "lock"}));
    static_cast<void>(ctl(sandbox.dir, {"vault", "unlock"}));
    std::string all;
    std::string cursor;
    do {
        const auto page =
            sandbox.node.call("GET", "/v1/audit?limit=5" + (cursor.empty() ? "" : "&cursor=" + cursor))
                .json();
        for (const auto& entry : page.root()["result"].items()) {
            all += fmt::format("{} {}\n", entry["action"].asString(), entry["subject"].asString());
        }
        cursor = page.root()["next_cursor"].asString();
    } while (!cursor.empty());
    for (const auto* line : {"credential.write acc_acme_hubspot\n", "credential.read acc_acme_hubspot\n",
                             "vault.lock vault\n", "vault.unlock vault\n"}) {
        EXPECT_THAT(all, HasSubstr(line));
    }
}

TEST(BackupNode, copiesBothDatabasesWhileServingAndRestoresThem)
{
    const test::TempDir dir;
    const auto file = dir.path() / "gatehouse.tar";
    const test::TempDir restored;
    {
        SandboxNode sandbox;
        ASSERT_TRUE(sandbox.node.ready());
        const auto made = ctl(sandbox.dir, {"backup", file.string()});
        EXPECT_EQ(made.exitCode, 0) << made.errors;
        EXPECT_EQ(fs::status(file).permissions() & fs::perms::mask,
                  fs::perms::owner_read | fs::perms::owner_write);
        const auto again = ctl(sandbox.dir, {"backup", file.string()});
        EXPECT_EQ(again.exitCode, 1);
        EXPECT_THAT(again.errors, HasSubstr("there already"));
        fs::copy_file(sandbox.dir.path() / "vault.key", restored.path() / "vault.key");
        fs::copy_file(sandbox.dir.path() / "api-key", restored.path() / "api-key");
        EXPECT_FALSE(fs::exists(sandbox.dir.path() / "backup.partial"));
    }
    QProcess tar;
    tar.start(QStringLiteral("tar"),
              {QStringLiteral("-xf"), QString::fromStdString(file.string()), QStringLiteral("-C"),
               QString::fromStdString(restored.path().string())});
    ASSERT_TRUE(tar.waitForFinished(kPatienceMillis) && tar.exitCode() == 0)
        << tar.readAllStandardError().toStdString();
    const NodeProcess node(restored.path());
    ASSERT_TRUE(node.ready());
    EXPECT_EQ(vaultState(node), "unlocked");
    EXPECT_EQ(node.call("GET", "/v1/accounts/acc_acme_hubspot").status, 200);
}

TEST(SandboxOrders, makeThingsGoWrongAtTheVendorsAndClearThem)
{
    SandboxNode sandbox;
    ASSERT_TRUE(sandbox.node.ready());
    const auto account = sandbox.accountAt("salesforce");
    EXPECT_EQ(sandbox.contacts(account).status, 200);
    EXPECT_EQ(ctl(sandbox.dir, {"sandbox", "hang", "salesforce", "30"}).exitCode, 0);
    EXPECT_EQ(ctl(sandbox.dir, {"sandbox", "deny", "salesforce", "2"}).exitCode, 0);
    EXPECT_THAT(ctl(sandbox.dir, {"sandbox", "vendors"}).output, HasSubstr("denies 2 hangs "));
    EXPECT_EQ(ctl(sandbox.dir, {"sandbox", "clear", "salesforce"}).exitCode, 0);
    EXPECT_EQ(ctl(sandbox.dir, {"sandbox", "revoke", account.id}).exitCode, 0);
    EXPECT_EQ(sandbox.contacts(account).status, 401);
    EXPECT_EQ(ctl(sandbox.dir, {"sandbox", "expire", "acc_nobody"}).exitCode, 1);
    EXPECT_EQ(ctl(sandbox.dir, {"sandbox", "explode"}).exitCode, 2);
    const test::TempDir dir;
    const NodeProcess plain(dir.path());
    EXPECT_EQ(plain.call("GET", "/v1/sandbox").status, 501);
}

bool openssl(const QStringList& arguments)
{
    QProcess process;
    process.start(QStringLiteral("openssl"), arguments);
    return process.waitForFinished(kPatienceMillis) && process.exitCode() == 0;
}

TEST(SandboxOrders, takeACertificateAndThenConnectWithStatementsSignedByItsKey)
{
    const test::TempDir keys;
    const auto key = QString::fromStdString((keys.path() / "key.pem").string());
    const auto certificate = QString::fromStdString((keys.path() / "cert.pem").string());
    ASSERT_TRUE(openssl({QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"),
                         QStringLiteral("rsa:2048"), QStringLiteral("-nodes"), QStringLiteral("-subj"),
                         QStringLiteral("/CN=gatehouse"), QStringLiteral("-keyout"), key,
                         QStringLiteral("-out"), certificate}))
        << "is the openssl command installed? packaging/debian-packages.txt names it";
    SandboxNode sandbox;
    ASSERT_TRUE(sandbox.node.ready());
    std::string origin;
    const auto vendors = sandbox.node.call("GET", "/v1/sandbox").json();
    for (const auto& vendor : vendors.root()["result"].items()) {
        origin =
            vendor["slug"].asString() == "salesforce" ? std::string(vendor["base_url"].asString()) : origin;
    }
    const auto pem = test::readFile(keys.path() / "key.pem");
    json::Arena arena;
    json::ObjectBuilder fields(arena);
    fields.set("auth_origin", origin).set("username", "integration@globex.example");
    fields.set("client_id", "3MVG9.sandbox.consumer.key");
    json::ObjectBuilder credentials(arena);
    credentials.set("private_key", pem);
    json::ObjectBuilder request(arena);
    request.set("environment_id", "env_globex").set("integration", "salesforce");
    request.set("auth", "oauth2_jwt_bearer").set("label", "By certificate");
    request.set("fields", fields.build()).set("credentials", credentials.build());
    const auto body = json::write(request.build());
    const auto connect = [&] {
        const auto id = std::string(
            sandbox.node.call("POST", "/v1/connect/sessions", body).json().root()["id"].asString());
        json::Document seen;
        static_cast<void>(becomes([&] {
            seen = sandbox.node.call("GET", "/v1/connect/sessions/" + id).json();
            return seen.root()["status"].asString() != "working";
        }));
        return seen;
    };
    const auto refused = connect();
    EXPECT_EQ(refused.root()["failure"]["code"].asString(), "invalid_grant") << json::write(*refused);
    EXPECT_EQ(ctl(sandbox.dir, {"sandbox", "register", "salesforce", key.toStdString() + ".none"}).exitCode,
              1);
    const auto uploaded = ctl(sandbox.dir, {"sandbox", "register", "salesforce", certificate.toStdString()});
    EXPECT_EQ(uploaded.exitCode, 0) << uploaded.errors;
    const auto connected = connect();
    EXPECT_EQ(connected.root()["status"].asString(), "connected") << json::write(*connected);
    const std::string account(connected.root()["account_id"].asString());
    EXPECT_EQ(sandbox.node.call("GET", "/v1/unified/crm/contacts?limit=2&account_id=" + account).status, 200);
    EXPECT_EQ(sandbox.node.call("POST", "/v1/accounts/" + account + "/refresh").status, 200);
}

TEST(NodeHardening, leavesNoCoreDump)
{
    const test::TempDir dir;
    const NodeProcess node(dir.path());
    ASSERT_TRUE(node.ready());
    std::ifstream limits(fmt::format("/proc/{}/limits", node.processId()));
    std::string line;
    std::string core;
    while (std::getline(limits, line)) {
        core = line.starts_with("Max core file size") ? line : core;
    }
    // A process that is not dumpable shows nothing of itself to others of its user; as root this can be read.
    EXPECT_TRUE(core.empty() || core.find(" 0 ") != std::string::npos) << core;
}

} // namespace
} // namespace gatehouse::e2e
