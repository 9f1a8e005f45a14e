// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/payloads.h"
#include "core/store/sql/delivery_rows.h"
#include "core/store/sql/webhook_repositories.h"

#include <fmt/format.h>

#include <algorithm>

namespace gatehouse::store::sql {
namespace {

constexpr std::size_t kMaxLease = 1'000;

WebhookJob readJob(Rows& rows)
{
    WebhookJob job;
    job.id = rows.natural(0);
    job.eventId = rows.text(1);
    job.kind = rows.text(2);
    job.optionsJson = rows.bytes(3);
    job.attempts = static_cast<std::uint32_t>(rows.natural(4)) + 1;
    // Every lease counts one more attempt, so the count tells one lease from the next.
    job.lease = job.attempts;
    return job;
}

tl::unexpected<Error> lost(const WebhookJob& job)
{
    return fail(Errc::Conflict, fmt::format("the lease of job {} (event {}) was over and another worker has "
                                            "it, or it is done",
                                            job.id, job.eventId));
}

Status changeEvent(Connection& db, const WebhookJob& job, const JobResult& result)
{
    GH_TRY(db.change("UPDATE events SET state = ?, error = ?, occurred_at = COALESCE(?, occurred_at), "
                     "type = CASE WHEN ? = '' THEN type ELSE ? END, event = ?, model = ?, resource = ?, "
                     "account_id = CASE WHEN ? = '' THEN account_id ELSE ? END, "
                     "environment_id = CASE WHEN ? = '' THEN environment_id ELSE ? END, records = ?, "
                     "answer_us = COALESCE(?, answer_us) WHERE id = ?",
                     eventStateName(result.state), result.error, result.occurredAt, result.type, result.type,
                     result.event, result.model, result.resource, result.accountId, result.accountId,
                     result.environmentId, result.environmentId, result.records,
                     result.answerTime ? std::optional(result.answerTime->count()) : std::nullopt,
                     job.eventId));
    if (!result.resultJson.empty()) {
        GH_TRY(db.change("UPDATE event_details SET result = ? WHERE length(result) = 0 AND sequence = "
                         "(SELECT sequence FROM events WHERE id = ?)",
                         Bytes{result.resultJson}, job.eventId));
    }
    return {};
}

} // namespace

void SqlWebhookJobs::leaseJobs(UnixMillis now, std::chrono::milliseconds lease, std::size_t limit,
                               Completion<std::vector<WebhookJob>> done)
{
    m_dispatcher.write<std::vector<WebhookJob>>(
        [now, lease, limit](Connection& db) -> Result<std::vector<WebhookJob>> {
            GH_ASSIGN(auto rows, db.query("SELECT j.id, e.id, j.kind, j.options, j.attempts "
                                          "FROM webhook_jobs j JOIN events e ON e.sequence = "
                                          "j.event_sequence WHERE j.visible_at <= ? "
                                          "ORDER BY j.visible_at, j.id LIMIT ?",
                                          now, std::min(limit, kMaxLease)));
            GH_ASSIGN(auto jobs, all(rows, readJob));
            Savepoint step(db);
            GH_TRY(step.begin());
            for (const auto& job : jobs) {
                GH_TRY(db.change("UPDATE webhook_jobs SET visible_at = ?, attempts = ? WHERE id = ?",
                                 now + lease, job.attempts, job.id));
            }
            GH_TRY(step.keep());
            return jobs;
        },
        std::move(done));
}

void SqlWebhookJobs::finishJob(WebhookJob job, JobResult result, std::vector<NewDelivery> deliveries,
                               Completion<std::uint64_t> done)
{
    m_dispatcher.write<std::uint64_t>(
        [job = std::move(job), result = std::move(result),
         deliveries = std::move(deliveries)](Connection& db) -> Result<std::uint64_t> {
            Savepoint step(db);
            GH_TRY(step.begin());
            GH_ASSIGN(const auto removed,
                      db.change("DELETE FROM webhook_jobs WHERE id = ? AND attempts = ?", job.id, job.lease));
            if (removed == 0) {
                return lost(job);
            }
            if (result.touchesEvent) {
                GH_TRY(changeEvent(db, job, result));
            }
            GH_ASSIGN(const auto count, insertDeliveries(db, deliveries));
            GH_TRY(step.keep());
            return count;
        },
        std::move(done));
}

void SqlWebhookJobs::retryJob(WebhookJob job, UnixMillis at, std::string error, Completion<bool> done)
{
    m_dispatcher.write<bool>(
        [job = std::move(job), at, error = std::move(error)](Connection& db) -> Result<bool> {
            Savepoint step(db);
            GH_TRY(step.begin());
            GH_ASSIGN(const auto changed, db.change("UPDATE webhook_jobs SET visible_at = ? WHERE id = ? "
                                                    "AND attempts = ?",
                                                    at, job.id, job.lease));
            if (changed == 0) {
                return lost(job);
            }
            GH_TRY(db.change("UPDATE events SET error = ? WHERE id = ?", error, job.eventId));
            GH_TRY(step.keep());
            return true;
        },
        std::move(done));
}

void SqlWebhookJobs::addJob(std::string eventId, std::string kind, std::string optionsJson,
                            UnixMillis visibleAt, Completion<std::uint64_t> done)
{
    m_dispatcher.write<std::uint64_t>(
        [eventId = std::move(eventId), kind = std::move(kind), options = std::move(optionsJson),
         visibleAt](Connection& db) -> Result<std::uint64_t> {
            GH_ASSIGN(const auto added,
                      db.change("INSERT INTO webhook_jobs (event_sequence, kind, options, visible_at, "
                                "attempts) SELECT sequence, ?, ?, ?, 0 FROM events WHERE id = ?",
                                kind, Bytes{options}, visibleAt, eventId));
            if (added == 0) {
                return fail(Errc::NotFound,
                            fmt::format("there is no event {}; old ones are removed", eventId));
            }
            return static_cast<std::uint64_t>(db.lastInsertId());
        },
        std::move(done));
}

void SqlWebhookJobs::jobBacklog(Completion<Backlog> done)
{
    m_dispatcher.read<Backlog>(
        [](Connection& db) -> Result<Backlog> {
            GH_ASSIGN(auto rows, db.query("SELECT COUNT(*), MIN(visible_at) FROM webhook_jobs"));
            return one(
                rows,
                [](Rows& row) {
                    return Backlog{row.natural(0), row.optionalTime(1)};
                },
                [] { return std::string("no count"); });
        },
        std::move(done));
}

void SqlWebhookJobs::clockSetBack(UnixMillis now, std::chrono::milliseconds by,
                                  Completion<std::uint64_t> done)
{
    m_dispatcher.write<std::uint64_t>(
        [now, by](Connection& db) -> Result<std::uint64_t> {
            const auto back = by.count();
            Savepoint step(db);
            GH_TRY(step.begin());
            GH_ASSIGN(const auto jobs,
                      db.change("UPDATE webhook_jobs SET visible_at = CASE WHEN visible_at - ? < ? THEN ? "
                                "ELSE visible_at - ? END WHERE visible_at > ?",
                                back, now, now, back, now));
            GH_ASSIGN(const auto deliveries,
                      db.change("UPDATE deliveries SET next_at = CASE WHEN next_at - ? < ? THEN ? "
                                "ELSE next_at - ? END WHERE state = 'pending' AND next_at > ?",
                                back, now, now, back, now));
            GH_TRY(step.keep());
            return static_cast<std::uint64_t>(jobs + deliveries);
        },
        std::move(done));
}

void SqlWebhookJobs::neededPayloads(Completion<std::vector<std::string>> done)
{
    m_dispatcher.read<std::vector<std::string>>(
        [](Connection& db) -> Result<std::vector<std::string>> {
            GH_ASSIGN(auto rows, db.query("SELECT e.payload_ref FROM webhook_jobs j JOIN events e ON "
                                          "e.sequence = j.event_sequence WHERE e.payload_bytes >= ?",
                                          kSegmentBytes));
            return all(rows, [](Rows& row) { return row.text(0); });
        },
        std::move(done));
}

} // namespace gatehouse::store::sql
