// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"

namespace gatehouse::conformance {

/// Equality as the reference's test runner has it: numbers as IEEE doubles and exact (NaN equals NaN, -0 is
/// not 0), arrays in order, objects by their set of names.
[[nodiscard]] bool strictEqual(const json::Value& a, const json::Value& b);

} // namespace gatehouse::conformance
