// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/contract/webhook_json.h"
#include "core/json/parse.h"
#include "core/store/sql/list_statements.h"
#include "core/store/sql/webhook_repositories.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace gatehouse::store::sql {
namespace {

constexpr std::size_t kMaxPage = 10'000;
constexpr std::int64_t kPruneStep = 500; ///< Events removed in one write, so that a group stays short.

WebhookEvent readEvent(Rows& rows)
{
    WebhookEvent row;
    row.sequence = rows.natural(0);
    row.id = rows.text(1);
    row.receivedAt = rows.time(2);
    row.occurredAt = rows.optionalTime(3);
    row.source = rows.text(4);
    row.integration = rows.text(5);
    row.environmentId = rows.text(6);
    row.accountId = rows.text(7);
    row.providerEventId = rows.text(8);
    row.type = rows.text(9);
    row.event = rows.text(10);
    row.model = rows.text(11);
    row.resource = rows.text(12);
    row.state = eventStateByName(rows.text(13)).value_or(EventState::Failed);
    row.error = rows.text(14);
    row.verifiedBy = rows.text(15);
    row.payloadRef = rows.text(16);
    row.payloadBytes = rows.integer(17);
    row.duplicates = static_cast<std::uint32_t>(rows.natural(18));
    row.records = static_cast<std::uint32_t>(rows.natural(19));
    row.lastSeenAt = rows.optionalTime(20);
    row.answered = static_cast<int>(rows.integer(21));
    if (const auto answered = rows.optionalInteger(22)) {
        row.answerTime = std::chrono::microseconds(*answered);
    }
    return row;
}

std::string unknown(const std::string& id)
{
    return fmt::format("there is no event {}; old ones are removed", id);
}

/// Inserts, or counts one more arrival of the event that has the key already. No row: that one is older than
/// the window.
Result<std::optional<EventReceipt>> insertOrCount(Connection& db, const NewEvent& fresh)
{
    const auto& row = fresh.event;
    const auto key = fresh.dedupeKey.empty() ? std::nullopt : std::optional(Bytes{fresh.dedupeKey});
    GH_ASSIGN(auto rows,
              db.query("INSERT INTO events (id, dedupe_key, received_at, occurred_at, source, integration, "
                       "environment_id, account_id, provider_event_id, type, event, model, resource, state, "
                       "error, verified_by, payload_ref, payload_bytes, duplicates, records, answered) "
                       "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued', '', ?, ?, ?, 0, 0, ?) "
                       "ON CONFLICT (dedupe_key) DO UPDATE SET duplicates = events.duplicates + 1, "
                       "last_seen_at = excluded.received_at "
                       "WHERE events.received_at > ? RETURNING id, sequence",
                       row.id, key, row.receivedAt, row.occurredAt, row.source, row.integration,
                       row.environmentId, row.accountId, row.providerEventId, row.type, row.event, row.model,
                       row.resource, row.verifiedBy, row.payloadRef, row.payloadBytes, row.answered,
                       row.receivedAt - fresh.dedupeWindow));
    std::optional<EventReceipt> receipt;
    if (rows.next()) {
        receipt = EventReceipt{rows.text(0), rows.natural(1), false};
        receipt->duplicate = receipt->eventId != row.id;
    }
    GH_TRY(rows.status());
    return receipt;
}

Result<EventReceipt> insertEvent(Connection& db, const NewEvent& fresh)
{
    Savepoint step(db);
    GH_TRY(step.begin());
    GH_ASSIGN(auto receipt, insertOrCount(db, fresh));
    if (!receipt) {
        GH_TRY(db.change("UPDATE events SET dedupe_key = NULL WHERE dedupe_key = ?", Bytes{fresh.dedupeKey}));
        GH_ASSIGN(receipt, insertOrCount(db, fresh));
        if (!receipt) {
            return fail(Errc::Internal, "an event was neither stored nor counted");
        }
    }
    if (!receipt->duplicate) {
        GH_TRY(db.change("INSERT INTO event_details (sequence, request, payload, result) "
                         "VALUES (?, ?, ?, '')",
                         receipt->sequence, Bytes{fresh.requestJson}, Bytes{fresh.payload}));
        GH_TRY(db.change("INSERT INTO webhook_jobs (event_sequence, kind, options, visible_at, attempts) "
                         "VALUES (?, 'process', '{}', ?, 0)",
                         receipt->sequence, fresh.event.receivedAt));
    }
    GH_TRY(step.keep());
    return *receipt;
}

Result<std::int64_t> removeWhere(Connection& db, std::int64_t sequence)
{
    GH_TRY(db.change("DELETE FROM delivery_attempts WHERE delivery_id IN (SELECT id FROM deliveries "
                     "WHERE event_id = (SELECT id FROM events WHERE sequence = ?))",
                     sequence));
    GH_TRY(db.change("DELETE FROM delivery_bodies WHERE sequence IN (SELECT sequence FROM deliveries "
                     "WHERE event_id = (SELECT id FROM events WHERE sequence = ?))",
                     sequence));
    GH_TRY(db.change("DELETE FROM deliveries WHERE event_id = (SELECT id FROM events WHERE sequence = ?)",
                     sequence));
    GH_TRY(db.change("DELETE FROM event_details WHERE sequence = ?", sequence));
    return db.change("DELETE FROM events WHERE sequence = ?", sequence);
}

Result<std::uint64_t> pruneFinishedDeliveries(Connection& db, UnixMillis oldest)
{
    // Those of events go with their event; these have none.
    GH_ASSIGN(auto rows, db.query("SELECT sequence, id FROM deliveries WHERE state <> 'pending' AND "
                                  "finished_at < ? AND event_id = '' LIMIT ?",
                                  oldest, kPruneStep));
    GH_ASSIGN(const auto list, all(rows, [](Rows& row) { return std::pair(row.integer(0), row.text(1)); }));
    for (const auto& [sequence, id] : list) {
        GH_TRY(db.change("DELETE FROM delivery_attempts WHERE delivery_id = ?", id));
        GH_TRY(db.change("DELETE FROM delivery_bodies WHERE sequence = ?", sequence));
        GH_TRY(db.change("DELETE FROM deliveries WHERE sequence = ?", sequence));
    }
    return list.size();
}

/// The first event from that sequence on; nothing after the last.
Result<std::optional<std::pair<std::int64_t, UnixMillis>>> eventFrom(Connection& db, std::int64_t sequence)
{
    GH_ASSIGN(auto rows, db.query("SELECT sequence, received_at FROM events WHERE sequence >= ? "
                                  "ORDER BY sequence LIMIT 1",
                                  sequence));
    GH_ASSIGN(const auto list, all(rows, [](Rows& row) { return std::pair(row.integer(0), row.time(1)); }));
    return list.empty() ? std::nullopt : std::optional(list.front());
}

/// Up to which sequence events came before that time, found by halving: they stand in the order of arrival,
/// and looking at each would hold the writer up for as long as reading a million rows takes. After a jump of
/// the clock it may end too low; the next round finds more.
Result<std::int64_t> lastBefore(Connection& db, UnixMillis time, std::int64_t newest)
{
    std::int64_t low = 0;
    std::int64_t high = newest;
    GH_ASSIGN(auto found, eventFrom(db, 0));
    if (!found || found->second >= time) {
        return 0; // As almost always: nothing is too old.
    }
    while (low < high) {
        const std::int64_t middle = low + (high - low + 1) / 2;
        GH_ASSIGN(found, eventFrom(db, middle));
        if (found && found->second < time) {
            low = std::min(found->first, high);
        } else {
            high = middle - 1;
        }
    }
    return low;
}

Result<std::uint64_t> pruneStep(Connection& db, const EventRetention& retention, UnixMillis now)
{
    const auto oldest = now - retention.maxAge;
    const auto keep = static_cast<std::int64_t>(
        std::min<std::uint64_t>(retention.maxRows, std::numeric_limits<std::int64_t>::max()));
    GH_ASSIGN(auto last, db.query("SELECT COALESCE(MAX(sequence), 0) FROM events"));
    GH_ASSIGN(const auto newest, all(last, [](Rows& row) { return row.integer(0); }));
    // Sequences have no gaps to speak of, so the bound needs no counting of rows.
    const std::int64_t tooMany = newest.empty() ? 0 : newest.front() - keep;
    GH_ASSIGN(const auto tooOld, lastBefore(db, oldest, newest.empty() ? 0 : newest.front()));
    GH_ASSIGN(auto rows, db.query("SELECT sequence FROM events WHERE sequence <= ? AND "
                                  "(received_at < ? OR sequence <= ?) AND NOT EXISTS "
                                  "(SELECT 1 FROM webhook_jobs j WHERE j.event_sequence = events.sequence) "
                                  "AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.event_id = events.id "
                                  "AND d.state = 'pending') ORDER BY sequence LIMIT ?",
                                  std::max(tooMany, tooOld), oldest, tooMany, kPruneStep));
    GH_ASSIGN(const auto sequences, all(rows, [](Rows& row) { return row.integer(0); }));
    Savepoint step(db);
    GH_TRY(step.begin());
    for (const auto sequence : sequences) {
        GH_TRY(removeWhere(db, sequence));
    }
    GH_ASSIGN(const auto deliveries, pruneFinishedDeliveries(db, oldest));
    GH_TRY(step.keep());
    return sequences.size() + deliveries;
}

Result<Rows> listed(Connection& db, const EventQuery& query)
{
    constexpr auto kMax = std::numeric_limits<std::int64_t>::max();
    const auto before = query.before ? static_cast<std::int64_t>(*query.before) : kMax;
    const auto state = query.state ? eventStateName(*query.state) : std::string_view();
    const auto since = query.since ? toMillis(*query.since) : std::int64_t{0};
    const auto until = query.until ? toMillis(*query.until) : kMax;
    const auto over = query.answeredOver ? query.answeredOver->count() : std::int64_t{-1};
    const std::string_view sql = query.state == EventState::Failed ? kFailedEvents
                                 : query.repeated                  ? kRepeatedEvents
                                                                   : kAllEvents;
    return db.query(sql, query.after, before, query.source, query.source, query.integration,
                    query.integration, query.accountId, query.accountId, query.environmentId,
                    query.environmentId, query.type, query.type, query.event, query.event, query.model,
                    query.model, query.resource, query.resource, state, state, since, until, query.repeated,
                    over, over, std::min(query.limit, kMaxPage));
}

} // namespace

void SqlWebhookEvents::appendEvent(NewEvent event, runtime::Executor& answerOn, Completion<EventReceipt> done)
{
    m_dispatcher.writeFor<EventReceipt>(
        answerOn, [event = std::move(event)](Connection& db) { return insertEvent(db, event); },
        std::move(done));
}

void SqlWebhookEvents::events(EventQuery query, Completion<std::vector<WebhookEvent>> done)
{
    m_dispatcher.read<std::vector<WebhookEvent>>(
        [query = std::move(query)](Connection& db) -> Result<std::vector<WebhookEvent>> {
            GH_ASSIGN(auto rows, listed(db, query));
            return all(rows, readEvent);
        },
        std::move(done));
}

void SqlWebhookEvents::event(std::string id, Completion<WebhookEventDetail> done)
{
    m_dispatcher.read<WebhookEventDetail>(
        [id = std::move(id)](Connection& db) -> Result<WebhookEventDetail> {
            GH_ASSIGN(auto rows, db.query("SELECT " GATEHOUSE_EVENT_COLUMNS ", request, result FROM events "
                                          "JOIN event_details ON event_details.sequence = events.sequence "
                                          "WHERE id = ?",
                                          id));
            std::string request;
            GH_ASSIGN(auto detail, one(
                                       rows,
                                       [&request](Rows& row) {
                                           WebhookEventDetail found;
                                           found.event = readEvent(row);
                                           request = row.bytes(23);
                                           found.resultJson = row.bytes(24);
                                           return found;
                                       },
                                       [&id] { return unknown(id); }));
            GH_ASSIGN(const auto document, json::parse(std::move(request)));
            detail.request = webhookRequestFromJson(*document);
            detail.answer = webhookAnswerFromJson((*document)["answer"]);
            return detail;
        },
        std::move(done));
}

void SqlWebhookEvents::eventPayload(std::string id, Completion<std::string> done)
{
    m_dispatcher.read<std::string>(
        [id = std::move(id)](Connection& db) -> Result<std::string> {
            GH_ASSIGN(auto rows, db.query("SELECT payload FROM event_details WHERE sequence = "
                                          "(SELECT sequence FROM events WHERE id = ?)",
                                          id));
            return one(
                rows, [](Rows& row) { return row.bytes(0); }, [&id] { return unknown(id); });
        },
        std::move(done));
}

void SqlWebhookEvents::countEvents(Completion<std::uint64_t> done)
{
    m_dispatcher.read<std::uint64_t>(
        [](Connection& db) -> Result<std::uint64_t> {
            GH_ASSIGN(auto rows, db.query("SELECT COUNT(*) FROM events"));
            GH_ASSIGN(const auto list, all(rows, [](Rows& row) { return row.integer(0); }));
            return list.empty() ? 0U : static_cast<std::uint64_t>(list.front());
        },
        std::move(done));
}

void SqlWebhookEvents::pruneEvents(EventRetention retention, UnixMillis now, Completion<std::uint64_t> done)
{
    m_dispatcher.write<std::uint64_t>(
        [retention, now](Connection& db) { return pruneStep(db, retention, now); }, std::move(done));
}

} // namespace gatehouse::store::sql
