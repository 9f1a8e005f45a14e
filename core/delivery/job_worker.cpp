// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/delivery/job_worker.h"

#include "core/json/parse.h"
#include "core/json/write.h"
#include "core/pipeline/unified.h"
#include "core/runtime/await.h"

#include <fmt/format.h>

#include <algorithm>

namespace gatehouse::delivery {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kFetchTimeout = 20s;
/// A look at the backlog, for what no wake-up told.
constexpr std::chrono::milliseconds kLookEvery = 1s;
/// Jobs at once while ingest needs the machine: it must go on, slowly.
constexpr std::size_t kPlacesBesideOthers = 2;
/// Clocks drift apart a little, and a busy engine looks late; more is a clock that was set.
constexpr std::chrono::milliseconds kDrift = 5s;
constexpr std::size_t kLongestError = 2000;
constexpr std::size_t kLargestKeptRecord = std::size_t{256} << 10U;

/// Options of a replay job as FanOutOptions: {"endpoint_id": …, "url": …, "new_id": …, "signed_at": ms}.
FanOutOptions optionsOf(const store::WebhookJob& job)
{
    FanOutOptions out;
    out.replay = job.kind == "replay";
    if (const auto options = json::parse(std::string_view(job.optionsJson))) {
        out.endpointId = (**options)["endpoint_id"].asString();
        out.url = (**options)["url"].asString();
        out.newId = (**options)["new_id"].asBool();
        if (const json::Value at = (**options)["signed_at"]; at.isNumber()) {
            out.signedAt = fromMillis(at.asInt());
        }
    }
    return out;
}

/// What a later try may find otherwise.
bool worthAnotherTry(const Error& error)
{
    return error.code == Errc::Unavailable || error.code == Errc::Timeout || error.code == Errc::LimitExceeded
           || error.code == Errc::Abandoned;
}

json::Value withoutMember(const json::Value& object, std::string_view name, json::Arena& arena)
{
    json::ObjectBuilder out(arena);
    for (const json::Member& member : object.members()) {
        if (member.name != name) {
            out.set(member.name, member.value);
        }
    }
    return out.build();
}

/// What is kept of an event beside what was sent: the provider's own record, so that another mapping can be
/// tried on it later without asking the provider.
json::Value withRaw(const json::Value& document, const json::Value& raw, json::Arena& arena)
{
    if (raw.isUndefined() || json::write(raw).size() > kLargestKeptRecord) {
        return document;
    }
    json::ObjectBuilder out(arena);
    for (const json::Member& member : document.members()) {
        out.set(member.name, member.value);
    }
    out.set("remote_data", arena.array({raw}));
    return out.build();
}

/// The event as the job's end leaves it in the store.
std::optional<WebhookEvent> changedBy(const store::JobResult& result, std::optional<WebhookEvent> event)
{
    if (!event || !result.touchesEvent) {
        return std::nullopt;
    }
    const auto unlessEmpty = [](std::string& kept, const std::string& found) {
        kept = found.empty() ? std::move(kept) : found;
    };
    event->state = result.state;
    event->error = result.error;
    event->occurredAt = result.occurredAt ? result.occurredAt : event->occurredAt;
    unlessEmpty(event->type, result.type);
    event->event = result.event;
    event->model = result.model;
    event->resource = result.resource;
    unlessEmpty(event->accountId, result.accountId);
    unlessEmpty(event->environmentId, result.environmentId);
    event->records = result.records;
    event->answerTime = result.answerTime ? result.answerTime : event->answerTime;
    return event;
}

std::string cut(std::string text)
{
    text.resize(std::min(text.size(), kLongestError));
    return text;
}

} // namespace

JobWorker::JobWorker(Parts parts)
    : m_parts(std::move(parts))
{}

void JobWorker::start()
{
    m_active = true;
    look();
}

void JobWorker::stop()
{
    m_active = false;
    m_parts.timers->cancel(m_timer);
}

void JobWorker::wake()
{
    if (m_filling) {
        m_again = true;
    } else if (m_active && m_running < places()) {
        fill();
    }
}

std::size_t JobWorker::places() const
{
    return m_parts.yield && m_parts.yield() ? std::min(kPlacesBesideOthers, m_parts.places) : m_parts.places;
}

void JobWorker::lookLater()
{
    if (m_active) {
        m_timer = m_parts.timers->after(kLookEvery, [this] { look(); });
    }
}

std::chrono::milliseconds JobWorker::clockJump()
{
    const auto now = m_parts.clock->now();
    const auto steady = m_parts.clock->steady();
    const auto by = m_lookedAt
                        ? (now - *m_lookedAt)
                              - std::chrono::duration_cast<std::chrono::milliseconds>(steady - m_lookedSteady)
                        : 0ms;
    m_lookedAt = now;
    m_lookedSteady = steady;
    return std::chrono::abs(by) > kDrift ? by : 0ms;
}

QCoro::Task<> JobWorker::followClock()
{
    const auto by = clockJump();
    if (by == 0ms) {
        co_return;
    }
    const auto held = m_parts.hold();
    m_parts.log->write(LogLevel::Warning, "the clock was set", {{"by_ms", std::to_string(by.count())}});
    if (m_parts.clockSet) {
        m_parts.clockSet(by);
    }
    if (by > 0ms) {
        co_return; // What waits is due early, which harms nobody.
    }
    const UnixMillis now = m_parts.clock->now();
    auto pendingShift = runtime::awaitCompletion<std::uint64_t>(*m_parts.engine, [this, now, by](auto done) {
        m_parts.jobs->clockSetBack(now, -by, std::move(done));
    });
    if (auto shifted = co_await pendingShift; !shifted) {
        m_parts.log->write(LogLevel::Error, "what waits could not be moved with the clock",
                           {{"reason", shifted.error().describe()}});
    }
}

QCoro::Task<> JobWorker::look()
{
    const auto held = m_parts.hold();
    auto following = followClock();
    co_await following;
    auto pendingBacklog = runtime::awaitCompletion<store::WebhookJobs::Backlog>(
        *m_parts.engine, [this](auto done) { m_parts.jobs->jobBacklog(std::move(done)); });
    auto backlog = co_await pendingBacklog;
    if (!backlog) {
        m_parts.log->write(LogLevel::Error, "webhook jobs cannot be read",
                           {{"reason", backlog.error().describe()}});
    } else {
        m_backlog.store(backlog->jobs);
        if (backlog->nextAt && *backlog->nextAt <= m_parts.clock->now()) {
            fill();
        }
    }
    lookLater();
}

QCoro::Task<> JobWorker::fill()
{
    if (m_filling) {
        m_again = true;
        co_return;
    }
    const auto held = m_parts.hold();
    m_filling = true;
    do {
        m_again = false;
        const std::size_t most = m_active ? places() : 0;
        if (most <= m_running) {
            break;
        }
        const std::size_t free = most - m_running;
        const UnixMillis now = m_parts.clock->now();
        auto pendingJobs = runtime::awaitCompletion<std::vector<store::WebhookJob>>(
            *m_parts.engine, [this, now, free](auto done) {
                m_parts.jobs->leaseJobs(now, store::kJobLease, free, std::move(done));
            });
        auto jobs = co_await pendingJobs;
        if (!jobs) {
            m_parts.log->write(LogLevel::Error, "webhook jobs cannot be taken",
                               {{"reason", jobs.error().describe()}});
            break;
        }
        m_again = m_again || jobs->size() == free;
        for (store::WebhookJob& job : *jobs) {
            ++m_running;
            run(std::move(job));
        }
    } while (m_again);
    m_filling = false;
}

QCoro::Task<> JobWorker::run(store::WebhookJob job)
{
    const auto held = m_parts.hold();
    if (job.attempts > m_parts.schedule.attempts() + 1) {
        const Error error{
            Errc::LimitExceeded,
            fmt::format("given up: its processing was begun {} times and never ended", job.attempts - 1),
            {},
            {},
            {}};
        auto ending = finish(job, failed(job, error));
        co_await ending;
    } else {
        auto processing = process(job);
        Verdict verdict = co_await processing;
        auto ending = finish(job, std::move(verdict));
        co_await ending;
    }
    --m_running;
    // Taken in batches: a write for each would cost more than the job.
    if (m_running <= places() / 2) {
        fill();
    }
}

JobWorker::Verdict JobWorker::failed(const store::WebhookJob& job, const Error& error) const
{
    Verdict out;
    out.result.state = EventState::Failed;
    out.result.error = cut(error.describe());
    out.result.touchesEvent = job.kind == "process";
    if (worthAnotherTry(error)) {
        out.tryAgain = m_parts.schedule.next(job.attempts, std::nullopt, *m_parts.random);
    }
    return out;
}

QCoro::Task<Result<JobWorker::MemoryPtr>> JobWorker::read(std::string eventId)
{
    auto memory = std::make_shared<EventMemory>();
    auto pendingDetail = runtime::awaitCompletion<WebhookEventDetail>(
        *m_parts.engine, [this, &eventId](auto done) { m_parts.events->event(eventId, std::move(done)); });
    auto detail = co_await pendingDetail;
    if (!detail) {
        co_return fail(std::move(detail).error());
    }
    memory->detail = std::move(*detail);
    auto pendingPayload = runtime::awaitCompletion<std::string>(*m_parts.engine, [this, &memory](auto done) {
        m_parts.readPayload(memory->detail.event, std::move(done));
    });
    auto payload = co_await pendingPayload;
    if (!payload) {
        co_return fail(std::move(payload).error());
    }
    memory->payload = std::move(*payload);
    co_return memory;
}

QCoro::Task<JobWorker::Verdict> JobWorker::process(store::WebhookJob job)
{
    auto reading = read(job.eventId);
    auto memory = co_await reading;
    if (!memory) {
        co_return failed(job, memory.error());
    }
    auto drafts = m_parts.mapper->draft(**memory);
    if (!drafts) {
        auto bad = failed(job, drafts.error());
        bad.event = (*memory)->detail.event;
        co_return bad;
    }
    Verdict verdict;
    verdict.event = (*memory)->detail.event;
    verdict.result.touchesEvent = job.kind == "process";
    const FanOutOptions options = optionsOf(job);
    std::vector<json::Value> documents;
    for (const EventDraft& draft : drafts->drafts) {
        auto finding = recordOf(*memory, draft, verdict);
        auto record = co_await finding;
        if (!record) {
            Verdict bad = failed(job, record.error());
            bad.event = (*memory)->detail.event;
            if (bad.tryAgain && verdict.tryAgain) {
                bad.tryAgain = std::max(*bad.tryAgain, *verdict.tryAgain);
            }
            co_return bad;
        }
        addDraft(**memory, draft, *record, options, verdict, documents);
    }
    store::JobResult& result = verdict.result;
    result.state = documents.empty() ? EventState::Ignored : EventState::Processed;
    result.type = drafts->type;
    result.records = static_cast<std::uint32_t>(documents.size());
    if (drafts->strangers > 0) {
        drafts->warnings.push_back(
            fmt::format("{} of its events are about accounts that are not connected", drafts->strangers));
    }
    for (const std::string& warning : drafts->warnings) {
        result.error += (result.error.empty() ? "" : "; ") + warning;
    }
    result.error = cut(std::move(result.error));
    result.resultJson = json::write((*memory)->arena.array(documents));
    co_return verdict;
}

QCoro::Task<Result<JobWorker::FoundRecord>> JobWorker::recordOf(MemoryPtr memory, const EventDraft& draft,
                                                                Verdict& verdict)
{
    FoundRecord found;
    if (!draft.fetch) {
        found.raw = draft.entry["record"];
        auto mapped = m_parts.mapper->mapRecord(*memory, draft, found.raw);
        if (!mapped) {
            co_return fail(std::move(mapped).error());
        }
        found.unified = *mapped;
        co_return found;
    }
    UnifiedRequest request;
    request.accountId = draft.account->account.id;
    request.model = draft.fetchModel;
    request.resource = draft.fetchResource;
    request.method = draft.fetchMethod;
    request.id = draft.fetchId;
    request.remoteData = true;
    request.timeout = kFetchTimeout;
    auto fetching = pipeline::serveUnified(*m_parts.pipeline, std::move(request));
    const UnifiedResponse response = co_await fetching;
    if (!response.problem) {
        const json::Value result =
            *memory->documents.emplace_back(response.body.sub((*response.body)["result"]));
        found.raw = result["remote_data"];
        found.unified = withoutMember(result, "remote_data", memory->arena);
        co_return found;
    }
    const Problem& problem = *response.problem;
    // Gone since: the event still says that something happened to it.
    if (problem.category == "not_found") {
        co_return found;
    }
    const bool later = problem.retryable || problem.category == "auth_failure"
                       || problem.category == "circuit_open" || problem.category == "rate_limited";
    if (later) {
        verdict.tryAgain = std::chrono::seconds(problem.retryAfter.value_or(0));
    }
    co_return fail(later ? Errc::Unavailable : Errc::MappingError,
                   fmt::format("{}.{} {} cannot be fetched: {}", draft.fetchModel, draft.fetchResource,
                               draft.fetchId, problem.detail.empty() ? problem.title : problem.detail));
}

void JobWorker::addDraft(EventMemory& memory, const EventDraft& draft, const FoundRecord& record,
                         const FanOutOptions& options, Verdict& verdict, std::vector<json::Value>& documents)
{
    const json::Value document = eventDocument(memory, draft, record.unified, memory.arena);
    const Account& account = draft.account->account;
    if (documents.empty()) {
        store::JobResult& result = verdict.result;
        result.event = draft.event;
        result.model = draft.model;
        result.resource = draft.resource;
        result.occurredAt = draft.occurredAt;
        result.accountId = account.id;
        result.environmentId = account.environmentId;
    }
    documents.push_back(withRaw(document, record.raw, memory.arena));
    OutgoingEvent event;
    event.subject = {draft.event, draft.model, draft.resource, account.integration, account.environmentId};
    event.messageId = draft.messageId;
    event.receivedId = memory.detail.event.id;
    event.accountId = account.id;
    event.document = document;
    std::vector<std::string> problems;
    if (auto misfit = m_parts.mapper->misfit(draft, record.unified); !misfit.empty()) {
        problems.push_back(std::move(misfit));
    }
    fanOut({m_parts.endpoints, m_parts.clock, m_parts.random}, event, options, memory.arena,
           verdict.deliveries, problems);
    for (const std::string& problem : problems) {
        verdict.result.error += (verdict.result.error.empty() ? "" : "; ") + problem;
    }
}

QCoro::Task<> JobWorker::finish(store::WebhookJob job, Verdict verdict)
{
    if (verdict.tryAgain) {
        const UnixMillis at = m_parts.clock->now() + *verdict.tryAgain;
        auto pendingRetry = runtime::awaitCompletion<bool>(*m_parts.engine, [&](auto done) {
            m_parts.jobs->retryJob(job, at, verdict.result.error, std::move(done));
        });
        if (auto retried = co_await pendingRetry; !retried) {
            m_parts.log->write(LogLevel::Warning, "a webhook job was not put off",
                               {{"event", job.eventId}, {"reason", retried.error().describe()}});
        }
        co_return;
    }
    if (m_parts.answerTime && verdict.event && verdict.result.touchesEvent) {
        verdict.result.answerTime = m_parts.answerTime(verdict.event->sequence);
    }
    JobEnd end{job.id, job.eventId, verdict.result, changedBy(verdict.result, std::move(verdict.event)),
               {},     {}};
    for (const store::NewDelivery& made : verdict.deliveries) {
        if (std::ranges::find(end.endpointIds, made.delivery.endpointId) == end.endpointIds.end()) {
            end.endpointIds.push_back(made.delivery.endpointId);
        }
        end.deliveries.push_back(made.delivery);
    }
    auto pendingEnd = runtime::awaitCompletion<std::uint64_t>(*m_parts.engine, [&](auto done) {
        m_parts.jobs->finishJob(job, verdict.result, verdict.deliveries, std::move(done));
    });
    auto ended = co_await pendingEnd;
    if (!ended) {
        m_parts.log->write(LogLevel::Warning, "a webhook job could not be ended and will be seen again",
                           {{"event", job.eventId}, {"reason", ended.error().describe()}});
    } else if (m_parts.ended) {
        m_parts.ended(end);
    }
}

} // namespace gatehouse::delivery
