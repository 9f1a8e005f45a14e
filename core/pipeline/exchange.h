// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pipeline/call.h"
#include "core/pipeline/upstream.h"

#include <qcoro/qcorotask.h>

namespace gatehouse::pipeline {

/// Takes a shaped request through guard, authorize, throttle, sign, send and classify. One request to the
/// provider; a second one only when the first was refused because of its token, the token could be renewed,
/// and the request can do no harm twice. With upstream.streamed it ends before classify.
[[nodiscard]] QCoro::Task<Verdict> exchange(Call& call, Upstream& upstream);

} // namespace gatehouse::pipeline
