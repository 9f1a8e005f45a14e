// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/parse.h"
#include "core/observe/call_log.h"

#include <gtest/gtest.h>

#include <map>

namespace gatehouse::observe {
namespace {

/// Keeps rows in a map and answers at once.
class MemoryCalls final : public store::CallLog
{
public:
    void appendCall(store::CallRow row, DetailText detailJson, Completion<bool> done) override
    {
        details[row.id] = detailJson();
        rows[row.sequence] = std::move(row);
        done(true);
    }

    void calls(store::CallQuery query, Completion<std::vector<store::CallRow>> done) override
    {
        std::vector<store::CallRow> out;
        for (auto it = rows.rbegin(); it != rows.rend() && out.size() < query.limit; ++it) {
            out.push_back(it->second);
        }
        done(std::move(out));
    }

    void callDetail(std::string id, Completion<std::string> done) override
    {
        if (const auto found = details.find(id); found != details.end()) {
            done(found->second);
        } else {
            done(fail(Errc::NotFound, "no call " + id));
        }
    }

    void lastCallSequence(Completion<std::uint64_t> done) override
    {
        done(rows.empty() ? 0 : rows.rbegin()->first);
    }

    void pruneCalls(Completion<std::uint64_t> done) override { done(0); }

    void setCallRetention(store::CallRetention /*retention*/) override {}

    std::map<std::uint64_t, store::CallRow> rows;
    std::map<std::string, std::string> details;
};

CallDetail callNamed(const std::string& id, const std::string& category = {})
{
    CallDetail detail;
    detail.summary.id = id;
    detail.summary.kind = "unified";
    detail.summary.operation = "crm.contacts.list";
    detail.summary.status = category.empty() ? 200 : 500;
    detail.summary.category = category;
    return detail;
}

struct CallLogTest : testing::Test
{
    void flush(CallLog& log)
    {
        log.flush([this](Result<std::size_t> count) { written = count.value(); });
    }

    Redactor redactor;
    MemoryCalls memory;
    std::size_t written = 0;
};

TEST_F(CallLogTest, givesTheNewestFirstAndOnlyWhatIsNew)
{
    CallLog log(redactor, memory);
    for (const char* id : {"req_a", "req_b", "req_c"}) {
        log.record(callNamed(id));
    }

    ASSERT_EQ(log.recent(0, 2).size(), 2U);
    EXPECT_EQ(log.recent(0, 2)[0].id, "req_c");
    ASSERT_EQ(log.recent(2, 10).size(), 1U);
    EXPECT_EQ(log.recent(2, 10)[0].sequence, 3U);
}

TEST_F(CallLogTest, survivesARestart)
{
    {
        CallLog log(redactor, memory);
        auto call = callNamed("req_kept");
        call.stages.push_back({"send", std::chrono::microseconds(42), "200"});
        call.problem = Problem{};
        call.problem->category = "rate_limited";
        call.problem->retryAfter = 7;
        log.record(std::move(call));
        flush(log);
        EXPECT_EQ(written, 1U);
    }
    CallLog log(redactor, memory);
    log.restore([](Result<bool> done) { EXPECT_TRUE(done); });

    ASSERT_EQ(log.recent(0, 10).size(), 1U);
    EXPECT_EQ(log.record(callNamed("req_next")).sequence, 2U);
    bool answered = false;
    log.detail("req_kept", [&](Result<CallDetail> detail) {
        answered = true;
        ASSERT_TRUE(detail);
        ASSERT_EQ(detail->stages.size(), 1U);
        EXPECT_EQ(detail->stages[0].duration.count(), 42);
        ASSERT_TRUE(detail->problem);
        EXPECT_EQ(detail->problem->retryAfter, 7);
    });
    EXPECT_TRUE(answered);
}

TEST_F(CallLogTest, redactsBeforeAnythingIsKept)
{
    redactor.learn(Secret(std::string("the-access-token")));
    CallLog log(redactor, memory);
    auto call = callNamed("req_a");
    Exchange exchange;
    exchange.url = "https://h/x?api_key=abc";
    exchange.requestHeaders = {{"Authorization", "Bearer the-access-token"}};
    exchange.responseBody = R"({"echo":"the-access-token"})";
    exchange.responseBodyBytes = 27;
    call.exchanges.push_back(exchange);
    log.record(std::move(call));
    flush(log);

    EXPECT_EQ(memory.details["req_a"].find("the-access-token"), std::string::npos);
    log.detail("req_a", [](Result<CallDetail> detail) {
        EXPECT_EQ(detail->exchanges[0].requestHeaders[0].value, "Bearer [redacted]");
        EXPECT_EQ(detail->exchanges[0].responseBody, R"({"echo":"[redacted]"})");
        EXPECT_EQ(detail->exchanges[0].url, "https://h/x?api_key=[redacted]");
    });
}

TEST_F(CallLogTest, keepsNoSecretWhereverACallCarriesText)
{
    const std::string canary = "canary\"4f\\secret";
    redactor.learn(Secret(std::string(canary)));
    redactor.learn(Secret(std::string("1234567890")));
    CallLog log(redactor, memory);
    auto call = callNamed("req_a", "auth_failure");
    call.stages.push_back({"authorise", std::chrono::microseconds(1), "sent " + canary});
    call.warnings.push_back({"email", "warning", "not an address: " + canary, 0});
    call.normalisedHeaders = {{"X-Echo", canary}};
    call.problem = Problem{};
    call.problem->detail = "refused " + canary;
    call.problem->providerError =
        *json::parse(R"({"code": "invalid_grant", "assertion": "x canary\"4f\\secret y"})");
    log.record(std::move(call));
    auto broken = callNamed("req_b", "auth_failure");
    broken.problem = Problem{};
    broken.problem->providerError = *json::parse(R"({"pin": 1234567890})");
    log.record(std::move(broken));
    flush(log);

    EXPECT_EQ(memory.details["req_a"].find("4f"), std::string::npos) << memory.details["req_a"];
    EXPECT_EQ(memory.details["req_b"].find("1234567890"), std::string::npos);
    log.detail("req_a", [](Result<CallDetail> detail) {
        ASSERT_TRUE(detail->problem);
        EXPECT_EQ((*detail->problem->providerError)["code"].asString(), "invalid_grant");
        EXPECT_EQ((*detail->problem->providerError)["assertion"].asString(), "x [redacted] y");
        EXPECT_EQ(detail->stages[0].note, "sent [redacted]");
    });
    log.detail("req_b",
               [](Result<CallDetail> detail) { EXPECT_TRUE(detail->problem->providerError->isUndefined()); });
}

TEST_F(CallLogTest, countsWhatTheProviderSaidAndTheWarningsAsMemory)
{
    CallLogLimits limits;
    limits.detailBytes = 20'000;
    CallLog log(redactor, memory, limits);
    for (const std::string id : {"req_a", "req_b", "req_c"}) {
        auto call = callNamed(id, "provider_error");
        call.problem = Problem{};
        call.problem->providerError = *json::parse("[\"" + std::string(6'000, 'x') + "\"]");
        call.warnings.push_back({"email", "warning", std::string(6'000, 'y'), 0});
        log.record(std::move(call));
    }

    bool gone = false;
    log.detail("req_a", [&](const Result<CallDetail>& detail) { gone = !detail.has_value(); });
    EXPECT_TRUE(gone);
    log.detail("req_c", [](const Result<CallDetail>& detail) { EXPECT_TRUE(detail); });
}

TEST_F(CallLogTest, cutsLongBodiesAtACharacterAndSaysSo)
{
    CallLogLimits limits;
    limits.bodyBytes = 9;
    CallLog log(redactor, memory, limits);
    auto call = callNamed("req_a");
    call.responseBody = "12345678\xC3\xA4-and-more";
    call.summary.responseBytes = 19;
    log.record(std::move(call));

    log.detail("req_a", [](Result<CallDetail> detail) {
        EXPECT_EQ(detail->responseBody, "12345678\n[cut: the first 8 of 19 bytes]");
    });
}

TEST_F(CallLogTest, namesBodiesThatAreNotText)
{
    CallLog log(redactor, memory);
    auto call = callNamed("req_a");
    call.responseBody = "\xFF\xFE";
    call.summary.responseBytes = 2;
    log.record(std::move(call));

    log.detail("req_a", [](Result<CallDetail> detail) {
        EXPECT_EQ(detail->responseBody, "[2 bytes that are not text]");
    });
}

TEST_F(CallLogTest, thinsOutSuccessesWhenCallsComeFasterThanTheDisk)
{
    CallLogLimits limits;
    limits.pending = 2;
    CallLog log(redactor, memory, limits);
    log.record(callNamed("req_bad", "server_error"));
    for (int i = 0; i < 5; ++i) {
        log.record(callNamed("req_" + std::to_string(i)));
    }
    flush(log);

    EXPECT_EQ(written, 2U);
    EXPECT_EQ(memory.rows[1].id, "req_bad");
    EXPECT_EQ(memory.rows[2].id, "req_0");
    EXPECT_EQ(log.unpersisted(), 4U);
    EXPECT_EQ(log.recent(0, 10).size(), 6U);
}

TEST_F(CallLogTest, keepsFailuresWholeHoweverFastCallsCome)
{
    CallLogLimits limits;
    limits.pending = 1;
    CallLog log(redactor, memory, limits);
    log.record(callNamed("req_first"));
    log.record(callNamed("req_bad", "server_error"));
    flush(log);

    EXPECT_EQ(memory.rows[2].id, "req_bad");
    EXPECT_EQ(log.unpersisted(), 1U);
}

TEST_F(CallLogTest, saysWhyACallHasNoDetailsWhenTheLogHadThinnedOut)
{
    CallLogLimits limits;
    limits.pending = 1;
    CallLog log(redactor, memory, limits);
    log.record(callNamed("req_first"));
    log.record(callNamed("req_second"));
    flush(log);

    std::string said;
    log.detail("req_second", [&](Result<CallDetail> detail) { said = detail.error().message; });
    EXPECT_NE(said.find("calls came faster"), std::string::npos) << said;
    log.detail("req_unheard", [&](Result<CallDetail> detail) { said = detail.error().message; });
    EXPECT_EQ(said.find("calls came faster"), std::string::npos) << said;
}

TEST_F(CallLogTest, keepsNoMoreDetailsThanItMay)
{
    CallLogLimits limits;
    limits.detailBytes = 5000;
    CallLog log(redactor, memory, limits);
    for (int i = 0; i < 10; ++i) {
        auto call = callNamed("req_" + std::to_string(i));
        call.responseBody = std::string(2000, 'x');
        log.record(std::move(call));
    }

    int found = 0;
    for (int i = 0; i < 10; ++i) {
        log.detail("req_" + std::to_string(i), [&](Result<CallDetail> detail) { found += detail ? 1 : 0; });
    }
    EXPECT_LE(found, 2);
    EXPECT_GE(found, 1);
}

} // namespace
} // namespace gatehouse::observe
