// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonata/expression.h"

#include <optional>

namespace gatehouse::config {

/// The one status of an answer at which a rule can hold, when its text shows it: 207 for
/// "status = 207 and body.numErrors > 0". At every other status the rule is false or gives nothing, so that
/// it need not be evaluated there, nor the body be read for it. Nullopt: it may hold at any.
[[nodiscard]] std::optional<int> onlyStatus(const std::optional<jsonata::Expression>& rule);

} // namespace gatehouse::config
