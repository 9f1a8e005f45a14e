// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auth/oauth2/single_flight.h"

#include <gtest/gtest.h>

#include <memory>
#include <optional>

namespace gatehouse::auth {
namespace {

using Token = std::shared_ptr<const int>;

TEST(SingleFlight, givesFiftyAskersTheAnswerOfOneFlight)
{
    SingleFlight<Token> flights;
    std::optional<Completion<Token>> flying;
    int starts = 0;
    int answers = 0;
    for (int i = 0; i < 50; ++i) {
        flights.join(
            "acc_1", [&](const Result<Token>& token) { answers += **token == 7 ? 1 : 0; },
            [&](Completion<Token> done) {
                ++starts;
                flying = std::move(done);
            });
    }
    EXPECT_EQ(flights.waiting("acc_1"), 50U);
    (*flying)(std::make_shared<const int>(7));
    EXPECT_EQ(starts, 1);
    EXPECT_EQ(answers, 50);
    EXPECT_FALSE(flights.inFlight("acc_1"));
}

TEST(SingleFlight, tellsEverybodyOfAFailureAndLetsTheNextOneTryAgain)
{
    SingleFlight<Token> flights;
    int failures = 0;
    int starts = 0;
    const auto ask = [&] {
        flights.join(
            "acc_1", [&](const Result<Token>& token) { failures += token ? 0 : 1; },
            [&](Completion<Token>) { ++starts; }); // dropped: answers Abandoned
    };
    ask();
    ask();
    EXPECT_EQ(starts, 2);
    EXPECT_EQ(failures, 2);
}

TEST(SingleFlight, keepsAccountsApart)
{
    SingleFlight<Token> flights;
    std::vector<Completion<Token>> flying;
    for (const char* account : {"a", "b"}) {
        flights.join(
            account, [](const Result<Token>&) {},
            [&](Completion<Token> done) { flying.push_back(std::move(done)); });
    }
    EXPECT_EQ(flying.size(), 2U);
}

} // namespace
} // namespace gatehouse::auth
