// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pipeline/call.h"
#include "core/pipeline/upstream.h"

namespace gatehouse::pipeline {

/// Asks the breaker and the bulkhead whether this account's provider may be called now (503 circuit_open).
[[nodiscard]] Verdict guard(Call& call, const Upstream& upstream);
/// Tells them how it ended; reached is false when no answer came.
void reportToGuard(Call& call, const Upstream& upstream, bool reached);

} // namespace gatehouse::pipeline
