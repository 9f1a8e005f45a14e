// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/data_directory.h"
#include "tests/support/temp_dir.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gatehouse::app {
namespace {

namespace fs = std::filesystem;

TEST(DataDirectory, isMadeForTheOwnerAlone)
{
    const test::TempDir dir;
    const auto made = prepareDataDirectory(dir.path() / "a" / "b");
    ASSERT_TRUE(made) << made.error().message;
    EXPECT_TRUE(made->is_absolute());
    EXPECT_EQ(fs::status(*made).permissions() & fs::perms::all, fs::perms::owner_all);
}

TEST(DataDirectory, isNarrowedWhenOthersCouldRead)
{
    const test::TempDir dir;
    fs::permissions(dir.path(), fs::perms::all);
    ASSERT_TRUE(prepareDataDirectory(dir.path()));
    EXPECT_EQ(fs::status(dir.path()).permissions() & fs::perms::all, fs::perms::owner_all);
}

TEST(DataDirectory, saysWhyItCannotBeUsed)
{
    const test::TempDir dir;
    const auto file = dir.write("file", "");
    const auto refused = prepareDataDirectory(file);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, testing::HasSubstr("--data-dir"));
    EXPECT_FALSE(prepareDataDirectory(file / "below"));
}

} // namespace
} // namespace gatehouse::app
