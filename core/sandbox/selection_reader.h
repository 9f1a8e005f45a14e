// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/sandbox/selection.h"

namespace gatehouse::sandbox {

/// A condition in JSON, as expressions of a definition make it from a vendor's own filter language:
///   {"all": […]} · {"any": […]} · {"not": …} · […] (all) · nothing (true)
///   {"field": "a.b", "op": "eq|ne|lt|le|gt|ge|like|contains|in|not_in|present|absent", "value": …}
/// value is a list for in and not_in. Errc::ParseError for anything else, LimitExceeded past 32 levels.
[[nodiscard]] Result<Predicate> readPredicate(const json::Value& value, int depth = 0);

/// [{"field": "a", "descending": true}, …]; one object alone is a list of one.
[[nodiscard]] std::vector<Ordering> readOrder(const json::Value& value);
/// ["a", "b.c"]; one text alone is a list of one.
[[nodiscard]] std::vector<FieldPath> readFields(const json::Value& value);

} // namespace gatehouse::sandbox
