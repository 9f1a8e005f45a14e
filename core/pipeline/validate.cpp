// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/validate.h"

#include "core/config/merge.h"
#include "core/json/write.h"
#include "core/pipeline/exchange.h"
#include "core/pipeline/field_mapper.h"
#include "core/pipeline/request_builder.h"
#include "core/pipeline/stages/record.h"
#include "core/pipeline/stages/resolve.h"

#include <fmt/format.h>

#include <array>

namespace gatehouse::pipeline {
namespace {

/// What the answer says about the account, put over what is known of it.
VerdictOf<json::Document> readAnswer(Call& call, const config::ConnectStep& step, const Upstream& upstream,
                                     FieldMapper& mapper)
{
    json::Arena& arena = call.arena();
    const json::Value context = (*call.target->constant)["context"];
    const std::array<json::Member, 1> more = {{{"context", context}}};
    const json::Value seen = config::withMembers(upstream.input, more, arena);
    if (step.expect) {
        const auto expected = mapper.evaluate(*step.expect, seen);
        if (!expected || !config::truthy(*expected)) {
            return tl::make_unexpected(
                call.problem({Errc::InvalidArgument,
                              fmt::format("{} answered, but not as it should: expected {}",
                                          upstream.target->provider->label, step.expect->text()),
                              {},
                              {},
                              {}}));
        }
    }
    if (!step.context) {
        return json::Document::copyOf(context);
    }
    const auto told = mapper.evaluate(*step.context, seen);
    if (!told || !told->isObject()) {
        return json::Document::copyOf(context);
    }
    return json::Document::copyOf(config::deepMerge(context, *told, arena));
}

QCoro::Task<VerdictOf<json::Document>> runStages(Call& call, std::string accountId)
{
    auto target = findTarget(call, accountId);
    if (!target) {
        co_return tl::make_unexpected(std::move(target).error());
    }
    const auto& step = (*target)->provider->connect.validate;
    if (!step) {
        co_return tl::make_unexpected(call.problem(
            {Errc::Unsupported,
             fmt::format("the definition of {} has no validation call", (*target)->provider->slug),
             {},
             {},
             {}}));
    }
    jsonata::EvaluationContext context;
    context.clock = call.services.clock;
    FieldMapper mapper(call.arena(), context, &call.expressions);
    Upstream upstream;
    upstream.target = *target;
    RequestSource source;
    source.call = &step->call;
    source.input = *(*target)->constant;
    if (auto built = buildRequest(source, mapper, call.arena(), upstream); !built) {
        co_return tl::make_unexpected(call.problem(built.error()));
    }
    GH_CO_STAGE(co_await exchange(call, upstream));
    co_return readAnswer(call, *step, upstream, mapper);
}

} // namespace

QCoro::Task<ValidationOutcome> validateAccount(const Services& services, std::string accountId,
                                               std::stop_token stop)
{
    CallStart start;
    start.kind = "validate";
    start.operation = "validate";
    start.stop = std::move(stop);
    Call call(services, std::move(start));
    auto told = co_await runStages(call, std::move(accountId));
    ValidationOutcome outcome;
    outcome.callId = call.detail.summary.id;
    if (told) {
        outcome.context = std::move(*told);
    } else {
        outcome.problem = std::move(told).error();
    }
    const int status = outcome.problem ? outcome.problem->status : 200;
    const std::string body =
        outcome.problem ? json::write(*problemDocument(*outcome.problem)) : std::string();
    recordCall(call, status, outcome.problem, contractHeaders(call, status), body);
    co_return outcome;
}

} // namespace gatehouse::pipeline
