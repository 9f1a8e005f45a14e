// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/exchange.h"

#include "core/pipeline/stages/authorize.h"
#include "core/pipeline/stages/classify.h"
#include "core/pipeline/stages/guard.h"
#include "core/pipeline/stages/send.h"
#include "core/pipeline/stages/sign.h"
#include "core/pipeline/stages/throttle.h"

namespace gatehouse::pipeline {

QCoro::Task<Verdict> exchange(Call& call, Upstream& upstream)
{
    GH_CO_STAGE(guard(call, upstream));
    if (!upstream.auth && !useReadyAuth(call, upstream)) {
        GH_CO_STAGE(co_await authorize(call, upstream));
    }
    GH_CO_STAGE(throttle(call, upstream));
    GH_CO_STAGE(sign(call, upstream));
    GH_CO_STAGE(co_await send(call, upstream));
    if (upstream.streamed) {
        co_return Verdict{};
    }
    co_return classify(call, upstream);
}

} // namespace gatehouse::pipeline
