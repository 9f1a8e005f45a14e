// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/store/store_backend.h"

namespace gatehouse::store::test {
namespace {

class CallLogContract : public StoreContract
{
protected:
    [[nodiscard]] CallRow call(std::uint64_t sequence)
    {
        CallRow row;
        row.sequence = sequence;
        row.id = "req_" + std::to_string(sequence);
        row.startedAt = m_clock.now();
        row.kind = "unified";
        row.operation = "crm.contacts.list";
        row.integration = "some-crm";
        row.accountId = sequence % 2 == 0 ? "acc_even" : "acc_odd";
        row.environmentId = "env_1";
        row.status = 200;
        row.providerStatus = 200;
        row.durationMicros = 1234;
        row.upstreamMicros = 1000;
        row.responseBytes = 4096;
        return row;
    }

    Result<bool> append(const CallRow& row, const std::string& detail = "{}")
    {
        return wait<bool>([&](auto done) {
            store().calls().appendCall(
                row, [detail] { return detail; }, std::move(done));
        });
    }

    Result<std::vector<CallRow>> list(const CallQuery& query)
    {
        return wait<std::vector<CallRow>>([&](auto done) { store().calls().calls(query, std::move(done)); });
    }
};

INSTANTIATE_TEST_SUITE_P(Backends, CallLogContract, ::testing::ValuesIn(backends()),
                         [](const auto& backend) { return backend.param.name; });

TEST_P(CallLogContract, aCallAndItsDetailComeBack)
{
    auto row = call(7);
    row.category = "rate_limited";
    ASSERT_TRUE(append(row, R"({"stages":["résolve"]})"));
    const auto listed = list({});
    ASSERT_TRUE(listed) << listed.error().message;
    ASSERT_EQ(listed->size(), 1U);
    const auto& back = listed->front();
    EXPECT_EQ(back.sequence, 7U);
    EXPECT_EQ(back.id, row.id);
    EXPECT_EQ(back.startedAt, row.startedAt);
    EXPECT_EQ(back.operation, row.operation);
    EXPECT_EQ(back.category, row.category);
    EXPECT_EQ(back.durationMicros, 1234);
    EXPECT_EQ(back.upstreamMicros, 1000);
    EXPECT_EQ(back.responseBytes, 4096);
    EXPECT_EQ(wait<std::string>([&](auto done) { store().calls().callDetail("req_7", std::move(done)); }),
              R"({"stages":["résolve"]})");
}

TEST_P(CallLogContract, callsAreListedNewestFirstWithinBoundsAndFilters)
{
    for (std::uint64_t i = 1; i <= 10; ++i) {
        auto row = call(i);
        row.category = i == 4 ? "not_found" : "";
        ASSERT_TRUE(append(row));
    }
    CallQuery query;
    query.after = 3;
    query.limit = 3;
    auto listed = list(query);
    ASSERT_EQ(listed->size(), 3U);
    EXPECT_EQ(listed->at(0).sequence, 10U);
    query.before = 8;
    listed = list(query);
    EXPECT_EQ(listed->at(0).sequence, 7U);
    query = {};
    query.accountId = "acc_even";
    EXPECT_EQ(list(query)->size(), 5U);
    query.integration = "another";
    EXPECT_TRUE(list(query)->empty());
    query = {};
    query.errorsOnly = true;
    listed = list(query);
    ASSERT_EQ(listed->size(), 1U);
    EXPECT_EQ(listed->at(0).sequence, 4U);
}

TEST_P(CallLogContract, aTakenSequenceIsRefusedAndLeavesNoDetailBehind)
{
    ASSERT_TRUE(append(call(1), "first"));
    const auto refused = append(call(1), "second");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::AlreadyExists);
    EXPECT_EQ(wait<std::string>([&](auto done) { store().calls().callDetail("req_1", std::move(done)); }),
              "first");
}

TEST_P(CallLogContract, pruningKeepsTheNewestAndRemembersTheLastSequence)
{
    for (std::uint64_t i = 1; i <= 20; ++i) {
        ASSERT_TRUE(append(call(i * 3)));
    }
    store().calls().setCallRetention({5, 1 << 20, std::chrono::hours(1)});
    EXPECT_EQ(wait<std::uint64_t>([&](auto done) { store().calls().pruneCalls(std::move(done)); }), 15U);
    EXPECT_EQ(list({})->size(), 5U);
    EXPECT_EQ(wait<std::string>([&](auto done) { store().calls().callDetail("req_3", std::move(done)); })
                  .error()
                  .code,
              Errc::NotFound);

    m_clock.advance(std::chrono::hours(2));
    EXPECT_EQ(wait<std::uint64_t>([&](auto done) { store().calls().pruneCalls(std::move(done)); }), 5U);
    EXPECT_TRUE(list({})->empty());
    reopen();
    EXPECT_EQ(wait<std::uint64_t>([&](auto done) { store().calls().lastCallSequence(std::move(done)); }),
              60U);
}

TEST_P(CallLogContract, detailsAreBoundedInSizeTogether)
{
    for (std::uint64_t i = 1; i <= 20; ++i) {
        ASSERT_TRUE(append(call(i), std::string(1000, 'd')));
    }
    store().calls().setCallRetention({1000, 7500, std::chrono::hours(1)});
    EXPECT_EQ(wait<std::uint64_t>([&](auto done) { store().calls().pruneCalls(std::move(done)); }), 13U);
    const auto kept = list({});
    ASSERT_EQ(kept->size(), 7U);
    EXPECT_EQ(kept->back().sequence, 14U);
}

TEST_P(CallLogContract, theLogPrunesItselfWhileWriting)
{
    auto with = options();
    with.callRetention.maxRows = 100;
    reopen(with);
    for (std::uint64_t i = 1; i < 3000; ++i) {
        store().calls().appendCall(call(i), [] { return std::string("{}"); }, {});
    }
    ASSERT_TRUE(append(call(3000)));
    const auto kept = list({0, std::nullopt, 10'000, {}, {}, {}, false});
    ASSERT_TRUE(kept);
    EXPECT_LT(kept->size(), 1200U);
    EXPECT_GE(kept->size(), 100U);
    EXPECT_EQ(kept->front().sequence, 3000U);
}

TEST_P(CallLogContract, appendingIsRefusedRatherThanQueuedWithoutBound)
{
    auto with = options();
    with.maxWaitingCalls = 10;
    reopen(with);
    std::atomic<int> kept{0};
    std::atomic<int> refused{0};
    constexpr std::uint64_t kCalls = 5000;
    for (std::uint64_t i = 1; i <= kCalls; ++i) {
        store().calls().appendCall(
            call(i), [] { return std::string("{}"); },
            [&](const Result<bool>& result) {
                if (result) {
                    ++kept;
                } else {
                    EXPECT_EQ(result.error().code, Errc::LimitExceeded);
                    ++refused;
                }
            });
    }
    // What must be kept is never refused, however long the queue.
    ASSERT_TRUE(putEnvironment("env_1"));
    const auto info = wait<StoreInfo>([&](auto done) { store().info(std::move(done)); });
    EXPECT_EQ(static_cast<std::uint64_t>(kept + refused), kCalls);
    EXPECT_GT(refused, 0);
    EXPECT_EQ(info->refusedCalls, static_cast<std::uint64_t>(refused));
}

} // namespace
} // namespace gatehouse::store::test
