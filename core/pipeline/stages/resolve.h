// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pipeline/call.h"

#include <string_view>

namespace gatehouse::pipeline {

/// Finds the account, its definition and its effective mapping: the plan that this call keeps, whatever
/// changes while it is under way. Binds the call to the account.
[[nodiscard]] VerdictOf<PlanPtr> resolvePlan(Call& call, std::string_view accountId,
                                             const OperationName& operation);
/// The same without an operation.
[[nodiscard]] VerdictOf<TargetPtr> resolveTarget(Call& call, std::string_view accountId);

/// The same whatever the account's status: for finding out whether it works.
[[nodiscard]] VerdictOf<TargetPtr> findTarget(Call& call, std::string_view accountId);

} // namespace gatehouse::pipeline
