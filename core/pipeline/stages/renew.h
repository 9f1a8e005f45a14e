// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pipeline/call.h"
#include "core/pipeline/upstream.h"

#include <qcoro/qcorotask.h>

namespace gatehouse::pipeline {

/// Of a token that cannot be renewed now: when to come back, by when the gateway itself will try again.
void askToWait(Call& call, const Upstream& upstream, Problem& problem);
/// Keeps the request for a second sending, where a fresh token could call for one: only for accounts whose
/// token the gateway renews by itself, and only what can be sent twice.
void keepSpare(Upstream& upstream);
/// Whether this refusal is about the token and nobody tried to mend that yet. When the token was renewed a
/// moment ago and is refused all the same, the problem is marked: a person must connect again.
[[nodiscard]] bool tokenRefused(Upstream& upstream, Problem& problem);
/// Gets a fresh token, once for all calls that want one. True: the request is ready to be sent again. False:
/// the problem stands; it says whether another call may succeed.
[[nodiscard]] QCoro::Task<bool> renew(Call& call, Upstream& upstream, Problem& problem);

} // namespace gatehouse::pipeline
