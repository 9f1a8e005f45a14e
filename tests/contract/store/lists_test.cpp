// SPDX-License-Identifier: GPL-3.0-or-later
// How the database runs the statements that list what there may be millions of: each must walk its index, in
// the order in which it shows the rows.
#include "core/store/sql/list_statements.h"
#include "tests/contract/store/store_backend.h"

#include <sqlite3.h>

namespace gatehouse::store::test {
namespace {

class ListPlans : public StoreContract
{
protected:
    /// The steps of the plan, joined.
    [[nodiscard]] std::string planOf(std::string_view statement)
    {
        close();
        sqlite3* db = nullptr;
        EXPECT_EQ(sqlite3_open((m_dir.path() / "gatehouse.db").c_str(), &db), SQLITE_OK);
        sqlite3_stmt* plan = nullptr;
        const std::string text = "EXPLAIN QUERY PLAN " + std::string(statement);
        EXPECT_EQ(sqlite3_prepare_v2(db, text.c_str(), -1, &plan, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
        std::string steps;
        constexpr int kDetail = 3;
        while (sqlite3_step(plan) == SQLITE_ROW) {
            steps += reinterpret_cast<const char*>(sqlite3_column_text(plan, kDetail));
            steps += '\n';
        }
        sqlite3_finalize(plan);
        sqlite3_close(db);
        return steps;
    }

    void expectWalks(std::string_view statement, const std::string& index)
    {
        const auto steps = planOf(statement);
        EXPECT_NE(steps.find(index), std::string::npos) << steps;
        EXPECT_EQ(steps.find("TEMP B-TREE"), std::string::npos)
            << "sorts what it should find sorted: " << steps;
    }
};

INSTANTIATE_TEST_SUITE_P(Backends, ListPlans, ::testing::Values(Backend{"sqlite", openSqliteStore}),
                         [](const auto& backend) { return backend.param.name; });

TEST_P(ListPlans, deliveriesAreListedByAnIndexOfWhatIsAskedFor)
{
    expectWalks(sql::kDeliveriesOfEvent, "USING INDEX deliveries_by_event (event_id=?");
    expectWalks(sql::kDeliveriesOfAccount, "USING INDEX deliveries_by_account (account_id=?");
    expectWalks(sql::kPendingDeliveries, "USING INDEX deliveries_pending");
    expectWalks(sql::kEndedDeliveries, "USING INDEX deliveries_ended (state=?");
    expectWalks(sql::kDeliveriesOfEndpoint, "USING INDEX deliveries_of_endpoint (endpoint_id=?");
    expectWalks(sql::kDeliveriesOfEndpointInState,
                "USING INDEX deliveries_by_endpoint (endpoint_id=? AND state=?");
    expectWalks(sql::kAllDeliveries, "USING INTEGER PRIMARY KEY");
}

TEST_P(ListPlans, theQueueOfAnEndpointIsTakenByItsOwnIndexes)
{
    // Equal due times are put into the order of arrival: a few rows.
    EXPECT_NE(planOf(sql::kDueDeliveries).find("deliveries_due (endpoint_id=? AND next_at<?"),
              std::string::npos)
        << planOf(sql::kDueDeliveries);
    expectWalks(sql::kOldestDelivery, "USING INDEX deliveries_by_endpoint (endpoint_id=? AND state=?");
}

TEST_P(ListPlans, queuesAndCountsAreReadFromAnIndexAlone)
{
    expectWalks(sql::kDeliveryQueues, "USING COVERING INDEX deliveries_due");
    expectWalks(sql::kDeliveryCounts, "USING COVERING INDEX deliveries_by_endpoint");
}

TEST_P(ListPlans, whatIsRareAmongEventsAndCallsHasAnIndex)
{
    expectWalks(sql::kFailedEvents, "INDEX events_failed");
    expectWalks(sql::kRepeatedEvents, "INDEX events_repeated");
    expectWalks(sql::kFailedCalls, "INDEX calls_failed");
    expectWalks(sql::kAllEvents, "USING INTEGER PRIMARY KEY");
    expectWalks(sql::kAllCalls, "USING INTEGER PRIMARY KEY");
}

} // namespace
} // namespace gatehouse::store::test
