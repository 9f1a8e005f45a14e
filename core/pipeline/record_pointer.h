// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pipeline/plan.h"

#include <optional>
#include <string>

namespace gatehouse::pipeline {

/// Where the answers of a list hold their records, when these can be read one by one: the definition names
/// the place by a plain path, and nothing else that is evaluated reads them there (limits, errors, paging,
/// the mapping's `raw`, steps after the call). Nothing: the answer has to be read as a whole.
[[nodiscard]] std::optional<std::string> recordPointer(const Plan& plan,
                                                       const config::MethodDefinition& method,
                                                       const config::PaginationDefinition& pagination);

} // namespace gatehouse::pipeline
