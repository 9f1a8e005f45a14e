// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/node_process.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gatehouse::e2e {
namespace {

TEST(ConsoleProgram, holdsTheSameNodeAndEndsInOrderOnSigterm)
{
    const test::TempDir dir;
    {
        NodeProcess console(dir.path(), {"--sandbox"}, "gatehouse");
        ASSERT_TRUE(console.ready()) << console.errors();
        EXPECT_EQ(console.call("POST", "/v1/environments", R"({"name":"Initrode"})").status, 201);
        console.terminate();
        EXPECT_EQ(console.exitCode(), 0) << console.errors();
    }
    const NodeProcess node(dir.path());
    ASSERT_TRUE(node.ready());
    EXPECT_THAT(node.call("GET", "/v1/environments").body, testing::HasSubstr("Initrode"));
}

TEST(ConsoleProgram, knowsTheNodesOptions)
{
    const auto help = runProgram("gatehouse", {"--help"});
    EXPECT_EQ(help.exitCode, 0);
    EXPECT_THAT(help.output, testing::HasSubstr("--sandbox"));
    EXPECT_EQ(runProgram("gatehouse", {"--lissen"}).exitCode, 2);
}

} // namespace
} // namespace gatehouse::e2e
