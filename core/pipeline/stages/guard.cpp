// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/stages/guard.h"

#include <fmt/format.h>

namespace gatehouse::pipeline {
namespace {

resilience::GuardKey keyOf(const Upstream& upstream)
{
    return {upstream.target->provider->slug, upstream.target->account->account.id};
}

} // namespace

Verdict guard(Call& call, const Upstream& upstream)
{
    StageTimer timer(call, "guard");
    const auto wait = call.services.guard->admit(keyOf(upstream), call.services.clock->steady());
    if (!wait) {
        return {};
    }
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(*wait).count();
    timer.note(fmt::format("refused for {} s", seconds));
    Problem problem =
        call.problem({Errc::CircuitOpen,
                      fmt::format("calls to {} are paused for another {} s after too many failures",
                                  upstream.target->provider->label, seconds),
                      {},
                      {},
                      {}});
    problem.retryAfter = seconds;
    return tl::make_unexpected(std::move(problem));
}

void reportToGuard(Call& call, const Upstream& upstream, bool reached)
{
    resilience::GuardOutcome outcome;
    outcome.reached = reached;
    if (upstream.error) {
        outcome.category = upstream.error->category;
    }
    outcome.duration = call.detail.exchanges[upstream.exchange].duration;
    call.services.guard->report(keyOf(upstream), outcome, call.services.clock->steady());
}

} // namespace gatehouse::pipeline
