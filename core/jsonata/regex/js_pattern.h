// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonata/regex/regex.h"

#include <tl/expected.hpp>

#include <string>
#include <string_view>

namespace gatehouse::jsonata {

/// Rewrites a JavaScript pattern (ECMA-262 with Annex B, no u flag) so that PCRE2 understands the same by it;
/// refuses what JavaScript refuses, such as possessive quantifiers and inline options.
[[nodiscard]] tl::expected<std::string, RegexError> translateJsPattern(std::string_view pattern,
                                                                       bool multiline);

} // namespace gatehouse::jsonata
