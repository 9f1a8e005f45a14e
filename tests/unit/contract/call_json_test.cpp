// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/contract/account.h"
#include "core/contract/call_json.h"
#include "core/json/parse.h"
#include "core/json/write.h"

#include <gtest/gtest.h>

namespace gatehouse {
namespace {

CallDetail someCall()
{
    CallDetail call;
    call.summary = {"req_1",
                    7,
                    fromMillis(1'760'000'000'000),
                    "unified",
                    "crm.contacts.get",
                    "acme",
                    "acc_1",
                    "env_1",
                    429,
                    403,
                    "rate_limited",
                    std::chrono::microseconds(5),
                    std::chrono::microseconds(4),
                    3,
                    2};
    call.stages = {{"send", std::chrono::microseconds(4), "403"}};
    Exchange exchange;
    exchange.method = "GET";
    exchange.url = "https://h/x";
    exchange.requestHeaders = {{"A", "1"}, {"A", "2"}};
    exchange.status = 403;
    exchange.responseBody = "text";
    exchange.error = "e";
    call.exchanges = {exchange};
    call.normalisedHeaders = {{"Retry-After", "9"}};
    call.responseBody = "{}";
    call.problem = Problem{};
    call.problem->type = "rate_limited";
    call.problem->status = 429;
    call.problem->providerError = *json::parse(R"({"code":1.50})");
    call.problem->retryAfter = 9;
    call.problem->reauth = true;
    call.problem->pointer = "/a";
    call.problem->occurredAt = fromMillis(1'760'000'000'000);
    call.limits = {{"burst", 10, 0, 9, std::nullopt}};
    call.warnings = {{"f", "account", "m", 3}};
    return call;
}

TEST(CallJson, goesThereAndBackWithoutLoss)
{
    json::Arena arena;
    const std::string text = json::write(toJson(someCall(), arena));
    const auto document = *json::parse(std::string_view(text));

    const CallDetail back = callDetailFromJson(*document);

    EXPECT_EQ(json::write(toJson(back, arena)), text);
    EXPECT_EQ(back.summary.sequence, 7U);
    EXPECT_EQ(back.exchanges[0].requestHeaders[1].value, "2");
    EXPECT_EQ(back.problem->retryAfter, 9);
    EXPECT_TRUE(back.problem->reauth);
    EXPECT_EQ(json::write(*back.problem->providerError), R"({"code":1.50})");
    EXPECT_EQ(back.limits[0].windowSeconds, std::nullopt);
}

TEST(CallJson, showsASuccessWithoutCategory)
{
    json::Arena arena;
    EXPECT_TRUE(toJson(CallSummary{}, arena)["category"].isNull());
    EXPECT_EQ(callSummaryFromJson(toJson(CallSummary{}, arena)).category, "");
}

TEST(AccountStatus, hasTheContractsNames)
{
    EXPECT_EQ(accountStatusName(AccountStatus::Connecting), "connecting");
    EXPECT_EQ(accountStatusName(AccountStatus::Active), "active");
    EXPECT_EQ(accountStatusName(AccountStatus::NeedsReauth), "needs_reauth");
    EXPECT_EQ(accountStatusName(AccountStatus::Disabled), "disabled");
}

TEST(Problem, carriesARetryAfterWheneverTheCallerShouldWait)
{
    for (const Errc code : {Errc::RateLimited, Errc::CircuitOpen, Errc::Unavailable}) {
        EXPECT_TRUE(problemFrom({code, "m", {}, {}, {}}, UnixMillis{}, "req_1").retryAfter) << errcName(code);
    }
    EXPECT_FALSE(problemFrom({Errc::NotFound, "m", {}, {}, {}}, UnixMillis{}, "req_1").retryAfter);
}

} // namespace
} // namespace gatehouse
