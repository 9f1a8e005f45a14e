// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/store/store_backend.h"

namespace gatehouse::store::test {
namespace {

using namespace std::chrono_literals;

class LeaseContract : public StoreContract
{
protected:
    LeaseAnswer take(const std::string& owner, std::chrono::milliseconds length = 30s)
    {
        const auto answer = wait<LeaseAnswer>(
            [&](auto done) { store().leases().takeLease("refresh:acc_1", owner, length, std::move(done)); });
        EXPECT_TRUE(answer) << answer.error().message;
        return answer.value_or(LeaseAnswer{});
    }

    bool release(const LeaseRow& lease)
    {
        return wait<bool>([&](auto done) { store().leases().releaseLease(lease, std::move(done)); })
            .value_or(false);
    }

    Result<bool> begin(const LeaseRow& lease, const std::string& hash)
    {
        const RefreshIntentRow intent{"acc_1", lease.fence, hash, m_clock.now()};
        return wait<bool>([&](auto done) { store().tokens().beginRefresh(intent, lease, std::move(done)); });
    }

    Result<bool> end(const LeaseRow& lease, bool resolved = true)
    {
        TokenStateRow state;
        state.accountId = "acc_1";
        state.dueAt = m_clock.now() + 1h;
        state.scopes = "read write";
        return wait<bool>([&](auto done) {
            store().tokens().endRefresh(lease, "acc_1", state, resolved, std::move(done));
        });
    }

    std::vector<RefreshIntentRow> intents()
    {
        return wait<std::vector<RefreshIntentRow>>(
                   [&](auto done) { store().tokens().refreshIntents(std::move(done)); })
            .value_or(std::vector<RefreshIntentRow>{});
    }

    std::vector<TokenStateRow> states()
    {
        return wait<std::vector<TokenStateRow>>(
                   [&](auto done) { store().tokens().tokenStates(std::move(done)); })
            .value_or(std::vector<TokenStateRow>{});
    }

    void connect()
    {
        ASSERT_TRUE(putEnvironment("env_1"));
        AccountRow account;
        account.id = "acc_1";
        account.environmentId = "env_1";
        ASSERT_TRUE(putAccount(account));
    }
};

INSTANTIATE_TEST_SUITE_P(Backends, LeaseContract, ::testing::ValuesIn(backends()),
                         [](const auto& backend) { return backend.param.name; });

TEST_P(LeaseContract, oneOwnerHasALeaseAndTheOtherLearnsWhoAndUntilWhen)
{
    const auto mine = take("a");
    ASSERT_TRUE(mine.taken);
    EXPECT_EQ(mine.lease.fence, 1U);

    const auto other = take("b");
    EXPECT_FALSE(other.taken);
    EXPECT_EQ(other.lease.owner, "a");
    EXPECT_EQ(other.lease.until, m_clock.now() + 30s);
    EXPECT_FALSE(take("a").taken) << "not even by its owner, who may be doing two things";
}

TEST_P(LeaseContract, aReleasedLeaseIsFreeAndItsFenceGoesOnCountingAlsoAfterAReopen)
{
    const auto first = take("a");
    EXPECT_TRUE(release(first.lease));
    EXPECT_FALSE(release(first.lease));
    reopen();
    const auto second = take("b");
    EXPECT_TRUE(second.taken);
    EXPECT_GT(second.lease.fence, first.lease.fence);
}

TEST_P(LeaseContract, aLeaseOfAHolderThatHangsRunsOutAndCannotBeRenewedOnceItIsTaken)
{
    const auto hung = take("a", 20s);
    m_clock.advance(19s);
    EXPECT_FALSE(take("b").taken);
    const auto renewed =
        wait<LeaseRow>([&](auto done) { store().leases().renewLease(hung.lease, 5s, std::move(done)); });
    ASSERT_TRUE(renewed);
    EXPECT_EQ(renewed->fence, hung.lease.fence);
    m_clock.advance(5s);
    EXPECT_TRUE(take("b").taken);
    const auto late =
        wait<LeaseRow>([&](auto done) { store().leases().renewLease(hung.lease, 5s, std::move(done)); });
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code, Errc::Conflict);
    EXPECT_FALSE(release(hung.lease)) << "it would take the lock from its new holder";
    EXPECT_FALSE(take("c").taken);
}

TEST_P(LeaseContract, aLeaseOfAProcessThatEndedIsFreeAtTheNextStart)
{
    const auto orphan = take("a", 1h).lease;
    reopen();
    const auto next = take("b");
    EXPECT_TRUE(next.taken);
    EXPECT_GT(next.lease.fence, orphan.fence);
}

TEST_P(LeaseContract, anIntentIsDurableBeforeTheRequestAndGoesWithItsResult)
{
    connect();
    const auto lease = take("a").lease;
    ASSERT_TRUE(begin(lease, "hash-1"));
    reopen();
    ASSERT_EQ(intents().size(), 1U);
    EXPECT_EQ(intents()[0].tokenHash, "hash-1");

    ASSERT_TRUE(end(lease));
    EXPECT_TRUE(intents().empty());
    ASSERT_EQ(states().size(), 1U);
    EXPECT_EQ(states()[0].dueAt, m_clock.now() + 1h);
    EXPECT_EQ(states()[0].scopes, "read write");
    EXPECT_FALSE(states()[0].expiresAt);
    EXPECT_TRUE(take("b").taken) << "the lease is given back in the same step";
}

TEST_P(LeaseContract, anUnresolvedIntentKeepsTheMomentOfItsFirstTry)
{
    connect();
    const auto first = take("a").lease;
    ASSERT_TRUE(begin(first, "hash-1"));
    const auto begun = m_clock.now();
    ASSERT_TRUE(end(first, false));
    m_clock.advance(10min);
    const auto second = take("a").lease;
    ASSERT_TRUE(begin(second, "hash-1"));
    ASSERT_EQ(intents().size(), 1U);
    EXPECT_EQ(intents()[0].startedAt, begun);
    EXPECT_EQ(intents()[0].fence, second.fence);
    ASSERT_TRUE(begin(second, "hash-2"));
    EXPECT_EQ(intents()[0].startedAt, m_clock.now());
}

TEST_P(LeaseContract, aStaleFenceWritesNothing)
{
    connect();
    const auto stale = take("a", 10s).lease;
    ASSERT_TRUE(begin(stale, "hash-1"));
    m_clock.advance(11s);
    const auto fresh = take("b").lease;
    EXPECT_EQ(begin(stale, "hash-2").error().code, Errc::Conflict);
    EXPECT_EQ(end(stale).error().code, Errc::Conflict);
    EXPECT_EQ(intents().size(), 1U);
    EXPECT_TRUE(states().empty());
    EXPECT_TRUE(end(fresh));
}

TEST_P(LeaseContract, tokenStatesGoWithTheirAccount)
{
    connect();
    const auto lease = take("a").lease;
    ASSERT_TRUE(begin(lease, "hash-1"));
    ASSERT_TRUE(end(lease, false));
    ASSERT_TRUE(wait<bool>([&](auto done) { store().accounts().removeAccount("acc_1", std::move(done)); }));
    EXPECT_TRUE(states().empty());
    EXPECT_TRUE(intents().empty());
    TokenStateRow orphan;
    orphan.accountId = "acc_1";
    const auto put = wait<bool>([&](auto done) { store().tokens().putTokenState(orphan, std::move(done)); });
    EXPECT_EQ(put.error().code, Errc::NotFound);
}

} // namespace
} // namespace gatehouse::store::test
