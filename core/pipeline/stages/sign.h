// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pipeline/call.h"
#include "core/pipeline/upstream.h"

namespace gatehouse::pipeline {

/// Puts the credentials on the request, last of all before it goes out: signatures cover the final URL, and
/// nonces and dates must not age in a queue. Adds traceparent and User-Agent.
[[nodiscard]] Verdict sign(Call& call, Upstream& upstream);

} // namespace gatehouse::pipeline
