// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/replay_service.h"

#include "core/base/ids.h"
#include "core/config/merge.h"
#include "core/gateway/endpoint_fields.h"
#include "core/gateway/event_import.h"
#include "core/gateway/webhook_query.h"
#include "core/json/diff.h"
#include "core/json/parse.h"
#include "core/json/write.h"
#include "core/runtime/await.h"

#include <fmt/format.h>

#include <algorithm>

namespace gatehouse {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kKeptRuns = 50;
constexpr std::size_t kKeptItems = 1000;
constexpr std::size_t kMostEvents = 10'000;
constexpr std::size_t kAwaitedEvents = 100;
constexpr std::size_t kMostRunning = 4;
constexpr std::chrono::milliseconds kTellEvery = 250ms;

tl::unexpected<Error> invalid(std::string_view pointer, std::string message)
{
    return fail(Error{Errc::InvalidArgument, std::move(message), "request body", std::string(pointer), {}});
}

json::Value withoutRaw(const json::Value& document, json::Arena& arena)
{
    json::ObjectBuilder out(arena);
    for (const json::Member& member : document.members()) {
        if (member.name != "remote_data") {
            out.set(member.name, member.value);
        }
    }
    return out.build();
}

/// The mapping that a dry run tries for an operation: what the request gives in the place of the platform's,
/// with the overrides in force on top.
Result<config::EffectiveMappingPtr> triedMapping(const json::Document& mappings, const pipeline::Plan& plan)
{
    const json::Value tried = (*mappings)[plan.operation];
    if (!tried.isObject()) {
        return plan.mapping;
    }
    const auto& record = *plan.target->account;
    std::vector<config::MappingSource> levels;
    levels.push_back({{config::MappingLevel::Platform, "replay"}, 0, json::Document::copyOf(tried)});
    for (const auto& set : {record.environmentOverrides, record.accountOverrides}) {
        if (const auto found = set->find(plan.operation); found != set->end()) {
            levels.push_back(found->second);
        }
    }
    GH_ASSIGN(auto built,
              config::buildEffectiveMapping(plan.mapping->key, plan.mapping->method, levels, plan.resource));
    return std::make_shared<const config::EffectiveMapping>(std::move(built));
}

} // namespace

ReplayService::ReplayService(NodeCore& core, WebhookCenter& center)
    : m_core(core)
    , m_center(center)
{
    m_center.onJobEnded([this](const delivery::JobEnd& ended) { jobEnded(ended); });
}

Status ReplayService::check(const ReplayRequest& request) const
{
    if (request.perSecond < 0 || request.perSecond > 10'000) {
        return invalid("/per_second", "per_second must be 0 to 10000");
    }
    if (!request.endpointId.empty() && !m_center.endpoints().find(request.endpointId)) {
        return invalid("/endpoint_id", fmt::format("there is no endpoint {}", request.endpointId));
    }
    if (!request.url.empty()) {
        if (request.endpointId.empty()) {
            return invalid("/endpoint_id", "name the endpoint whose secret signs what goes to another URL");
        }
        GH_TRY(checkTargetUrl(request.url, m_core.pipeline.allowPrivateTargets, "/url"));
    }
    if (request.takeIn && (request.dryRun || !request.endpointId.empty() || !request.url.empty())) {
        return invalid("/take_in", "what is taken in again goes to those who subscribe: leave out dry_run, "
                                   "endpoint_id and url");
    }
    if (!request.mappings->isUndefined() && !request.dryRun) {
        return invalid("/mappings",
                       "other mappings can be tried in a dry run alone; put an override to use them");
    }
    const auto running =
        std::ranges::count_if(m_runs, [](const StatePtr& state) { return !state->run.endedAt; });
    if (static_cast<std::size_t>(running) >= kMostRunning) {
        return fail(Errc::LimitExceeded, fmt::format("{} replays are under way already", running));
    }
    return {};
}

QCoro::Task<Result<std::vector<std::string>>> ReplayService::idsOf(const ReplayRequest& request)
{
    if (!request.eventIds.empty()) {
        co_return request.eventIds;
    }
    store::EventQuery query = toStoreQuery(request.filter);
    query.limit = std::min(query.limit, kMostEvents);
    auto pendingEvents = runtime::awaitCompletion<std::vector<WebhookEvent>>(
        *m_core.services.engine,
        [this, &query](auto done) { m_core.services.store->webhookEvents().events(query, std::move(done)); });
    auto events = co_await pendingEvents;
    if (!events) {
        co_return fail(std::move(events).error());
    }
    std::vector<std::string> ids;
    for (auto it = events->rbegin(); it != events->rend(); ++it) {
        ids.push_back(it->id);
    }
    co_return ids;
}

QCoro::Task<Result<ReplayRun>> ReplayService::start(ReplayRequest request)
{
    if (const auto checked = check(request); !checked) {
        co_return fail(checked.error());
    }
    auto finding = idsOf(request);
    auto ids = co_await finding;
    if (!ids) {
        co_return fail(std::move(ids).error());
    }
    auto state = std::make_shared<State>();
    state->run.id = makeId("rpl_", *m_core.services.random);
    state->run.startedAt = m_core.services.clock->now();
    state->run.dryRun = request.dryRun;
    state->run.total = ids->size();
    state->request = std::move(request);
    state->ids = std::move(*ids);
    m_runs.push_front(state);
    if (m_runs.size() > kKeptRuns) {
        m_runs.pop_back();
    }
    // A short dry run is awaited: its answer is what the caller is here for.
    auto working = work(state);
    if (state->request.dryRun && state->ids.size() <= kAwaitedEvents) {
        co_await working;
    }
    ReplayRun shown = state->run; // a copy: QCoro moves what co_return names, whoever else has it
    co_return shown;
}

Result<ReplayRun> ReplayService::run(const std::string& id) const
{
    const auto found = std::ranges::find_if(m_runs, [&](const StatePtr& one) { return one->run.id == id; });
    return found == m_runs.end() ? fail(Errc::NotFound, fmt::format("there is no replay {}", id))
                                 : Result<ReplayRun>((*found)->run);
}

std::vector<ReplayRun> ReplayService::runs() const
{
    std::vector<ReplayRun> out;
    for (const StatePtr& state : m_runs) {
        out.push_back(state->run);
        out.back().items.clear();
    }
    return out;
}

Result<ReplayRun> ReplayService::stop(const std::string& id)
{
    const auto found = std::ranges::find_if(m_runs, [&](const StatePtr& one) { return one->run.id == id; });
    if (found == m_runs.end()) {
        return fail(Errc::NotFound, fmt::format("there is no replay {}", id));
    }
    (*found)->run.stopped = !(*found)->run.endedAt.has_value() || (*found)->run.stopped;
    return (*found)->run;
}

QCoro::Task<> ReplayService::waitTurn(StatePtr state, std::size_t index, UnixMillis begun)
{
    if (state->request.perSecond <= 0) {
        co_return;
    }
    const auto due = begun
                     + std::chrono::milliseconds(static_cast<std::int64_t>(static_cast<double>(index) * 1000.0
                                                                           / state->request.perSecond));
    const auto wait = due - m_core.services.clock->now();
    if (wait <= 0ms) {
        co_return;
    }
    auto pendingTurn = runtime::awaitCompletion<bool>(*m_core.services.engine, [this, wait](auto done) {
        m_center.timers().after(wait, [done = std::move(done)]() mutable { done(true); });
    });
    const auto turned = co_await pendingTurn;
    static_cast<void>(turned);
}

QCoro::Task<> ReplayService::work(StatePtr state)
{
    const InFlight::Token token(m_core.inFlight);
    const UnixMillis begun = m_core.services.clock->now();
    for (std::size_t i = 0; i < state->ids.size() && !state->run.stopped && !m_core.stopping; ++i) {
        auto waiting = waitTurn(state, i, begun);
        co_await waiting;
        auto doing = doOne(state, state->ids[i]);
        ReplayItem item = co_await doing;
        const bool ended = item.state != "queued";
        keep(*state, std::move(item));
        if (ended) {
            ++state->run.done;
        }
        tell(*state, false);
    }
    if (state->waiting == 0 || state->run.stopped) {
        end(state);
    }
}

void ReplayService::keep(State& state, ReplayItem item)
{
    state.run.changed += item.state == "changed" ? 1U : 0U;
    state.run.failed += item.state == "failed" ? 1U : 0U;
    state.run.items.push_back(std::move(item));
    if (state.run.items.size() > kKeptItems) {
        state.run.items.erase(state.run.items.begin());
    }
}

QCoro::Task<ReplayItem> ReplayService::queue(StatePtr state, std::string eventId)
{
    ReplayItem item;
    item.eventId = eventId;
    json::Arena arena;
    json::ObjectBuilder options(arena);
    options.set("endpoint_id", state->request.endpointId).set("url", state->request.url);
    options.set("new_id", json::Value::boolean(!state->request.keepId));
    std::optional<UnixMillis> signedAt = state->request.signedAt;
    if (state->request.signedAsReceived) {
        auto pendingEvent = runtime::awaitCompletion<WebhookEventDetail>(
            *m_core.services.engine, [this, &eventId](auto done) {
                m_core.services.store->webhookEvents().event(eventId, std::move(done));
            });
        auto event = co_await pendingEvent;
        if (!event) {
            item.state = "failed";
            item.error = event.error().describe();
            co_return item;
        }
        signedAt = event->event.receivedAt;
    }
    if (signedAt) {
        options.set("signed_at", json::Value::integer(toMillis(*signedAt)));
    }
    const std::string optionsText = json::write(options.build());
    const UnixMillis now = m_core.services.clock->now();
    auto pendingJob = runtime::awaitCompletion<std::uint64_t>(
        *m_core.services.engine, [this, &eventId, &optionsText, now](auto done) {
            m_core.services.store->webhookJobs().addJob(eventId, "replay", optionsText, now, std::move(done));
        });
    auto job = co_await pendingJob;
    if (!job) {
        item.state = "failed";
        item.error = job.error().describe();
        co_return item;
    }
    item.state = "queued";
    ++state->waiting;
    m_jobs[*job] = state;
    m_center.worker().wake();
    co_return item;
}

void ReplayService::jobEnded(const delivery::JobEnd& ended)
{
    const auto found = m_jobs.extract(ended.jobId);
    if (found.empty()) {
        return;
    }
    const StatePtr state = found.mapped();
    --state->waiting;
    ++state->run.done;
    const auto item = std::ranges::find_if(state->run.items, [&ended](const ReplayItem& one) {
        return one.eventId == ended.eventId && one.state == "queued";
    });
    const bool bad = ended.result.state == EventState::Failed;
    state->run.failed += bad ? 1U : 0U;
    if (item != state->run.items.end()) {
        item->state = bad ? "failed" : ended.deliveries.empty() ? "skipped" : "replayed";
        item->error = ended.result.error;
        for (const Delivery& made : ended.deliveries) {
            item->deliveryIds.push_back(made.id);
        }
    }
    tell(*state, false);
    if (state->waiting == 0 && state->run.done >= state->run.total) {
        end(state);
    }
}

/// Reads an event with the bytes that came.
QCoro::Task<Status> ReplayService::remember(delivery::EventMemory& memory, std::string eventId)
{
    auto pendingDetail =
        runtime::awaitCompletion<WebhookEventDetail>(*m_core.services.engine, [this, &eventId](auto done) {
            m_core.services.store->webhookEvents().event(eventId, std::move(done));
        });
    auto detail = co_await pendingDetail;
    if (!detail) {
        co_return fail(std::move(detail).error());
    }
    memory.detail = std::move(*detail);
    auto pendingPayload =
        runtime::awaitCompletion<std::string>(*m_core.services.engine, [this, &memory](auto done) {
            m_center.readPayload(memory.detail.event, std::move(done));
        });
    auto payload = co_await pendingPayload;
    if (!payload) {
        co_return fail(std::move(payload).error());
    }
    memory.payload = std::move(*payload);
    co_return Status{};
}

QCoro::Task<ReplayItem> ReplayService::dryRun(StatePtr state, std::string eventId)
{
    ReplayItem item;
    item.eventId = eventId;
    item.state = "failed";
    delivery::EventMemory memory;
    auto remembering = remember(memory, eventId);
    const auto remembered = co_await remembering;
    if (!remembered) {
        item.error = remembered.error().describe();
        co_return item;
    }
    compare(memory, *state, item);
    co_return item;
}

QCoro::Task<ReplayItem> ReplayService::takeIn(StatePtr state, std::string eventId)
{
    ReplayItem item;
    item.eventId = eventId;
    item.state = "failed";
    delivery::EventMemory memory;
    auto remembering = remember(memory, eventId);
    const auto remembered = co_await remembering;
    if (!remembered) {
        item.error = remembered.error().describe();
        co_return item;
    }
    if (memory.detail.event.accountId.empty()) {
        item.error = "whose it is was never found out: there is no account to take it in for";
        co_return item;
    }
    auto taking = takeInAgain(m_core,
                              EventImport{memory.detail.event.accountId, std::move(memory.detail.request),
                                          std::move(memory.payload)},
                              !state->request.bypassDedupe);
    auto taken = co_await taking;
    if (!taken) {
        item.error = taken.error().describe();
        co_return item;
    }
    item.newEventId = taken->event.id;
    item.state = taken->duplicate ? "duplicate" : "taken_in";
    if (!taken->duplicate) {
        m_center.received(std::move(taken->event));
    }
    co_return item;
}

QCoro::Task<ReplayItem> ReplayService::doOne(StatePtr state, std::string eventId)
{
    return state->request.dryRun   ? dryRun(state, std::move(eventId))
           : state->request.takeIn ? takeIn(state, std::move(eventId))
                                   : queue(state, std::move(eventId));
}

void ReplayService::compare(delivery::EventMemory& memory, const State& state, ReplayItem& item) const
{
    auto before =
        json::parse(std::string_view(memory.detail.resultJson.empty() ? "[]" : memory.detail.resultJson));
    delivery::EventMapper mapper(m_center.mapperParts());
    if (state.request.mappings->isObject()) {
        mapper.setMappingChoice(
            [&state](const pipeline::Plan& plan) { return triedMapping(state.request.mappings, plan); });
    }
    auto drafts = mapper.draft(memory);
    if (!before || !drafts) {
        item.error = before ? drafts.error().describe() : before.error().describe();
        return;
    }
    std::vector<json::Value> then;
    std::vector<json::Value> now;
    for (const json::Value& document : (*before)->items()) {
        then.push_back(withoutRaw(document, memory.arena));
    }
    for (const delivery::EventDraft& draft : drafts->drafts) {
        json::Value raw = draft.entry["record"];
        const auto kept = std::ranges::find_if((*before)->items(), [&draft](const json::Value& document) {
            return document["id"].asString() == draft.messageId;
        });
        if (kept != (*before)->items().end() && (*kept)["remote_data"].isArray()) {
            raw = (*kept)["remote_data"][0];
        }
        if (raw.isUndefined() && draft.fetch) {
            item.error = "the provider's record of that time was not kept; replay it to fetch today's";
            return;
        }
        auto record = mapper.mapRecord(memory, draft, raw);
        if (!record) {
            item.error = record.error().describe();
            return;
        }
        now.push_back(delivery::eventDocument(memory, draft, *record, memory.arena));
    }
    const json::Value first = memory.arena.array(then);
    const json::Value second = memory.arena.array(now);
    item.beforeJson = json::write(first);
    item.afterJson = json::write(second);
    for (const json::Change& change : json::diff(first, second)) {
        item.changes.push_back({change.kind, change.pointer,
                                change.before.isUndefined() ? "" : json::write(change.before),
                                change.after.isUndefined() ? "" : json::write(change.after)});
    }
    item.state = item.changes.empty() ? "unchanged" : "changed";
}

void ReplayService::tell(State& state, bool always)
{
    const UnixMillis now = m_core.services.clock->now();
    if (!always && now - state.toldAt < kTellEvery) {
        return;
    }
    state.toldAt = now;
    ReplayRun shown = state.run;
    shown.items.clear();
    m_core.events.publish(ReplayChanged{std::move(shown)});
}

void ReplayService::end(const StatePtr& state)
{
    if (!state->run.endedAt) {
        state->run.endedAt = m_core.services.clock->now();
        tell(*state, true);
    }
}

} // namespace gatehouse
