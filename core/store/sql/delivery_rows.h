// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/delivery_store.h"
#include "core/store/sql/connection.h"

namespace gatehouse::store::sql {

/// The columns that readDelivery() reads, in its order; with a name for the table ("d.").
#define GATEHOUSE_DELIVERY_COLUMNS                                                                           \
    "sequence, id, event_id, message_id, endpoint_id, environment_id, account_id, integration, event, "      \
    "model, resource, state, attempts, next_at, last_status, last_error, replay, url_override, "             \
    "created_at, finished_at, signed_at, last_us"

[[nodiscard]] Delivery readDelivery(Rows& rows);
/// Inserts them with their bodies; the caller holds the transaction or a Savepoint.
[[nodiscard]] Result<std::uint64_t> insertDeliveries(Connection& db,
                                                     const std::vector<NewDelivery>& deliveries);

} // namespace gatehouse::store::sql
