// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/store/store_backend.h"

namespace gatehouse::store::test {
namespace {

class AlertContract : public StoreContract
{
protected:
    bool put(const AlertRow& row)
    {
        return wait<bool>([&](auto done) { store().alerts().putAlert(row, std::move(done)); })
            .value_or(false);
    }

    std::vector<AlertRow> all()
    {
        return wait<std::vector<AlertRow>>([&](auto done) { store().alerts().alerts(std::move(done)); })
            .value_or(std::vector<AlertRow>{});
    }

    static AlertRow alert(const std::string& id, std::int64_t raisedAt)
    {
        AlertRow row;
        row.id = id;
        row.kind = "credential_expiring";
        row.severity = "critical";
        row.accountId = "acc_1";
        row.environmentId = "env_1";
        row.title = "Ends soon";
        row.detail = "On Friday. Größe: 中";
        row.raisedAt = fromMillis(raisedAt);
        return row;
    }
};

INSTANTIATE_TEST_SUITE_P(Backends, AlertContract, ::testing::ValuesIn(backends()),
                         [](const auto& backend) { return backend.param.name; });

TEST_P(AlertContract, alertsOutliveTheProgramAsTheyAreOldestFirst)
{
    AlertRow seen = alert("b", 5);
    seen.acknowledgedAt = fromMillis(7);
    seen.acknowledgedBy = "key:key_1";
    const AlertRow ofNoAccount = [] {
        AlertRow row = alert("c", 9);
        row.accountId.clear();
        row.environmentId.clear();
        return row;
    }();
    ASSERT_TRUE(put(ofNoAccount));
    ASSERT_TRUE(put(seen));
    ASSERT_TRUE(put(alert("a", 5)));
    reopen();
    EXPECT_EQ(all(), (std::vector<AlertRow>{alert("a", 5), seen, ofNoAccount}));
}

TEST_P(AlertContract, theSameAlertIsReplaced)
{
    AlertRow row = alert("a", 5);
    row.acknowledgedAt = fromMillis(6);
    row.resolvedAt = fromMillis(7);
    ASSERT_TRUE(put(row));
    const AlertRow again = alert("a", 50);
    ASSERT_TRUE(put(again));
    EXPECT_EQ(all(), (std::vector<AlertRow>{again})) << "what was acknowledged and resolved stands anew";
}

TEST_P(AlertContract, onlyWhatWasResolvedLongAgoIsRemoved)
{
    ASSERT_TRUE(put(alert("stands", 1)));
    AlertRow old = alert("old", 1);
    old.resolvedAt = fromMillis(10);
    AlertRow young = alert("young", 1);
    young.resolvedAt = fromMillis(20);
    ASSERT_TRUE(put(old));
    ASSERT_TRUE(put(young));
    const auto removed = wait<std::uint64_t>(
        [&](auto done) { store().alerts().removeResolvedAlerts(fromMillis(20), std::move(done)); });
    EXPECT_EQ(removed.value_or(0), 1U);
    EXPECT_EQ(all(), (std::vector<AlertRow>{alert("stands", 1), young}));
}

TEST_P(AlertContract, anAlertStaysWhenItsAccountGoes)
{
    ASSERT_TRUE(putEnvironment("env_1"));
    AccountRow account;
    account.id = "acc_1";
    account.environmentId = "env_1";
    ASSERT_TRUE(putAccount(account));
    ASSERT_TRUE(put(alert("a", 1)));
    ASSERT_TRUE(wait<bool>([&](auto done) { store().accounts().removeAccount("acc_1", std::move(done)); }));
    EXPECT_EQ(all().size(), 1U);
}

} // namespace
} // namespace gatehouse::store::test
