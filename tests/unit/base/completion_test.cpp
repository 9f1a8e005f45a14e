// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/completion.h"

#include <gtest/gtest.h>

namespace gatehouse {
namespace {

TEST(Completion, answersOnceAndIgnoresTheSecondAnswer)
{
    int calls = 0;
    int last = 0;
    Completion<int> done([&](const Result<int>& r) {
        ++calls;
        last = r.value_or(-1);
    });
    done(7);
    done(8);
    EXPECT_EQ(calls, 1);
    EXPECT_EQ(last, 7);
}

TEST(Completion, reportsAbandonedWhenItIsDroppedUnanswered)
{
    Errc code = Errc::Internal;
    {
        const Completion<int> done([&](const Result<int>& r) { code = r.error().code; });
    }
    EXPECT_EQ(code, Errc::Abandoned);
}

TEST(Completion, movesItsDutyToAnswerAlong)
{
    int calls = 0;
    Completion<int> first([&](const Result<int>&) { ++calls; });
    {
        Completion<int> second = std::move(first);
        EXPECT_EQ(calls, 0);
    }
    EXPECT_EQ(calls, 1);
}

} // namespace
} // namespace gatehouse
