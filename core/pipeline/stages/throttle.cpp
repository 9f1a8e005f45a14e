// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/stages/throttle.h"

#include "core/limits/limit_headers.h"
#include "core/limits/refusal.h"
#include "core/pipeline/problems.h"

#include <fmt/format.h>

namespace gatehouse::pipeline {
namespace {

limits::ThrottleRequest requestOf(const Upstream& upstream)
{
    const Target& target = *upstream.target;
    return {target.account->account.id, target.provider.get(), target.api, upstream.operation, 1};
}

} // namespace

Verdict throttle(Call& call, const Upstream& upstream)
{
    StageTimer timer(call, "throttle");
    auto decision = call.services.throttle->admit(requestOf(upstream), call.services.clock->now());
    if (decision.admitted) {
        return {};
    }
    const std::int64_t wait = decision.retryAfterSeconds.value_or(1);
    timer.note(fmt::format("refused: spent for another {} s", wait));
    call.limits = std::move(decision.reading);
    call.retryAfter = wait;
    limits::completeRefusal(call.limits, upstream.target->api->rateLimit, upstream.operation, wait);
    return tl::make_unexpected(spentLimitProblem(call, wait));
}

void observeLimits(Call& call, const Upstream& upstream)
{
    const auto request = requestOf(upstream);
    auto& throttle = *call.services.throttle;
    throttle.observe(request, upstream.limits, call.services.clock->now());
    call.limits = upstream.limits;
    if (upstream.limits.limited) {
        call.retryAfter = limits::retryAfterFor(upstream.target->api->rateLimit, upstream.limits,
                                                throttle.refusalsInARow(request));
        limits::completeRefusal(call.limits, upstream.target->api->rateLimit, upstream.operation,
                                *call.retryAfter);
    }
}

} // namespace gatehouse::pipeline
