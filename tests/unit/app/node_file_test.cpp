// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/node_file.h"
#include "tests/support/temp_dir.h"

#include <gtest/gtest.h>

#include <unistd.h>

namespace gatehouse::app {
namespace {

TEST(NodeFile, tellsOthersWhereTheNodeListens)
{
    const test::TempDir dir;
    ASSERT_TRUE(writeNodeFile(dir.path(), {"http://127.0.0.1:1", getpid(), "0.1"}));
    const auto permissions = std::filesystem::status(dir.path() / "node.json").permissions();
    EXPECT_EQ(permissions & std::filesystem::perms::all,
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    const auto read = readNodeFile(dir.path());
    ASSERT_TRUE(read);
    EXPECT_EQ(read->apiUrl, "http://127.0.0.1:1");
    EXPECT_EQ(read->version, "0.1");
    removeNodeFile(dir.path());
    EXPECT_EQ(readNodeFile(dir.path()).error().code, Errc::NotFound);
}

TEST(NodeFile, isNotBelievedWhenItsProcessIsGone)
{
    const test::TempDir dir;
    ASSERT_TRUE(writeNodeFile(dir.path(), {"http://127.0.0.1:1", 0x3fffffff, "0.1"}));
    EXPECT_EQ(readNodeFile(dir.path()).error().code, Errc::NotFound);
}

TEST(NodeFile, saysWhyItCannotBeWritten)
{
    const auto written = writeNodeFile("/nonexistent/folder", {});
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, Errc::Unavailable);
}

} // namespace
} // namespace gatehouse::app
