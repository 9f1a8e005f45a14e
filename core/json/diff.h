// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"

#include <cstdint>
#include <string>
#include <vector>

namespace gatehouse::json {

enum class ChangeKind : std::uint8_t
{
    Added,
    Removed,
    Changed
};

/// One difference; the values are views into the two compared trees.
struct Change
{
    ChangeKind kind = ChangeKind::Changed;
    std::string pointer; ///< RFC 6901; in the new tree for Added, in the old one otherwise.
    Value before;
    Value after;
};

/// The structural difference between two values, in document order. Objects are compared by name, arrays by a
/// longest common subsequence (by index past 2,000 elements), so that one inserted element is one change.
[[nodiscard]] std::vector<Change> diff(const Value& before, const Value& after);

} // namespace gatehouse::json
