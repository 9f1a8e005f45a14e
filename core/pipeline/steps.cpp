// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/steps.h"

#include "core/pipeline/exchange.h"
#include "core/pipeline/request_builder.h"
#include "core/pipeline/stages/shape_out.h"

#include <fmt/format.h>

#include <array>

namespace gatehouse::pipeline {
namespace {

/// What a step's expression gives; Undefined for an unset one.
Result<json::Value> partOf(const std::optional<jsonata::Expression>& part, const json::Value& input,
                           FieldMapper& mapper)
{
    return part ? mapper.evaluate(*part, input) : Result<json::Value>(json::Value());
}

Result<ShapedRequest> shapeStep(Call& call, const Plan& plan, const config::MappingStep& step,
                                const json::Value& input, FieldMapper& mapper)
{
    const config::ProviderDefinition& provider = *plan.target->provider;
    const config::ResourceDefinition* resource = provider.resource(step.resource);
    if (resource == nullptr) {
        return fail(Errc::ConfigError,
                    fmt::format("the step \"{}\" names the resource \"{}\", which is not defined", step.name,
                                step.resource));
    }
    ShapedRequest shaped;
    GH_ASSIGN(shaped.method, findMethod(*resource, step.method));
    GH_ASSIGN(shaped.upstream.target,
              call.services.planner->target(plan.target->account->account.id, resource->api));
    shaped.upstream.operation = fmt::format("{}.{}", step.resource, step.method);

    json::Arena& arena = call.arena();
    GH_ASSIGN(const json::Value id, partOf(step.id, input, mapper));
    GH_ASSIGN(const json::Value query, partOf(step.query, input, mapper));
    GH_ASSIGN(const json::Value body, partOf(step.body, input, mapper));
    std::vector<json::Member> more = {{"query", query.isObject() ? query : arena.object({})},
                                      {"fields", arena.array({})}};
    for (const json::Member& member : {json::Member{"id", id}, json::Member{"body", body}}) {
        if (!member.value.isUndefined()) {
            more.push_back(member);
        }
    }
    RequestSource source;
    source.call = &shaped.method->call;
    source.input = config::withMembers(input, more, arena);
    source.body = body;
    shaped.input = source.input;
    GH_TRY(buildRequest(source, mapper, arena, shaped.upstream));
    return shaped;
}

/// One step's result: its record, as the provider gave it.
QCoro::Task<VerdictOf<json::Value>> runStep(Call& call, const Plan& plan, const config::MappingStep& step,
                                            json::Value input, FieldMapper& mapper)
{
    auto shaped = shapeStep(call, plan, step, input, mapper);
    if (!shaped) {
        co_return tl::make_unexpected(call.problem(shaped.error()));
    }
    GH_CO_STAGE(co_await exchange(call, shaped->upstream));
    Bindings bindings;
    bindings.id = shaped->input["id"];
    co_return answerRecord(call, *shaped, bindings, mapper);
}

} // namespace

QCoro::Task<VerdictOf<json::Value>> runSteps(Call& call, const Plan& plan,
                                             const std::vector<config::MappingStep>& steps, json::Value input,
                                             FieldMapper& mapper)
{
    json::Arena& arena = call.arena();
    std::vector<json::Member> results;
    for (const config::MappingStep& step : steps) {
        const std::array<json::Member, 1> before = {{{"before", arena.object(results)}}};
        const json::Value seen = config::withMembers(input, before, arena);
        const auto wanted = partOf(step.when, seen, mapper);
        if (wanted && !wanted->isUndefined() && !config::truthy(*wanted)) {
            continue;
        }
        auto result = co_await runStep(call, plan, step, seen, mapper);
        if (!result && step.onError == config::StepFailure::Fail) {
            co_return tl::make_unexpected(std::move(result).error());
        }
        if (!result) {
            call.warn({fmt::format("before.{}", step.name),
                       std::string(config::mappingLevelName(step.origin.level)), result.error().detail, 0});
        } else if (!result->isUndefined()) {
            results.push_back({arena.copy(step.name), *result});
        }
    }
    co_return arena.object(results);
}

} // namespace gatehouse::pipeline
