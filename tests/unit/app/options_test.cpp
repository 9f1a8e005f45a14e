// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/options.h"
#include "tests/support/temp_dir.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gatehouse::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class OptionsTest : public testing::Test
{
protected:
    Result<ParsedCommandLine> read(std::vector<std::string> words)
    {
        words.insert(words.begin(), {"gatehoused", "--data-dir", dir.path().string()});
        return readOptions(words, "gatehoused", "A gateway.");
    }

    Options good(std::vector<std::string> words)
    {
        auto parsed = read(std::move(words));
        EXPECT_TRUE(parsed) << (parsed ? "" : parsed.error().message);
        return parsed ? parsed->options : Options();
    }

    test::TempDir dir;
};

TEST_F(OptionsTest, haveTheContractsDefaults)
{
    const auto options = good({});
    EXPECT_EQ(options.dataDir, dir.path());
    EXPECT_EQ(options.listenAddress, "127.0.0.1");
    EXPECT_EQ(options.listenPort, 8787);
    EXPECT_EQ(options.store, "sqlite");
    EXPECT_FALSE(options.sandbox);
    EXPECT_FALSE(options.privateTargets());
    EXPECT_EQ(options.logLevel, LogLevel::Info);
}

TEST_F(OptionsTest, chooseWhereTheVaultsKeyLies)
{
    EXPECT_FALSE(good({}).vaultKey.chosen);
    EXPECT_EQ(good({}).vaultKey.source, VaultKeySource::KeyFile);
    EXPECT_EQ(good({"--vault-key", "keychain"}).vaultKey.source, VaultKeySource::Keychain);
    EXPECT_EQ(good({"--vault-key", "passphrase"}).vaultKey.source, VaultKeySource::Passphrase);
    const auto file = good({"--vault-key", "file:/media/key/vault.key"}).vaultKey;
    EXPECT_TRUE(file.chosen);
    EXPECT_EQ(file.file, "/media/key/vault.key");
    for (const auto* bad : {"", "vault", "file:", "keychain:x", "passphrase:secret"}) {
        EXPECT_FALSE(read({"--vault-key", bad})) << bad;
    }
    dir.write("gatehouse.toml", "vault-key = \"keychain\"\n");
    EXPECT_EQ(good({}).vaultKey.source, VaultKeySource::Keychain);
    EXPECT_EQ(good({"--vault-key", "file"}).vaultKey.source, VaultKeySource::KeyFile);
}

TEST_F(OptionsTest, readAddressesAndPorts)
{
    const auto listen = [this](const std::string& value) {
        const auto options = good({"--listen", value});
        return options.listenAddress + " " + std::to_string(options.listenPort);
    };
    EXPECT_EQ(listen("0.0.0.0:0"), "0.0.0.0 0");
    EXPECT_EQ(listen("[::1]:9000"), "::1 9000");
    EXPECT_EQ(listen("[::1]"), "::1 8787");
    EXPECT_EQ(listen("localhost"), "localhost 8787");
    EXPECT_EQ(listen(":80"), "127.0.0.1 80");
    EXPECT_EQ(listen("9000"), "127.0.0.1 9000");
    for (const auto* bad : {"127.0.0.1:", "127.0.0.1:x", "127.0.0.1:70000", "::1", "[::1", "1:2:3"}) {
        EXPECT_FALSE(read({"--listen", bad})) << bad;
    }
}

TEST_F(OptionsTest, allowPrivateTargetsWithTheSandboxUnlessToldOtherwise)
{
    EXPECT_TRUE(good({"--sandbox"}).privateTargets());
    EXPECT_TRUE(good({"--allow-private-targets"}).privateTargets());
    dir.write("gatehouse.toml", "allow-private-targets = false\n");
    EXPECT_FALSE(good({"--sandbox"}).privateTargets());
}

TEST_F(OptionsTest, letTheCommandLineWinOverTheFile)
{
    dir.write("gatehouse.toml", "listen = '127.0.0.1:1'\nlog-level = 'debug'\nallow-host = ['a', 'b']\n");
    const auto fromFile = good({});
    EXPECT_EQ(fromFile.listenPort, 1);
    EXPECT_THAT(fromFile.hostNames, ElementsAre("a", "b"));
    const auto both = good({"--listen", ":2", "--allow-host", "c"});
    EXPECT_EQ(both.listenPort, 2);
    EXPECT_EQ(both.logLevel, LogLevel::Debug);
    EXPECT_THAT(both.hostNames, ElementsAre("c"));
}

TEST_F(OptionsTest, refuseWhatTheyDoNotKnow)
{
    EXPECT_THAT(read({"--lissen", ":1"}).error().message, HasSubstr("lissen"));
    EXPECT_THAT(read({"start"}).error().message, HasSubstr("'start'"));
    EXPECT_THAT(read({"--log-level", "loud"}).error().message, HasSubstr("--log-level: must be debug"));
    EXPECT_EQ(read({"--store", "postgresql://x"}).error().code, Errc::Unsupported);
}

TEST_F(OptionsTest, helpNamesEveryOptionWithItsDefault)
{
    const auto help = read({"--help"});
    ASSERT_TRUE(help && help->print);
    for (const auto& spec : optionTable()) {
        EXPECT_THAT(*help->print, HasSubstr("--" + std::string(spec.name)));
    }
    EXPECT_THAT(*help->print, HasSubstr("127.0.0.1:8787"));
    EXPECT_THAT(*help->print, HasSubstr("--data-dir"));
    EXPECT_THAT(read({"--version"})->print.value_or(""), testing::StartsWith("gatehoused "));
}

} // namespace
} // namespace gatehouse::app
