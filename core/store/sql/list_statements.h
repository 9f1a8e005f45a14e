// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/sql/delivery_rows.h"

#include <string_view>

/// Statements that list what there may be millions of, newest first. What the caller names decides which
/// index is walked, and the rest is looked at row by row until the page is full; so each index has a text of
/// its own: a statement for all queries at once ("? = '' OR …") can use none. Here, so that a test can ask
/// the database how it would run each of them.
namespace gatehouse::store::sql {

/// The values of `lead` come first.
#define GATEHOUSE_LIST_DELIVERIES(lead)                                                                      \
    "SELECT " GATEHOUSE_DELIVERY_COLUMNS " FROM deliveries WHERE " lead                                      \
    "sequence > ? AND sequence < ? AND created_at >= ? AND created_at <= ? AND "                             \
    "(? = '' OR endpoint_id = ?) AND (? = '' OR account_id = ?) AND (? = '' OR environment_id = ?) AND "     \
    "(? = '' OR integration = ?) AND (? = '' OR event = ?) AND (? = '' OR state = ?) "                       \
    "ORDER BY sequence DESC LIMIT ?"

inline constexpr std::string_view kDeliveriesOfEvent = GATEHOUSE_LIST_DELIVERIES("event_id = ? AND ");
inline constexpr std::string_view kDeliveriesOfEndpointInState =
    GATEHOUSE_LIST_DELIVERIES("endpoint_id = ? AND state = ? AND ");
inline constexpr std::string_view kDeliveriesOfAccount = GATEHOUSE_LIST_DELIVERIES("account_id = ? AND ");
inline constexpr std::string_view kPendingDeliveries = GATEHOUSE_LIST_DELIVERIES("state = 'pending' AND ");
inline constexpr std::string_view kEndedDeliveries =
    GATEHOUSE_LIST_DELIVERIES("state = ? AND state <> 'pending' AND ");
inline constexpr std::string_view kDeliveriesOfEndpoint = GATEHOUSE_LIST_DELIVERIES("endpoint_id = ? AND ");
inline constexpr std::string_view kAllDeliveries = GATEHOUSE_LIST_DELIVERIES("");

/// What may be sent to an endpoint now: by due time, or strictly the oldest one when order counts.
inline constexpr std::string_view kDueDeliveries =
    "SELECT " GATEHOUSE_DELIVERY_COLUMNS ", lease, (SELECT body FROM delivery_bodies b WHERE b.sequence = "
    "deliveries.sequence) FROM deliveries WHERE endpoint_id = ? AND state = 'pending' AND next_at <= ? "
    "ORDER BY next_at, sequence LIMIT ?";
inline constexpr std::string_view kOldestDelivery =
    "SELECT " GATEHOUSE_DELIVERY_COLUMNS ", lease, (SELECT body FROM delivery_bodies b WHERE b.sequence = "
    "deliveries.sequence) FROM deliveries WHERE endpoint_id = ? AND state = 'pending' "
    "ORDER BY sequence LIMIT 1";

inline constexpr std::string_view kDeliveryQueues =
    "SELECT endpoint_id, COUNT(*), MIN(created_at), MIN(next_at) FROM deliveries "
    "WHERE state = 'pending' GROUP BY endpoint_id ORDER BY endpoint_id";
inline constexpr std::string_view kDeliveryCounts = "SELECT endpoint_id, state, COUNT(*) FROM deliveries "
                                                    "GROUP BY endpoint_id, state ORDER BY endpoint_id, state";

#define GATEHOUSE_EVENT_COLUMNS                                                                              \
    "events.sequence, id, received_at, occurred_at, source, integration, environment_id, account_id, "       \
    "provider_event_id, type, event, model, resource, state, error, verified_by, payload_ref, "              \
    "payload_bytes, duplicates, records, last_seen_at, answered, answer_us"

#define GATEHOUSE_LIST_EVENTS(lead)                                                                          \
    "SELECT " GATEHOUSE_EVENT_COLUMNS " FROM events WHERE " lead "sequence > ? AND sequence < ? AND "        \
    "(? = '' OR source = ?) AND (? = '' OR integration = ?) AND (? = '' OR account_id = ?) AND "             \
    "(? = '' OR environment_id = ?) AND (? = '' OR type = ?) AND (? = '' OR event = ?) AND "                 \
    "(? = '' OR model = ?) AND (? = '' OR resource = ?) AND (? = '' OR state = ?) AND received_at >= ? "     \
    "AND received_at <= ? AND (? = 0 OR duplicates > 0) AND (? < 0 OR answer_us > ?) "                       \
    "ORDER BY sequence DESC LIMIT ?"

inline constexpr std::string_view kFailedEvents = GATEHOUSE_LIST_EVENTS("state = 'failed' AND ");
inline constexpr std::string_view kRepeatedEvents = GATEHOUSE_LIST_EVENTS("duplicates > 0 AND ");
inline constexpr std::string_view kAllEvents = GATEHOUSE_LIST_EVENTS("");

#define GATEHOUSE_LIST_CALLS(lead)                                                                           \
    "SELECT sequence, id, started_at, kind, operation, integration, account_id, environment_id, status, "    \
    "provider_status, category, duration_us, upstream_us, request_bytes, response_bytes FROM calls "         \
    "WHERE " lead                                                                                            \
    "sequence > ? AND sequence < ? AND (? = '' OR account_id = ?) AND (? = '' OR environment_id = ?) "       \
    "AND (? = '' OR integration = ?) ORDER BY sequence DESC LIMIT ?"

inline constexpr std::string_view kFailedCalls = GATEHOUSE_LIST_CALLS("category <> '' AND ");
inline constexpr std::string_view kAllCalls = GATEHOUSE_LIST_CALLS("");

} // namespace gatehouse::store::sql
