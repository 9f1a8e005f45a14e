// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/contract/webhook_json.h"
#include "core/json/parse.h"
#include "core/json/write.h"
#include "core/store/sql/list_statements.h"
#include "core/store/sql/webhook_repositories.h"

#include <fmt/format.h>

#include <algorithm>

namespace gatehouse::store::sql {
namespace {

constexpr std::size_t kMaxPage = 10'000;

std::string unknown(const std::string& id)
{
    return fmt::format("there is no delivery {}; old ones are removed", id);
}

std::string headersText(const std::vector<HeaderField>& headers)
{
    json::Arena arena;
    return json::write(headersToJson(headers, arena));
}

Result<std::vector<HeaderField>> headersOf(std::string text)
{
    GH_ASSIGN(const auto document, json::parse(std::move(text)));
    return headersFromJson(*document);
}

std::string_view keptPart(const std::string& body)
{
    return std::string_view(body).substr(0, kKeptBodyBytes);
}

Status insertAttempt(Connection& db, const DeliveryAttempt& attempt)
{
    const auto requestHeaders = headersText(attempt.requestHeaders);
    const auto responseHeaders = headersText(attempt.responseHeaders);
    GH_TRY(db.change("INSERT INTO delivery_attempts (delivery_id, number, started_at, duration_us, url, "
                     "status, error, request_headers, request_body, request_bytes, response_headers, "
                     "response_body, response_bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                     attempt.deliveryId, attempt.number, attempt.startedAt, attempt.duration.count(),
                     attempt.url, attempt.status, attempt.error, Bytes{requestHeaders},
                     Bytes{keptPart(attempt.requestBody)}, attempt.requestBodyBytes, Bytes{responseHeaders},
                     Bytes{keptPart(attempt.responseBody)}, attempt.responseBodyBytes));
    return {};
}

Result<DeliveryAttempt> readAttempt(Rows& rows)
{
    DeliveryAttempt attempt;
    attempt.deliveryId = rows.text(0);
    attempt.number = static_cast<std::uint32_t>(rows.natural(1));
    attempt.startedAt = rows.time(2);
    attempt.duration = std::chrono::microseconds(rows.integer(3));
    attempt.url = rows.text(4);
    attempt.status = static_cast<int>(rows.integer(5));
    attempt.error = rows.text(6);
    GH_ASSIGN(attempt.requestHeaders, headersOf(rows.bytes(7)));
    attempt.requestBody = rows.bytes(8);
    attempt.requestBodyBytes = rows.integer(9);
    GH_ASSIGN(attempt.responseHeaders, headersOf(rows.bytes(10)));
    attempt.responseBody = rows.bytes(11);
    attempt.responseBodyBytes = rows.integer(12);
    return attempt;
}

/// What may be sent now: by due time, or strictly the oldest one when order counts.
Result<std::vector<LeasedDelivery>> due(Connection& db, const std::string& endpointId, bool ordered,
                                        UnixMillis now, std::size_t limit)
{
    GH_ASSIGN(auto rows, ordered ? db.query(kOldestDelivery, endpointId)
                                 : db.query(kDueDeliveries, endpointId, now, limit));
    GH_ASSIGN(auto list, all(rows, [](Rows& row) {
                  LeasedDelivery leased;
                  leased.delivery = readDelivery(row);
                  leased.lease = row.natural(22);
                  leased.body = row.bytes(23);
                  return leased;
              }));
    std::erase_if(list, [now](const LeasedDelivery& leased) { return leased.delivery.nextAt > now; });
    return list;
}

} // namespace

void SqlDeliveries::addDeliveries(std::vector<NewDelivery> deliveries, Completion<std::uint64_t> done)
{
    m_dispatcher.write<std::uint64_t>(
        [deliveries = std::move(deliveries)](Connection& db) -> Result<std::uint64_t> {
            Savepoint step(db);
            GH_TRY(step.begin());
            GH_ASSIGN(const auto count, insertDeliveries(db, deliveries));
            GH_TRY(step.keep());
            return count;
        },
        std::move(done));
}

void SqlDeliveries::leaseDeliveries(std::string endpointId, bool ordered, UnixMillis now,
                                    std::chrono::milliseconds lease, std::size_t limit,
                                    Completion<std::vector<LeasedDelivery>> done)
{
    m_dispatcher.write<std::vector<LeasedDelivery>>(
        [endpointId = std::move(endpointId), ordered, now, lease,
         limit](Connection& db) -> Result<std::vector<LeasedDelivery>> {
            GH_ASSIGN(auto list, due(db, endpointId, ordered, now, std::min(limit, kMaxPage)));
            Savepoint step(db);
            GH_TRY(step.begin());
            for (auto& leased : list) {
                // Odd while somebody has it: the next start takes back what a killed node had in hand.
                leased.lease += leased.lease % 2 == 0 ? 1U : 2U;
                leased.delivery.nextAt = now + lease;
                GH_TRY(db.change("UPDATE deliveries SET next_at = ?, lease = ? WHERE sequence = ?",
                                 *leased.delivery.nextAt, leased.lease, leased.delivery.sequence));
            }
            GH_TRY(step.keep());
            return list;
        },
        std::move(done));
}

void SqlDeliveries::recordAttempt(LeasedDelivery delivery, DeliveryAttempt attempt, DeliveryOutcome outcome,
                                  Completion<bool> done)
{
    // The body was sent and is stored already: the job need not carry it.
    m_dispatcher.write<bool>(
        [sequence = delivery.delivery.sequence, id = delivery.delivery.id, lease = delivery.lease,
         attempt = std::move(attempt), outcome](Connection& db) -> Result<bool> {
            Savepoint step(db);
            GH_TRY(step.begin());
            GH_TRY(insertAttempt(db, attempt));
            const bool pending = outcome.state == DeliveryState::Pending;
            GH_ASSIGN(
                const auto changed,
                db.change("UPDATE deliveries SET state = ?, attempts = ?, next_at = ?, last_status = ?, "
                          "last_error = ?, last_us = ?, finished_at = ?, lease = lease + 1 "
                          "WHERE sequence = ? AND state = 'pending' AND lease = ?",
                          deliveryStateName(outcome.state), attempt.number,
                          pending ? std::optional(outcome.nextAt.value_or(outcome.at)) : std::nullopt,
                          attempt.status, attempt.error, attempt.duration.count(),
                          pending ? std::nullopt : std::optional(outcome.at), sequence, lease));
            GH_TRY(step.keep());
            if (changed == 0) {
                return fail(Errc::Conflict,
                            fmt::format("delivery {} was taken over; its attempt is written down", id));
            }
            return true;
        },
        std::move(done));
}

void SqlDeliveries::delivery(std::string id, Completion<Delivery> done)
{
    m_dispatcher.read<Delivery>(
        [id = std::move(id)](Connection& db) -> Result<Delivery> {
            GH_ASSIGN(auto rows,
                      db.query("SELECT " GATEHOUSE_DELIVERY_COLUMNS " FROM deliveries WHERE id = ?", id));
            return one(rows, readDelivery, [&id] { return unknown(id); });
        },
        std::move(done));
}

void SqlDeliveries::deliveryBody(std::string id, Completion<std::string> done)
{
    m_dispatcher.read<std::string>(
        [id = std::move(id)](Connection& db) -> Result<std::string> {
            GH_ASSIGN(auto rows, db.query("SELECT body FROM delivery_bodies WHERE sequence = "
                                          "(SELECT sequence FROM deliveries WHERE id = ?)",
                                          id));
            return one(
                rows, [](Rows& row) { return row.bytes(0); }, [&id] { return unknown(id); });
        },
        std::move(done));
}

void SqlDeliveries::attempts(std::string deliveryId, Completion<std::vector<DeliveryAttempt>> done)
{
    m_dispatcher.read<std::vector<DeliveryAttempt>>(
        [id = std::move(deliveryId)](Connection& db) -> Result<std::vector<DeliveryAttempt>> {
            GH_ASSIGN(auto rows, db.query("SELECT delivery_id, number, started_at, duration_us, url, status, "
                                          "error, request_headers, request_body, request_bytes, "
                                          "response_headers, response_body, response_bytes "
                                          "FROM delivery_attempts WHERE delivery_id = ? ORDER BY sequence",
                                          id));
            std::vector<DeliveryAttempt> list;
            while (rows.next()) {
                GH_ASSIGN(auto attempt, readAttempt(rows));
                list.push_back(std::move(attempt));
            }
            GH_TRY(rows.status());
            return list;
        },
        std::move(done));
}

void SqlDeliveries::requeue(std::string id, UnixMillis at, std::optional<std::string> body,
                            Completion<bool> done)
{
    m_dispatcher.write<bool>(
        [id = std::move(id), at, body = std::move(body)](Connection& db) -> Result<bool> {
            Savepoint step(db);
            GH_TRY(step.begin());
            GH_ASSIGN(const auto changed,
                      db.change("UPDATE deliveries SET state = 'pending', next_at = ?, finished_at = NULL, "
                                "lease = lease + 1 WHERE id = ? AND state <> 'pending'",
                                at, id));
            if (changed == 0) {
                GH_ASSIGN(auto rows, db.query("SELECT id FROM deliveries WHERE id = ?", id));
                const bool there = rows.next();
                GH_TRY(rows.status());
                return there ? fail(Errc::Conflict, fmt::format("delivery {} is pending already", id))
                             : fail(Errc::NotFound, unknown(id));
            }
            if (body) {
                GH_TRY(db.change("UPDATE delivery_bodies SET body = ? WHERE sequence = "
                                 "(SELECT sequence FROM deliveries WHERE id = ?)",
                                 Bytes{*body}, id));
            }
            GH_TRY(step.keep());
            return true;
        },
        std::move(done));
}

void SqlDeliveries::discard(std::string id, UnixMillis at, Completion<bool> done)
{
    m_dispatcher.write<bool>(
        [id = std::move(id), at](Connection& db) -> Result<bool> {
            GH_ASSIGN(const auto changed,
                      db.change("UPDATE deliveries SET state = 'discarded', next_at = NULL, "
                                "finished_at = ?, lease = lease + 1 "
                                "WHERE id = ? AND state IN ('pending', 'dead')",
                                at, id));
            return changed > 0;
        },
        std::move(done));
}

} // namespace gatehouse::store::sql
