// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/unified.h"

#include "core/contract/call_json.h"
#include "core/json/parse.h"
#include "core/json/write.h"
#include "core/pipeline/exchange.h"
#include "core/pipeline/request_builder.h"
#include "core/pipeline/stages/record.h"
#include "core/pipeline/stages/resolve.h"
#include "core/pipeline/stages/shape_in.h"
#include "core/pipeline/stages/shape_out.h"
#include "core/pipeline/steps.h"

#include <fmt/format.h>

namespace gatehouse::pipeline {
namespace {

jsonata::EvaluationContext evaluationContext(const Services& services)
{
    jsonata::EvaluationContext context;
    context.clock = services.clock;
    context.randomSeed = services.random->below(std::uint64_t{1} << 62U);
    return context;
}

/// The record after a write whose answer does not hold it: read again, when the provider can be asked for it.
QCoro::Task<VerdictOf<UnifiedResult>> readAgain(Call& call, const UnifiedInput& written,
                                                const ShapedRequest& shaped, FieldMapper& mapper,
                                                ShapeOutOptions options)
{
    const std::string id = writtenId(shaped, written.bindings, mapper, call.arena());
    const OperationName get{written.plan->mapping->key.model, written.plan->mapping->key.resource, "get"};
    auto plan = call.services.planner->plan(call.detail.summary.accountId, get);
    if (id.empty() || !plan) {
        UnifiedResult out;
        json::ObjectBuilder record(call.arena());
        out.result = record.set("id", id).build();
        co_return out;
    }
    call.memory->owners.push_back(*plan);
    UnifiedInput input;
    input.plan = *plan;
    input.bindings.query = call.arena().object({});
    input.bindings.id = call.arena().string(id);
    input.bindings.now = written.bindings.now;
    auto again = shapeIn(call, input, mapper);
    if (!again) {
        co_return tl::make_unexpected(std::move(again).error());
    }
    GH_CO_STAGE(co_await exchange(call, again->upstream));
    co_return shapeRecord(call, input, *again, mapper, options);
}

/// The id of a record whose write succeeded: as its method tells it, otherwise as the mapping reads it.
/// Evaluated with a budget of its own, for the call's may be what ran out.
std::string idOfWritten(Call& call, const UnifiedInput& input, const ShapedRequest& shaped)
{
    FieldMapper mapper(call.arena(), evaluationContext(call.services));
    std::string id = writtenId(shaped, input.bindings, mapper, call.arena());
    if (!id.empty() || shaped.upstream.doneUnread) {
        return id;
    }
    const auto record = answerRecord(call, shaped, input.bindings, mapper);
    if (!record) {
        return id;
    }
    const json::Value request = requestInput(call, input.bindings, call.arena());
    const json::Value seen = recordInput(request, *record, shaped.upstream, input.bindings, call.arena());
    const json::Value told = mapper.map(input.plan->mapping->response, seen).value["id"];
    return told.isString() || told.isNumber() ? plainText(told) : id;
}

/// What is known of a record that was written, when the rest of the answer cannot be made. It is told as the
/// success that it is: after an error the caller would write the record a second time.
UnifiedResult writtenOnly(Call& call, const UnifiedInput& input, const ShapedRequest& shaped,
                          const Problem& problem)
{
    UnifiedResult out;
    json::ObjectBuilder record(call.arena());
    if (const std::string id = idOfWritten(call, input, shaped); !id.empty()) {
        record.set("id", id);
    }
    out.result = record.build();
    call.retryAfter.reset();
    call.warnFirst({"", "gateway",
                    fmt::format("written, but the rest of the answer is not known: {}",
                                problem.detail.empty() ? problem.title : problem.detail),
                    0});
    return out;
}

bool writes(const Plan& plan)
{
    return plan.method == "create" || plan.method == "update" || plan.method == "delete";
}

UnifiedResult deleted(Call& call, const UnifiedInput& input)
{
    UnifiedResult out;
    json::ObjectBuilder record(call.arena());
    out.result = record.set("id", input.bindings.id).build();
    return out;
}

QCoro::Task<VerdictOf<UnifiedResult>> shapeOut(Call& call, const UnifiedInput& input,
                                               const ShapedRequest& shaped, FieldMapper& mapper,
                                               ShapeOutOptions options)
{
    const std::string& method = input.plan->method;
    if (method == "list") {
        co_return shapeList(call, input, shaped, mapper, options);
    }
    if (method == "delete") {
        co_return deleted(call, input);
    }
    if (shaped.method->returnsPartial && method != "get") {
        co_return co_await readAgain(call, input, shaped, mapper, options);
    }
    co_return shapeRecord(call, input, shaped, mapper, options);
}

/// What follows the provider's answer: the steps after it, and the answer to the caller.
QCoro::Task<VerdictOf<UnifiedResult>> answer(Call& call, UnifiedInput& input, const ShapedRequest& shaped,
                                             FieldMapper& mapper, ShapeOutOptions options)
{
    const config::EffectiveMapping& mapping = *input.plan->mapping;
    if (!mapping.after.empty()) {
        const json::Value seen =
            recordInput(requestInput(call, input.bindings, call.arena()), shaped.upstream.body,
                        shaped.upstream, input.bindings, call.arena());
        auto after = co_await runSteps(call, *input.plan, mapping.after, seen, mapper);
        if (!after) {
            co_return tl::make_unexpected(std::move(after).error());
        }
        input.bindings.after = *after;
    }
    co_return co_await shapeOut(call, input, shaped, mapper, options);
}

/// The stages of a unified call, top to bottom.
QCoro::Task<VerdictOf<UnifiedResult>> runStages(Call& call, const UnifiedRequest& request)
{
    const OperationName operation{request.model, request.resource, request.method};
    auto plan = resolvePlan(call, request.accountId, operation);
    if (!plan) {
        co_return tl::make_unexpected(std::move(plan).error());
    }
    auto input = readUnified(call, *plan, request);
    if (!input) {
        co_return tl::make_unexpected(std::move(input).error());
    }
    FieldMapper mapper(call.arena(), evaluationContext(call.services), &call.expressions);
    const config::EffectiveMapping& mapping = *(*plan)->mapping;
    if (!mapping.before.empty()) {
        const json::Value seen = requestInput(call, input->bindings, call.arena());
        auto before = co_await runSteps(call, **plan, mapping.before, seen, mapper);
        if (!before) {
            co_return tl::make_unexpected(std::move(before).error());
        }
        input->bindings.before = *before;
    }
    auto shaped = shapeIn(call, *input, mapper);
    if (!shaped) {
        co_return tl::make_unexpected(std::move(shaped).error());
    }
    if (auto answered = co_await exchange(call, shaped->upstream); !answered) {
        if (shaped->upstream.doneUnread && writes(**plan)) {
            co_return writtenOnly(call, *input, *shaped, answered.error());
        }
        co_return tl::make_unexpected(std::move(answered).error());
    }
    auto outcome = co_await answer(call, *input, *shaped, mapper, {request.remoteData, request.provenance});
    if (!outcome && writes(**plan)) {
        co_return writtenOnly(call, *input, *shaped, outcome.error());
    }
    co_return outcome;
}

json::Value provenanceJson(const std::vector<FieldProvenance>& provenance, json::Arena& arena)
{
    std::vector<json::Value> entries;
    for (const FieldProvenance& entry : provenance) {
        json::ObjectBuilder out(arena);
        out.set("field", entry.field).set("level", entry.level).set("source", entry.source);
        out.set("expression", entry.expression);
        if (!entry.shadowed.empty()) {
            out.set("shadowed", entry.shadowed);
        }
        entries.push_back(out.build());
    }
    return arena.array(entries);
}

json::Value bodyOf(const Call& call, const UnifiedResult& result, bool provenance, json::Arena& arena)
{
    json::ObjectBuilder out(arena);
    if (result.resultText.empty()) {
        out.set("result", result.result);
    }
    if (result.list) {
        out.set("next_cursor",
                result.nextCursor.empty() ? json::Value::null() : arena.string(result.nextCursor));
    }
    if (!result.failures.empty()) {
        out.set("failed_records", arena.array(result.failures));
    }
    if (!call.detail.warnings.empty()) {
        std::vector<json::Value> warnings;
        for (const MappingWarning& warning : call.detail.warnings) {
            warnings.push_back(toJson(warning, arena));
        }
        out.set("warnings", arena.array(warnings));
    }
    if (provenance) {
        out.set("provenance", provenanceJson(result.provenance, arena));
    }
    return out.build();
}

/// The body's text, and the body itself where it is wanted.
void writeBody(Call& call, const UnifiedRequest& request, const UnifiedResult& result,
               UnifiedResponse& response)
{
    const json::Value body = bodyOf(call, result, request.provenance, call.arena());
    if (result.resultText.empty()) {
        response.body = documentOf(call.memory, body);
        json::writeTo(response.bodyText, body);
        return;
    }
    const std::string more = json::write(body); // next_cursor at least
    response.bodyText.reserve(result.resultText.size() + more.size() + 16);
    response.bodyText.append(R"({"result":)").append(result.resultText).append(",").append(more, 1);
    if (request.textOnly) {
        return;
    }
    if (auto parsed = json::parse(std::string_view(response.bodyText))) {
        response.body = std::move(*parsed);
    }
}

/// Writes the answer and the record of the call.
UnifiedResponse finish(Call& call, const UnifiedRequest& request, VerdictOf<UnifiedResult> outcome)
{
    UnifiedResponse response;
    call.endWarnings();
    response.callId = call.detail.summary.id;
    response.warnings = call.detail.warnings;
    if (outcome) {
        response.status = request.method == "create" ? 201 : 200;
        writeBody(call, request, *outcome, response);
        response.provenance = std::move(outcome->provenance);
    } else {
        response.problem = std::move(outcome).error();
        response.status = response.problem->status;
        response.body = problemDocument(*response.problem);
        json::writeTo(response.bodyText, *response.body);
        if (response.problem->retryAfter) {
            call.retryAfter = response.problem->retryAfter;
        }
    }
    response.headers = contractHeaders(call, response.status);
    recordCall(call, response.status, response.problem, response.headers, response.bodyText);
    return response;
}

} // namespace

QCoro::Task<UnifiedResponse> serveUnified(const Services& services, UnifiedRequest request)
{
    const OperationName operation{request.model, request.resource, request.method};
    CallStart start{"unified",           operation.dotted(), request.requestId,
                    request.traceparent, request.timeout,    request.stop};
    Call call(services, std::move(start));
    auto outcome = co_await runStages(call, request);
    co_return finish(call, request, std::move(outcome));
}

} // namespace gatehouse::pipeline
