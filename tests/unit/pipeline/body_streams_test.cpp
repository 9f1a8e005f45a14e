// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/body_streams.h"
#include "tests/support/run_task.h"
#include "tests/unit/pipeline/fake_http.h"

#include <gtest/gtest.h>

namespace gatehouse::pipeline {
namespace {

using test::PieceBody;
using test::runTask;

std::string readAll(net::BodySource& body)
{
    std::string out;
    for (;;) {
        auto piece = runTask(body.read());
        if (!piece || !*piece || !**piece) {
            return out;
        }
        out += ***piece;
    }
}

TEST(ReadAhead, givesAShortBodyWhole)
{
    const auto read =
        runTask(readAhead(std::make_shared<PieceBody>(std::deque<std::string>{"ab", "cd"}), 100));

    ASSERT_TRUE(read && *read);
    EXPECT_EQ((*read)->bytes, "abcd");
    EXPECT_EQ((*read)->rest, nullptr);
}

TEST(ReadAhead, stopsAtTheLimitAndLosesNothing)
{
    auto read = runTask(readAhead(std::make_shared<PieceBody>(std::deque<std::string>{"ab", "cd", "ef"}), 3));

    ASSERT_TRUE(read && *read);
    EXPECT_EQ((*read)->bytes, "abcd");
    PrefixedBody whole((*read)->bytes, (*read)->rest);
    EXPECT_EQ(readAll(whole), "abcdef");
}

TEST(WatchedBody, tellsItsEndOnceWithWhatWentThrough)
{
    std::vector<BodyEnd> ends;
    {
        WatchedBody body(std::make_shared<PieceBody>(std::deque<std::string>{"abc", "def"}), 4,
                         [&](BodyEnd end) { ends.push_back(std::move(end)); });
        EXPECT_EQ(readAll(body), "abcdef");
    }
    ASSERT_EQ(ends.size(), 1U);
    EXPECT_EQ(ends[0].bytes, 6);
    EXPECT_EQ(ends[0].beginning, "abcd");
    EXPECT_FALSE(ends[0].error);
}

TEST(WatchedBody, tellsWhenItIsDroppedHalfRead)
{
    std::vector<BodyEnd> ends;
    {
        WatchedBody body(std::make_shared<PieceBody>(std::deque<std::string>{"abc", "def"}), 100,
                         [&](BodyEnd end) { ends.push_back(std::move(end)); });
        (void)runTask(body.read());
    }
    ASSERT_EQ(ends.size(), 1U);
    EXPECT_EQ(ends[0].bytes, 3);
    EXPECT_TRUE(ends[0].error);
}

} // namespace
} // namespace gatehouse::pipeline
