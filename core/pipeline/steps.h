// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/mapping.h"
#include "core/pipeline/bindings.h"
#include "core/pipeline/call.h"
#include "core/pipeline/field_mapper.h"

#include <qcoro/qcorotask.h>

#include <vector>

namespace gatehouse::pipeline {

/// Runs a mapping's further calls one after another; each sees the results of those before it. Gives the
/// object of their results by name. A step that fails ends the call with its problem unless it says ignore.
[[nodiscard]] QCoro::Task<VerdictOf<json::Value>> runSteps(Call& call, const Plan& plan,
                                                           const std::vector<config::MappingStep>& steps,
                                                           json::Value input, FieldMapper& mapper);

} // namespace gatehouse::pipeline
