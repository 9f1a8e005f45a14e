// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehousectl/terminal.h"
#include "tests/support/temp_dir.h"

#include <gtest/gtest.h>

namespace gatehouse::ctl {
namespace {

TEST(TextTable, alignsColumnsByWhatIsSeen)
{
    EXPECT_EQ(textTable({{"ID", "NAME"}, {"äöü", "x"}, {"a", "y"}}), "ID   NAME\näöü  x\na    y\n");
    EXPECT_EQ(textTable({}), "");
    EXPECT_EQ(textTable({{"a"}, {"b", "c"}}), "a\nb  c\n");
}

TEST(ReadInput, readsFilesWholeAndRefusesLargeOrMissingOnes)
{
    const test::TempDir dir;
    const auto file = dir.write("x", std::string(200'000, 'a'));
    EXPECT_EQ(readInput(file.string())->size(), 200'000U);
    EXPECT_EQ(readInput(file.string(), 100'000).error().code, Errc::LimitExceeded);
    EXPECT_EQ(readInput((dir.path() / "nothing").string()).error().code, Errc::NotFound);
    EXPECT_FALSE(readInput(dir.path().string()));
}

} // namespace
} // namespace gatehouse::ctl
