// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sql/delivery_rows.h"

namespace gatehouse::store::sql {

Delivery readDelivery(Rows& rows)
{
    Delivery row;
    row.sequence = rows.natural(0);
    row.id = rows.text(1);
    row.eventId = rows.text(2);
    row.messageId = rows.text(3);
    row.endpointId = rows.text(4);
    row.environmentId = rows.text(5);
    row.accountId = rows.text(6);
    row.integration = rows.text(7);
    row.event = rows.text(8);
    row.model = rows.text(9);
    row.resource = rows.text(10);
    row.state = deliveryStateByName(rows.text(11)).value_or(DeliveryState::Dead);
    row.attempts = static_cast<std::uint32_t>(rows.natural(12));
    row.nextAt = rows.optionalTime(13);
    row.lastStatus = static_cast<int>(rows.integer(14));
    row.lastError = rows.text(15);
    row.replay = rows.integer(16) != 0;
    row.urlOverride = rows.text(17);
    row.createdAt = rows.time(18);
    row.finishedAt = rows.optionalTime(19);
    row.signedAt = rows.optionalTime(20);
    if (const auto took = rows.optionalInteger(21)) {
        row.lastTook = std::chrono::microseconds(*took);
    }
    return row;
}

Result<std::uint64_t> insertDeliveries(Connection& db, const std::vector<NewDelivery>& deliveries)
{
    for (const auto& [row, body] : deliveries) {
        const bool pending = row.state == DeliveryState::Pending;
        GH_TRY(db.change(
            "INSERT INTO deliveries (id, event_id, message_id, endpoint_id, environment_id, account_id, "
            "integration, event, model, resource, state, attempts, next_at, lease, last_status, last_error, "
            "replay, url_override, created_at, finished_at, signed_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, 0, 0, ?, ?, ?, ?, ?, ?)",
            row.id, row.eventId, row.messageId, row.endpointId, row.environmentId, row.accountId,
            row.integration, row.event, row.model, row.resource, deliveryStateName(row.state),
            pending ? std::optional(row.nextAt.value_or(row.createdAt)) : std::nullopt, row.lastError,
            row.replay, row.urlOverride, row.createdAt, pending ? std::nullopt : std::optional(row.createdAt),
            row.signedAt));
        GH_TRY(db.change("INSERT INTO delivery_bodies (sequence, body) VALUES "
                         "((SELECT sequence FROM deliveries WHERE id = ?), ?)",
                         row.id, Bytes{body}));
    }
    return deliveries.size();
}

} // namespace gatehouse::store::sql
