// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/exchange.h"

#include "core/pipeline/stages/authorize.h"
#include "core/pipeline/stages/classify.h"
#include "core/pipeline/stages/guard.h"
#include "core/pipeline/stages/renew.h"
#include "core/pipeline/stages/send.h"
#include "core/pipeline/stages/sign.h"
#include "core/pipeline/stages/throttle.h"

namespace gatehouse::pipeline {

QCoro::Task<Verdict> exchange(Call& call, Upstream& upstream)
{
    const bool given = upstream.auth != nullptr && !upstream.renewed;
    for (;;) {
        GH_CO_STAGE(guard(call, upstream));
        if (!upstream.auth && !useReadyAuth(call, upstream)) {
            GH_CO_STAGE(co_await authorize(call, upstream));
        }
        GH_CO_STAGE(throttle(call, upstream));
        keepSpare(upstream);
        GH_CO_STAGE(sign(call, upstream));
        GH_CO_STAGE(co_await send(call, upstream));
        if (upstream.streamed) {
            co_return Verdict{};
        }
        auto verdict = classify(call, upstream);
        if (verdict || given || !tokenRefused(upstream, verdict.error())) {
            co_return verdict;
        }
        auto renewing = renew(call, upstream, verdict.error());
        const bool again = co_await renewing;
        if (!again) {
            co_return verdict;
        }
    }
}

} // namespace gatehouse::pipeline
