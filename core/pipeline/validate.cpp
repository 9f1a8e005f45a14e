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

/// The call of one step, with credentials that are given (upstream.auth) or those the account has.
QCoro::Task<VerdictOf<json::Document>> runStep(Call& call, const config::ConnectStep& step,
                                               Upstream& upstream)
{
    jsonata::EvaluationContext context;
    context.clock = call.services.clock;
    FieldMapper mapper(call.arena(), context, &call.expressions);
    RequestSource source;
    source.call = &step.call;
    source.input = *upstream.target->constant;
    if (auto built = buildRequest(source, mapper, call.arena(), upstream); !built) {
        co_return tl::make_unexpected(call.problem(built.error()));
    }
    GH_CO_STAGE(co_await exchange(call, upstream));
    co_return readAnswer(call, step, upstream, mapper);
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
    Upstream upstream;
    upstream.target = *target;
    co_return co_await runStep(call, *step, upstream);
}

QCoro::Task<VerdictOf<json::Document>> runCandidate(Call& call, Candidate candidate,
                                                    const config::ConnectStep& step)
{
    auto target = call.services.planner->targetOf(candidate.record);
    if (!target) {
        co_return tl::make_unexpected(call.problem(target.error()));
    }
    call.bind(*target);
    auto applied = auth::applyScheme(*(*target)->auth, std::move(candidate.credentials),
                                     *candidate.record->account.context);
    if (!applied) {
        co_return tl::make_unexpected(call.problem(applied.error()));
    }
    Upstream upstream;
    upstream.target = *target;
    upstream.auth = std::move(*applied);
    co_return co_await runStep(call, step, upstream);
}

/// Records the call and tells what came of it.
ValidationOutcome ended(Call& call, VerdictOf<json::Document> told)
{
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
    return outcome;
}

CallStart startOf(std::string kind, std::stop_token stop)
{
    CallStart start;
    start.kind = std::move(kind);
    start.operation = "validate";
    start.stop = std::move(stop);
    return start;
}

} // namespace

QCoro::Task<ValidationOutcome> validateAccount(const Services& services, std::string accountId,
                                               std::stop_token stop)
{
    Call call(services, startOf("validate", std::move(stop)));
    auto told = co_await runStages(call, std::move(accountId));
    co_return ended(call, std::move(told));
}

QCoro::Task<ValidationOutcome> tryCandidate(const Services& services, Candidate candidate,
                                            const config::ConnectStep& step, std::stop_token stop)
{
    Call call(services, startOf("connect", std::move(stop)));
    auto told = co_await runCandidate(call, std::move(candidate), step);
    co_return ended(call, std::move(told));
}

} // namespace gatehouse::pipeline
