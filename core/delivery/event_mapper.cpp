// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/delivery/event_mapper.h"

#include "core/base/time_format.h"
#include "core/config/response_view.h"
#include "core/delivery/event_input.h"
#include "core/pipeline/field_mapper.h"
#include "core/pipeline/request_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace gatehouse::delivery {
namespace {

constexpr std::string_view kFanOutPath = "/hooks/i/";

std::string textOf(const json::Value& value)
{
    return value.isUndefined() || value.isNull() ? std::string() : pipeline::plainText(value);
}

/// Providers write times as RFC 3339, or as seconds or milliseconds since 1970.
std::optional<UnixMillis> timeOf(const json::Value& value)
{
    if (value.isString()) {
        auto read = parseRfc3339(value.asString());
        return read ? std::optional(*read) : std::nullopt;
    }
    const double number = value.isNumber() ? value.asDouble() : 0.0;
    // Milliseconds since 1970 passed this in 1973, seconds will in 5138.
    constexpr double kSmallestMillis = 1e11;
    if (!(number > 0.0) || number > 1e15) {
        return std::nullopt;
    }
    return fromMillis(static_cast<std::int64_t>(number >= kSmallestMillis ? number : number * 1000.0));
}

/// Whether the account's context has every value that the event gives.
bool describes(const json::Value& wanted, const json::Value& context)
{
    return wanted.isObject() && wanted.size() > 0
           && std::ranges::all_of(wanted.members(), [&context](const json::Member& member) {
                  const std::string has = textOf(context[member.name]);
                  return !has.empty() && has == textOf(member.value);
              });
}

std::string replaced(std::string text, std::string_view hole, const std::string& with)
{
    for (auto at = text.find(hole); at != std::string::npos; at = text.find(hole, at + with.size())) {
        text.replace(at, hole.size(), with);
    }
    return text;
}

} // namespace

Result<EventDrafts> EventMapper::draft(EventMemory& memory) const
{
    const std::string& slug = memory.detail.event.integration;
    memory.provider = m_parts.snapshots->current()->provider(slug);
    if (!memory.provider || !memory.provider->webhooks) {
        return fail(Errc::Unsupported, fmt::format("the integration \"{}\" {}", slug,
                                                   memory.provider ? "has no webhooks" : "is not defined"));
    }
    const auto& webhooks = *memory.provider->webhooks;
    memory.input = eventInput(memory.detail.request, memory.payload, memory.detail.event.receivedAt,
                              memory.arena, memory.documents);
    EventDrafts out;
    if (!webhooks.events) {
        return out;
    }
    jsonata::EvaluationContext context;
    context.clock = m_parts.clock;
    pipeline::FieldMapper mapper(memory.arena, context);
    auto entries = mapper.evaluate(*webhooks.events, memory.input);
    if (!entries) {
        Error error = std::move(entries).error();
        error.message = fmt::format("webhooks.events of {} failed: {}", slug, error.message);
        return fail(std::move(error));
    }
    if (entries->isArray()) {
        for (const json::Value& entry : entries->items()) {
            draftEntry(memory, entry, out);
        }
    } else {
        draftEntry(memory, *entries, out);
    }
    return out;
}

void EventMapper::draftEntry(EventMemory& memory, const json::Value& entry, EventDrafts& out) const
{
    if (!entry.isObject() || !entry["event"].isString()) {
        return;
    }
    if (out.type.empty()) {
        out.type = textOf(entry["type"]);
    }
    const auto accounts = accountsFor(memory, entry, out);
    out.strangers += accounts.empty() ? 1U : 0U;
    for (const auto& account : accounts) {
        EventDraft draft;
        const std::string& id = memory.detail.event.id;
        draft.messageId = out.drafts.empty() ? id : fmt::format("{}_{}", id, out.drafts.size() + 1);
        draft.event = textOf(entry["event"]);
        draft.model = textOf(entry["model"]);
        draft.resource = textOf(entry["resource"]);
        draft.recordId = textOf(entry["record_id"]);
        draft.occurredAt = timeOf(entry["occurred_at"]);
        draft.account = account;
        draft.entry = entry;
        decideFetch(memory, draft, out);
        out.drafts.push_back(std::move(draft));
    }
}

std::vector<pipeline::AccountRecordPtr>
EventMapper::accountsFor(EventMemory& memory, const json::Value& entry, EventDrafts& out) const
{
    std::vector<pipeline::AccountRecordPtr> found;
    const auto& webhooks = *memory.provider->webhooks;
    if (webhooks.accountLookup) {
        const json::Value wanted = config::evaluateRule(webhooks.accountLookup, entry, memory.arena,
                                                        "webhooks.account_lookup", out.warnings);
        for (auto& account : m_parts.accountsOf(memory.provider->slug)) {
            if (describes(wanted, *account->account.context)) {
                found.push_back(std::move(account));
            }
        }
    }
    // A fan-out delivery may be about several accounts, and what is known of it is the first one's alone.
    const bool fanOut = memory.detail.request.target.starts_with(kFanOutPath);
    if (found.empty() && !fanOut) {
        if (auto account = m_parts.accounts->find(memory.detail.event.accountId)) {
            found.push_back(std::move(account));
        }
    }
    return found;
}

void EventMapper::decideFetch(EventMemory& memory, EventDraft& draft, EventDrafts& out) const
{
    const auto& enrich = memory.provider->webhooks->enrich;
    if (!enrich) {
        return;
    }
    if (enrich->when) {
        const json::Value when = config::evaluateRule(enrich->when, draft.entry, memory.arena,
                                                      "webhooks.enrich.when", out.warnings);
        if (!config::truthy(when)) {
            return;
        }
    }
    std::string operation = replaced(enrich->fetch, "{model}", draft.model);
    operation = replaced(std::move(operation), "{resource}", draft.resource);
    const std::size_t first = operation.find('.');
    const std::size_t last = operation.rfind('.');
    if (first == std::string::npos || first == last) {
        out.warnings.push_back(fmt::format("webhooks.enrich.fetch is no operation: {}", operation));
        return;
    }
    draft.fetchModel = operation.substr(0, first);
    draft.fetchResource = operation.substr(first + 1, last - first - 1);
    draft.fetchMethod = operation.substr(last + 1);
    draft.fetchId = enrich->id ? textOf(config::evaluateRule(enrich->id, draft.entry, memory.arena,
                                                             "webhooks.enrich.id", out.warnings))
                               : draft.recordId;
    draft.fetch = !draft.fetchId.empty();
}

Result<json::Value> EventMapper::mapRecord(EventMemory& memory, const EventDraft& draft,
                                           const json::Value& record) const
{
    if (!record.isObject()) {
        return json::Value();
    }
    GH_ASSIGN(const pipeline::PlanPtr plan,
              m_parts.planner->plan(draft.account->account.id, {draft.model, draft.resource, "get"}));
    config::EffectiveMappingPtr mapping = plan->mapping;
    if (m_choice) {
        GH_ASSIGN(mapping, m_choice(*plan));
    }
    jsonata::EvaluationContext context;
    context.clock = m_parts.clock;
    pipeline::FieldMapper mapper(memory.arena, context);
    json::ObjectBuilder input(memory.arena);
    input.set("response", record).set("raw", memory.input["body"]).set("id", draft.recordId);
    input.set("headers", memory.input["headers"]).set("query", memory.input["query"]);
    input.set("context", memory.arena.clone(*draft.account->account.context));
    input.set("now", memory.input["now"]);
    const auto mapped = mapper.map(mapping->response, input.build());
    if (mapper.outOfTime()) {
        return fail(pipeline::FieldMapper::outOfTimeError());
    }
    if (!mapped.failedRequired.empty()) {
        const auto found = std::ranges::find(mapped.warnings, mapped.failedRequired, &MappingWarning::field);
        return fail(Errc::MappingError,
                    fmt::format("the required field \"{}\" cannot be mapped: {}", mapped.failedRequired,
                                found == mapped.warnings.end() ? "" : found->message));
    }
    memory.documents.emplace_back(mapping->document); // constants of its expressions live there
    return mapped.value.isUndefined() ? memory.arena.object({}) : memory.arena.clone(mapped.value);
}

std::string EventMapper::misfit(const EventDraft& draft, const json::Value& record) const
{
    constexpr std::size_t kTold = 3;
    const auto snapshot = m_parts.snapshots->current();
    const config::ModelPtr model = snapshot->model(draft.model);
    const config::ModelResource* resource = model ? model->resource(draft.resource) : nullptr;
    if (resource == nullptr || !record.isObject() || resource->validator.accepts(record)) {
        return {};
    }
    std::string told;
    for (const auto& violation : resource->validator.validate(record, kTold)) {
        told += fmt::format("{}{} {}", told.empty() ? "" : ", ", violation.pointer, violation.message);
    }
    return fmt::format("the record does not fit {}.{}: {}", draft.model, draft.resource, told);
}

json::Value eventDocument(const EventMemory& memory, const EventDraft& draft, const json::Value& record,
                          json::Arena& arena)
{
    const Account& account = draft.account->account;
    json::ObjectBuilder out(arena);
    out.set("id", draft.messageId).set("event", draft.event);
    out.set("environment_id", account.environmentId).set("account_id", account.id);
    out.set("integration", account.integration);
    out.set("model", draft.model).set("resource", draft.resource);
    json::Value only = record;
    if (!only.isObject()) {
        json::ObjectBuilder bare(arena);
        bare.set("id", draft.recordId);
        only = bare.build();
    }
    out.set("records", arena.array({only}));
    out.set("raw_event_ref", memory.detail.event.payloadRef);
    if (draft.occurredAt) {
        out.set("occurred_at", formatRfc3339(*draft.occurredAt));
    }
    out.set("created_at", formatRfc3339(memory.detail.event.receivedAt));
    return out.build();
}

} // namespace gatehouse::delivery
