// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pipeline/call.h"
#include "core/pipeline/upstream.h"

#include <qcoro/qcorotask.h>

namespace gatehouse::pipeline {

/// The credentials that are ready; false: authorize() must be awaited. Saves nearly every call a coroutine.
[[nodiscard]] bool useReadyAuth(Call& call, Upstream& upstream);
/// Obtains the account's credentials (401 auth_failure with reauth when there are none).
[[nodiscard]] QCoro::Task<Verdict> authorize(Call& call, Upstream& upstream);

} // namespace gatehouse::pipeline
