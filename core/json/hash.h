// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"

#include <cstddef>

namespace gatehouse::json {

/// A hash that equal values share (operator== of Value): 1 and 1.0 hash the same, and so do objects with
/// another order of members. Containers below 64 levels of nesting count by their size only.
[[nodiscard]] std::size_t hashValue(const Value& value);

} // namespace gatehouse::json
