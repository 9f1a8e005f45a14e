// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sql/list_statements.h"
#include "core/store/sql/repositories.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace gatehouse::store::sql {
namespace {

constexpr std::size_t kMaxPage = 10'000;
constexpr std::uint32_t kPruneEvery = 1024; ///< Appended calls between two prunings.
constexpr std::int64_t kPruneStep = 4096;   ///< Calls removed in one write, so that a group stays short.
constexpr std::string_view kLastSequence = "calls.last_sequence";

CallRow readCall(Rows& rows)
{
    CallRow row;
    row.sequence = rows.natural(0);
    row.id = rows.text(1);
    row.startedAt = rows.time(2);
    row.kind = rows.text(3);
    row.operation = rows.text(4);
    row.integration = rows.text(5);
    row.accountId = rows.text(6);
    row.environmentId = rows.text(7);
    row.status = static_cast<int>(rows.integer(8));
    row.providerStatus = static_cast<int>(rows.integer(9));
    row.category = rows.text(10);
    row.durationMicros = static_cast<std::int64_t>(rows.natural(11));
    row.upstreamMicros = static_cast<std::int64_t>(rows.natural(12));
    row.requestBytes = static_cast<std::int64_t>(rows.natural(13));
    row.responseBytes = static_cast<std::int64_t>(rows.natural(14));
    return row;
}

Result<bool> insertCall(Connection& db, const CallRow& row, const std::string& detailJson)
{
    Savepoint step(db);
    GH_TRY(step.begin());
    const auto inserted = db.change(
        "INSERT INTO calls (sequence, id, started_at, kind, operation, integration, account_id, "
        "environment_id, status, provider_status, category, duration_us, upstream_us, request_bytes, "
        "response_bytes, detail_bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        row.sequence, row.id, row.startedAt, row.kind, row.operation, row.integration, row.accountId,
        row.environmentId, row.status, row.providerStatus, row.category, row.durationMicros,
        row.upstreamMicros, row.requestBytes, row.responseBytes, detailJson.size());
    if (!inserted) {
        return inserted.error().code == Errc::AlreadyExists
                   ? fail(Errc::AlreadyExists,
                          fmt::format("call {} (sequence {}) is already in the log", row.id, row.sequence))
                   : fail(inserted.error());
    }
    GH_TRY(db.change("INSERT INTO call_details (sequence, detail) VALUES (?, ?)", row.sequence,
                     Bytes{detailJson}));
    GH_TRY(step.keep());
    return true;
}

Result<std::int64_t> number(Result<Rows> rows)
{
    if (!rows) {
        return fail(std::move(rows).error());
    }
    return one(
        *rows, [](Rows& row) { return row.integer(0); }, [] { return std::string("no row"); });
}

/// The newest call that maxRows no longer leaves room for; 0: none.
Result<std::int64_t> rowsBound(Connection& db, const CallRetention& retention)
{
    const auto keep = std::min<std::uint64_t>(retention.maxRows, std::numeric_limits<std::int64_t>::max());
    return number(db.query("SELECT COALESCE((SELECT sequence FROM calls ORDER BY sequence DESC LIMIT 1 "
                           "OFFSET ?), 0)",
                           keep));
}

/// The sequence up to which calls go, looking at the oldest kPruneStep of them; 0: none goes.
Result<std::int64_t> pruneBound(Connection& db, const CallRetention& retention, UnixMillis now)
{
    const auto oldest = toMillis(now - retention.maxAge);
    GH_ASSIGN(const auto tooMany, rowsBound(db, retention));
    GH_ASSIGN(const auto total, number(db.query("SELECT COALESCE(SUM(detail_bytes), 0) FROM calls")));
    auto excess = total
                  - static_cast<std::int64_t>(std::min<std::uint64_t>(
                      retention.maxDetailBytes, std::numeric_limits<std::int64_t>::max()));
    GH_ASSIGN(auto rows, db.query("SELECT sequence, started_at, detail_bytes FROM calls "
                                  "ORDER BY sequence LIMIT ?",
                                  kPruneStep));
    std::int64_t bound = 0;
    while (rows.next()) {
        const auto sequence = rows.integer(0);
        if (sequence > tooMany && rows.integer(1) >= oldest && excess <= 0) {
            break;
        }
        excess -= rows.integer(2);
        bound = sequence;
    }
    GH_TRY(rows.status());
    return bound;
}

Result<std::uint64_t> pruneStep(Connection& db, const CallRetention& retention, UnixMillis now)
{
    GH_ASSIGN(const auto bound, pruneBound(db, retention, now));
    if (bound == 0) {
        return 0;
    }
    Savepoint step(db);
    GH_TRY(step.begin());
    GH_TRY(db.change("INSERT INTO meta (key, value) SELECT ?, MAX(sequence) FROM calls WHERE 1 = 1 "
                     "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                     kLastSequence));
    GH_TRY(db.change("DELETE FROM call_details WHERE sequence <= ?", bound));
    GH_ASSIGN(const auto removed, db.change("DELETE FROM calls WHERE sequence <= ?", bound));
    GH_TRY(step.keep());
    return static_cast<std::uint64_t>(removed);
}

} // namespace

CallRetention SqlCallLog::retention() const
{
    const std::scoped_lock lock(m_mutex);
    return m_retention;
}

void SqlCallLog::setCallRetention(CallRetention retention)
{
    const std::scoped_lock lock(m_mutex);
    m_retention = retention;
}

void SqlCallLog::appendCall(CallRow row, DetailText detailJson, Completion<bool> done)
{
    if (m_dispatcher.waitingWrites() >= m_maxWaiting) {
        m_refused.fetch_add(1);
        m_dispatcher.refuse<bool>({Errc::LimitExceeded,
                                   "the call log cannot keep up with the calls; this one is not kept",
                                   {},
                                   {},
                                   {}},
                                  std::move(done));
        return;
    }
    m_dispatcher.write<bool>([row = std::move(row), detail = std::move(detailJson)](
                                 Connection& db) { return insertCall(db, row, detail()); },
                             std::move(done));
    if (m_sincePrune.fetch_add(1) + 1 >= kPruneEvery) {
        m_sincePrune = 0;
        pruneSome();
    }
}

void SqlCallLog::pruneSome()
{
    m_dispatcher.write<std::uint64_t>(
        [kept = retention(), now = m_clock.now()](Connection& db) { return pruneStep(db, kept, now); }, {});
}

void SqlCallLog::pruneCalls(Completion<std::uint64_t> done)
{
    m_dispatcher.write<std::uint64_t>(
        [kept = retention(), now = m_clock.now()](Connection& db) -> Result<std::uint64_t> {
            std::uint64_t total = 0;
            while (true) {
                GH_ASSIGN(const auto removed, pruneStep(db, kept, now));
                if (removed == 0) {
                    return total;
                }
                total += removed;
            }
        },
        std::move(done));
}

void SqlCallLog::calls(CallQuery query, Completion<std::vector<CallRow>> done)
{
    m_dispatcher.read<std::vector<CallRow>>(
        [query = std::move(query)](Connection& db) -> Result<std::vector<CallRow>> {
            const auto before = query.before ? static_cast<std::int64_t>(*query.before)
                                             : std::numeric_limits<std::int64_t>::max();
            // Failed calls are rare and have an index that successful ones never touch.
            const std::string_view sql = query.errorsOnly ? kFailedCalls : kAllCalls;
            GH_ASSIGN(auto rows, db.query(sql, query.after, before, query.accountId, query.accountId,
                                          query.environmentId, query.environmentId, query.integration,
                                          query.integration, std::min(query.limit, kMaxPage)));
            return all(rows, readCall);
        },
        std::move(done));
}

void SqlCallLog::callDetail(std::string id, Completion<std::string> done)
{
    m_dispatcher.read<std::string>(
        [id = std::move(id)](Connection& db) -> Result<std::string> {
            GH_ASSIGN(auto rows, db.query("SELECT detail FROM call_details WHERE sequence = "
                                          "(SELECT sequence FROM calls WHERE id = ?)",
                                          id));
            return one(
                rows, [](Rows& row) { return row.bytes(0); },
                [&id] { return fmt::format("there is no call {} in the log; old calls are removed", id); });
        },
        std::move(done));
}

void SqlCallLog::lastCallSequence(Completion<std::uint64_t> done)
{
    m_dispatcher.read<std::uint64_t>(
        [](Connection& db) -> Result<std::uint64_t> {
            GH_ASSIGN(const auto present, number(db.query("SELECT COALESCE(MAX(sequence), 0) FROM calls")));
            GH_ASSIGN(const auto kept, number(db.query("SELECT COALESCE(MAX(CAST(value AS BIGINT)), 0) "
                                                       "FROM meta WHERE key = ?",
                                                       kLastSequence)));
            return static_cast<std::uint64_t>(std::max(present, kept));
        },
        std::move(done));
}

} // namespace gatehouse::store::sql
