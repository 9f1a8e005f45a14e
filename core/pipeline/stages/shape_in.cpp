// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/stages/shape_in.h"

#include "core/base/time_format.h"
#include "core/pipeline/request_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace gatehouse::pipeline {
namespace {

constexpr std::int64_t kMaxLimit = 10'000;

tl::unexpected<Problem> refuse(const Call& call, Error error)
{
    return tl::make_unexpected(call.problem(error));
}

/// Parameters of the gateway itself, which no mapping sees.
bool isOwnParameter(std::string_view name)
{
    static constexpr std::array<std::string_view, 5> kOwn = {"account_id", "cursor", "limit", "provenance",
                                                             "remote_data"};
    return std::ranges::find(kOwn, name) != kOwn.end();
}

std::string_view parameter(const UnifiedRequest& request, std::string_view name)
{
    for (const auto& [key, value] : request.query) {
        if (key == name) {
            return value;
        }
    }
    return {};
}

Result<std::int64_t> readLimit(std::string_view text)
{
    std::int64_t limit = 0;
    const char* end = text.data() + text.size();
    const auto [stopped, failed] = std::from_chars(text.data(), end, limit);
    if (failed != std::errc() || stopped != end || limit < 1 || limit > kMaxLimit) {
        return fail(Errc::InvalidArgument,
                    fmt::format("limit must be a whole number from 1 to {}, not \"{}\"", kMaxLimit, text));
    }
    return limit;
}

/// The page a list request means: the first one, or the one its cursor stands for. What the request repeats
/// beside a cursor must not contradict it; what it leaves out is taken from it.
Result<CursorState> readPage(const Call& call, const Plan& plan, const UnifiedRequest& request)
{
    CursorState state;
    for (const auto& [name, value] : request.query) {
        if (!isOwnParameter(name)) {
            state.query.emplace_back(name, value);
        }
    }
    if (const std::string_view limit = parameter(request, "limit"); !limit.empty()) {
        GH_ASSIGN(state.limit, readLimit(limit));
    }
    const std::string_view cursor = parameter(request, "cursor");
    if (cursor.empty()) {
        return state;
    }
    GH_ASSIGN(CursorState kept, call.services.cursors->decode(cursor, {request.accountId, plan.operation}));
    const bool sameFilters = std::ranges::all_of(state.query, [&](const auto& pair) {
        return std::ranges::find(kept.query, pair) != kept.query.end();
    });
    if (!sameFilters) {
        return fail(Errc::InvalidArgument,
                    "the cursor belongs to a list with other filters: leave the filters "
                    "out beside a cursor, or start again without it");
    }
    // A cursor may stand in the middle of a provider's page, which another page size would cut elsewhere.
    if (state.limit > 0 && state.limit != kept.limit) {
        return fail(Errc::InvalidArgument, "the limit differs from the cursor's: leave limit out beside a "
                                           "cursor, or start again without the cursor");
    }
    return kept;
}

Status checkSince(const CursorState& page)
{
    for (const auto& [name, value] : page.query) {
        if (name == "updated_since" && !parseRfc3339(value)) {
            return fail(
                Errc::InvalidArgument,
                fmt::format("updated_since must be a time such as 2026-11-22T10:00:00Z, not \"{}\"", value));
        }
    }
    return {};
}

/// The body of a write against the model's schema; the first violation is the problem's pointer.
Verdict checkBody(const Call& call, const Plan& plan, const json::Value& body)
{
    if (plan.method != "create" && plan.method != "update") {
        return {};
    }
    const auto refuseBody = [&](const std::string& pointer, const std::string& message) -> Verdict {
        Problem problem = call.problem({Errc::InvalidArgument, message, "request body", pointer, {}});
        problem.status = 422;
        return tl::make_unexpected(std::move(problem));
    };
    if (!body.isObject()) {
        return refuseBody("", fmt::format("{} needs a JSON object as its body", plan.operation));
    }
    const auto& schema =
        plan.method == "create" ? plan.resource->createValidator : plan.resource->updateValidator;
    if (schema.empty() || schema.accepts(body)) {
        return {};
    }
    const auto violations = schema.validate(body, 20);
    std::string message;
    for (const auto& violation : violations) {
        message += fmt::format("{}{}: {}", message.empty() ? "" : "; ",
                               violation.pointer.empty() ? "the body" : violation.pointer, violation.message);
    }
    return refuseBody(violations.empty() ? "" : violations.front().pointer, message);
}

/// The body of a create with the model's defaults for what it leaves out.
json::Value withDefaults(const Plan& plan, const json::Value& body, json::Arena& arena)
{
    if (plan.method != "create") {
        return body;
    }
    std::vector<json::Member> missing;
    for (const json::Member& member : plan.resource->createDefaults->members()) {
        if (!body.contains(member.name)) {
            missing.push_back(member);
        }
    }
    return missing.empty() ? body : config::withMembers(body, missing, arena);
}

Status checkId(const Plan& plan, const UnifiedRequest& request)
{
    const bool one = plan.method == "get" || plan.method == "update" || plan.method == "delete";
    if (one && request.id.empty()) {
        return fail(Errc::InvalidArgument, fmt::format("{} needs the id of a record", plan.operation));
    }
    return {};
}

/// The provider's method: fixed, or picked by what is asked.
Result<std::string> methodName(const Plan& plan, const json::Value& input, FieldMapper& mapper)
{
    return plan.providerMethod != nullptr
               ? Result<std::string>(plan.mapping->providerMethod.text())
               : plan.mapping->providerMethod.render(input, config::Escape::None, &mapper.budget());
}

/// Requests have no record to leave a field out of: what fails here fails the call.
Result<json::Value> mapRequest(const config::FieldMap& fields, const json::Value& input, FieldMapper& mapper,
                               std::string_view part)
{
    MappedValue mapped = mapper.map(fields, input);
    if (!mapped.warnings.empty()) {
        const MappingWarning& first = mapped.warnings.front();
        return fail(Errc::MappingError, fmt::format("{} field \"{}\" ({} level): {}", part, first.field,
                                                    first.level, first.message));
    }
    return mapped.value;
}

/// What the templates of the provider's method see (config::MethodDefinition says the names).
json::Value templateInput(const json::Value& request, const Plan& plan, const paging::PageRequest& page,
                          const CursorState& state, std::span<const json::Member> mapped, json::Arena& arena)
{
    std::vector<json::Member> more(mapped.begin(), mapped.end());
    const json::Value fields = *plan.mapping->sourceFields;
    more.push_back({"fields", fields.isArray() ? fields : arena.array({})});
    if (page.pageSize > 0) {
        more.push_back({"page_size", json::Value::integer(page.pageSize)});
    }
    more.push_back({"offset", json::Value::integer(state.position.number)});
    if (!state.position.cursor.empty()) {
        more.push_back({"cursor", arena.string(state.position.cursor)});
    }
    return config::withMembers(request, more, arena);
}

Result<ShapedRequest> shape(Call& call, const UnifiedInput& input, FieldMapper& mapper)
{
    const Plan& plan = *input.plan;
    json::Arena& arena = call.arena();
    const json::Value request = requestInput(call, input.bindings, arena);

    ShapedRequest shaped;
    GH_ASSIGN(const std::string name, methodName(plan, request, mapper));
    GH_ASSIGN(shaped.method, findMethod(*plan.providerResource, name));
    shaped.pagination = &plan.target->provider->pagination(*plan.providerResource, *shaped.method);
    shaped.upstream.target = plan.target;
    shaped.upstream.operation = fmt::format("{}.{}", plan.providerResource->name, name);

    CursorState state = input.page;
    RequestSource source;
    if (plan.method == "list") {
        if (state.position.first) {
            state.position = paging::firstPage(*shaped.pagination);
        }
        GH_ASSIGN(source.page, paging::pageRequest(*shaped.pagination, state.position, state.limit));
        shaped.pageSize = source.page.pageSize;
        shaped.upstream.list = ListPlace{&plan, shaped.method, shaped.pagination};
    }
    GH_ASSIGN(const json::Value path, mapRequest(plan.mapping->path, request, mapper, "path"));
    GH_ASSIGN(const json::Value query, mapRequest(plan.mapping->query, request, mapper, "query"));
    json::Value body;
    if (plan.method == "create" || plan.method == "update" || !plan.mapping->requestBody.empty()) {
        GH_ASSIGN(body, mapRequest(plan.mapping->requestBody, request, mapper, "request_body"));
        body = plan.mapping->requestBody.empty() ? input.bindings.body : body;
    }
    std::vector<json::Member> mapped = {{"query", query.isObject() ? query : arena.object({})}};
    for (const json::Member& member : {json::Member{"path", path}, json::Member{"body", body}}) {
        if (!member.value.isUndefined()) {
            mapped.push_back(member);
        }
    }
    shaped.input = templateInput(request, plan, source.page, state, mapped, arena);
    source.call = &shaped.method->call;
    source.input = shaped.input;
    source.body = body;
    if (const json::Value since = query["updated_since"]; since.isString() && shaped.method->updatedSince) {
        source.updatedSince = &*shaped.method->updatedSince;
        source.since = since.asString();
    }
    GH_TRY(buildRequest(source, mapper, arena, shaped.upstream));
    shaped.url = shaped.upstream.request.url;
    return shaped;
}

} // namespace

VerdictOf<UnifiedInput> readUnified(Call& call, const PlanPtr& plan, const UnifiedRequest& request)
{
    json::Arena& arena = call.arena();
    UnifiedInput input;
    input.plan = plan;
    if (auto checked = checkId(*plan, request); !checked) {
        return refuse(call, std::move(checked).error());
    }
    auto page = readPage(call, *plan, request);
    if (!page) {
        return refuse(call, std::move(page).error());
    }
    input.page = std::move(*page);
    if (auto checked = checkSince(input.page); !checked) {
        return refuse(call, std::move(checked).error());
    }
    if (auto verdict = checkBody(call, *plan, *request.body); !verdict) {
        return tl::make_unexpected(std::move(verdict).error());
    }
    call.memory->documents.push_back(request.body);
    input.bindings.query = queryObject(input.page.query, arena);
    input.bindings.body = withDefaults(*plan, *request.body, arena);
    if (!request.id.empty()) {
        input.bindings.id = arena.string(request.id);
    }
    input.bindings.now = arena.string(formatRfc3339(call.now));
    return input;
}

VerdictOf<ShapedRequest> shapeIn(Call& call, const UnifiedInput& input, FieldMapper& mapper)
{
    StageTimer timer(call, "shape_in");
    auto shaped = shape(call, input, mapper);
    if (!shaped) {
        return refuse(call, std::move(shaped).error());
    }
    timer.note(fmt::format("{} {}", shaped->upstream.request.method, shaped->url.path));
    return std::move(*shaped);
}

} // namespace gatehouse::pipeline
