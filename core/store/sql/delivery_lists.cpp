// SPDX-License-Identifier: GPL-3.0-or-later
// Lists and counts of deliveries.
#include "core/store/sql/list_statements.h"
#include "core/store/sql/webhook_repositories.h"

#include <algorithm>
#include <limits>

namespace gatehouse::store::sql {
namespace {

constexpr std::size_t kLongestList = 10'000;

template <class... Lead>
Result<Rows> listed(Connection& db, std::string_view sql, const DeliveryQuery& query, const Lead&... lead)
{
    constexpr auto kMax = std::numeric_limits<std::int64_t>::max();
    const auto before = query.before ? static_cast<std::int64_t>(*query.before) : kMax;
    const auto since = query.since ? toMillis(*query.since) : std::int64_t{0};
    const auto until = query.until ? toMillis(*query.until) : kMax;
    const auto state = query.state ? deliveryStateName(*query.state) : std::string_view();
    return db.query(sql, lead..., query.after, before, since, until, query.endpointId, query.endpointId,
                    query.accountId, query.accountId, query.environmentId, query.environmentId,
                    query.integration, query.integration, query.event, query.event, state, state,
                    std::min(query.limit, kLongestList));
}

Result<Rows> listedByIndex(Connection& db, const DeliveryQuery& query)
{
    if (!query.eventId.empty()) {
        return listed(db, kDeliveriesOfEvent, query, query.eventId);
    }
    const auto state = query.state ? deliveryStateName(*query.state) : std::string_view();
    if (!query.endpointId.empty() && query.state) {
        return listed(db, kDeliveriesOfEndpointInState, query, query.endpointId, state);
    }
    if (!query.accountId.empty()) {
        return listed(db, kDeliveriesOfAccount, query, query.accountId);
    }
    if (query.state) {
        return query.state == DeliveryState::Pending ? listed(db, kPendingDeliveries, query)
                                                     : listed(db, kEndedDeliveries, query, state);
    }
    if (!query.endpointId.empty()) {
        return listed(db, kDeliveriesOfEndpoint, query, query.endpointId);
    }
    return listed(db, kAllDeliveries, query);
}

} // namespace

void SqlDeliveries::deliveries(DeliveryQuery query, Completion<std::vector<Delivery>> done)
{
    m_dispatcher.read<std::vector<Delivery>>(
        [query = std::move(query)](Connection& db) -> Result<std::vector<Delivery>> {
            GH_ASSIGN(auto rows, listedByIndex(db, query));
            return all(rows, readDelivery);
        },
        std::move(done));
}

void SqlDeliveries::queues(Completion<std::vector<EndpointQueue>> done)
{
    m_dispatcher.read<std::vector<EndpointQueue>>(
        [](Connection& db) -> Result<std::vector<EndpointQueue>> {
            GH_ASSIGN(auto rows, db.query(kDeliveryQueues));
            return all(rows, [](Rows& row) {
                return EndpointQueue{row.text(0), row.natural(1), row.optionalTime(2), row.optionalTime(3)};
            });
        },
        std::move(done));
}

void SqlEndpoints::deliveryCounts(Completion<std::vector<DeliveryCount>> done)
{
    m_dispatcher.read<std::vector<DeliveryCount>>(
        [](Connection& db) -> Result<std::vector<DeliveryCount>> {
            GH_ASSIGN(auto rows, db.query(kDeliveryCounts));
            return all(rows, [](Rows& row) {
                return DeliveryCount{row.text(0),
                                     deliveryStateByName(row.text(1)).value_or(DeliveryState::Dead),
                                     row.natural(2)};
            });
        },
        std::move(done));
}

} // namespace gatehouse::store::sql
