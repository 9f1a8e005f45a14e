// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pipeline/call.h"
#include "core/pipeline/upstream.h"

namespace gatehouse::pipeline {

/// Reads a whole answer: parses the body (JSON, XML, otherwise text), normalises what it says about limits,
/// and tells success from failure by the definition's rules. A failure is a problem.
[[nodiscard]] Verdict classify(Call& call, Upstream& upstream);
/// The same for an answer whose body goes through unread: limits and errors as far as status and headers
/// tell.
[[nodiscard]] Verdict classifyHead(Call& call, Upstream& upstream);

} // namespace gatehouse::pipeline
