// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/node_core.h"

namespace gatehouse {

/// Evaluates a mapping that is not stored against a sample, and touches nothing.
///
/// request: {account_id | integration, model, resource, method, level?, mapping, sample, context?}. mapping
/// takes the place of what stands at its level (account with account_id, otherwise platform) and the levels
/// beneath stay. sample is the provider's record, or the bindings themselves when it has a member response.
/// Answer: {output, provenance, errors: [{field, level, source, code, message, line, column, offset, length,
/// hint}], violations: [{pointer, message}], time_us}. A mapping that does not compile gives errors and no
/// output. Errors: InvalidArgument, NotFound.
[[nodiscard]] Result<json::Document> previewMapping(const NodeCore& core, const json::Value& request);

} // namespace gatehouse
