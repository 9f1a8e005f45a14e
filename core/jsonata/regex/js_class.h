// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonata/regex/pattern_reader.h"
#include "core/jsonata/regex/regex.h"

#include <tl/expected.hpp>

#include <string>

namespace gatehouse::jsonata {

/// Rewrites the character class whose '[' was just read, up to and with its ']'.
[[nodiscard]] tl::expected<std::string, RegexError> translateJsClass(PatternReader& reader);

/// The code point of an escape that means one character, in and outside of classes; the backslash was just
/// read. Not for \b, digits, and classes such as \d.
[[nodiscard]] char32_t readCharacterEscape(PatternReader& reader);

} // namespace gatehouse::jsonata
