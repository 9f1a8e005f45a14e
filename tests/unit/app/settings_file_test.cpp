// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/settings_file.h"
#include "tests/support/temp_dir.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gatehouse::app {
namespace {

using testing::HasSubstr;

class SettingsFileTest : public testing::Test
{
protected:
    SettingsFileTest() { options.dataDir = dir.path(); }

    std::string mistake()
    {
        const auto applied = applySettingsFile(options);
        return applied ? "" : applied.error().describe();
    }

    test::TempDir dir;
    Options options;
};

TEST_F(SettingsFileTest, isOptional)
{
    EXPECT_TRUE(applySettingsFile(options));
}

TEST_F(SettingsFileTest, readsTomlAndJsonAlike)
{
    dir.write("gatehouse.toml", "listen = \"0.0.0.0:1\"\nsandbox = true\nallow_private_targets = false\n");
    EXPECT_TRUE(applySettingsFile(options));
    EXPECT_EQ(options.listenPort, 1);
    EXPECT_TRUE(options.sandbox);
    EXPECT_FALSE(options.privateTargets());

    std::filesystem::remove(dir.path() / "gatehouse.toml");
    dir.write("gatehouse.json", R"({"listen":"0.0.0.0:2","sandbox":false,"allow-host":["a","b"]})");
    EXPECT_TRUE(applySettingsFile(options));
    EXPECT_EQ(options.listenPort, 2);
    EXPECT_FALSE(options.sandbox);
    EXPECT_EQ(options.hostNames.size(), 2U);
}

TEST_F(SettingsFileTest, saysWhereAMistakeIs)
{
    dir.write("gatehouse.toml", "sandbox = true\nlissen = \"x\"\n");
    EXPECT_THAT(mistake(), HasSubstr("gatehouse.toml:2:"));
    dir.write("gatehouse.toml", "sandbox = tru\n");
    EXPECT_THAT(mistake(), HasSubstr("gatehouse.toml:1:"));
    dir.write("gatehouse.toml", "listen = 8787\n");
    EXPECT_THAT(mistake(), HasSubstr("listen must be a text"));
    dir.write("gatehouse.toml", "\nlog-level = \"loud\"\n");
    EXPECT_THAT(mistake(), HasSubstr("gatehouse.toml:2:"));
}

TEST_F(SettingsFileTest, saysWhereJsonIsBroken)
{
    dir.write("gatehouse.json", "{\n  \"sandbox\": tru\n}");
    EXPECT_THAT(mistake(), HasSubstr("gatehouse.json:2:"));
    dir.write("gatehouse.json", "[]");
    EXPECT_THAT(mistake(), HasSubstr("one object"));
    dir.write("gatehouse.json", R"({"listen":1})");
    EXPECT_THAT(mistake(), HasSubstr("listen must be a text"));
}

TEST_F(SettingsFileTest, refusesTwoFilesAtOnce)
{
    dir.write("gatehouse.json", "{}");
    dir.write("gatehouse.toml", "");
    EXPECT_THAT(mistake(), HasSubstr("keep one of the two"));
}

} // namespace
} // namespace gatehouse::app
