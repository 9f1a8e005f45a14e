// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pipeline/call.h"
#include "core/pipeline/upstream.h"

#include <qcoro/qcorotask.h>

namespace gatehouse::pipeline {

/// Of a body, as much goes into the record of the call; the log cuts it to its own size after redaction.
inline constexpr std::size_t kRecordedBytes = (std::size_t{64} + 4) * 1024;

/// Sends the request, exactly once, and waits for the answer (its head alone when upstream.streamed). Notes
/// the exchange in the call's record. A problem only when no answer came.
[[nodiscard]] QCoro::Task<Verdict> send(Call& call, Upstream& upstream);

} // namespace gatehouse::pipeline
