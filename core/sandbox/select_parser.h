// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/sandbox/selection.h"

#include <string>
#include <string_view>

namespace gatehouse::sandbox {

/// Reads the SELECT language that business APIs share, in its several spellings:
///
///   SELECT a, b.c | * | COUNT() | COUNT(*)  FROM table
///   [WHERE conditions with = != <> < <= > >= LIKE, [NOT] IN (…), AND, OR, NOT, parentheses]
///   [ORDER BY | ORDERBY a [ASC|DESC], …] [LIMIT n] [OFFSET n] [STARTPOSITION n (from 1)] [MAXRESULTS n]
///
/// Texts stand in single quotes with \' or '' inside; dates and times may stand bare. Errc::ParseError with
/// the position and the word that was not expected; Errc::LimitExceeded past 100,000 bytes, 64 levels of
/// parentheses or 4,000 list items.
[[nodiscard]] Result<Selection> parseSelect(std::string_view text);

} // namespace gatehouse::sandbox
