// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pipeline/call.h"
#include "core/pipeline/upstream.h"

namespace gatehouse::pipeline {

/// Refuses at once, with a normalised 429 and without asking the provider, while its limit is known to be
/// spent. Never waits: whoever wants to wait (a worker) does so before it calls.
[[nodiscard]] Verdict throttle(Call& call, const Upstream& upstream);
/// Tells the budgets what the answer said, and the call what to tell its caller.
void observeLimits(Call& call, const Upstream& upstream);

} // namespace gatehouse::pipeline
