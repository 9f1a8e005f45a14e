// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/json/document.h"
#include "core/json/parse.h"

#include <string>
#include <string_view>

namespace gatehouse::json {

/// XML as JSON, the one form in which expressions see it: {"Root": {"@attribute": "x", "Child": "text"}}.
/// Namespace prefixes and declarations are dropped; an element with text alone is a string, with attributes
/// too an object with "#text"; elements of the same name become an array, in order; xsi:nil="true" is null;
/// comments and processing instructions are left out. Everything is text: XML has no other types.
/// DTDs are skipped and no entity but the five of XML itself is known, so nothing is ever fetched or
/// expanded. Errc::ParseError with line and column, Errc::LimitExceeded past the limits. Thread-safe.
[[nodiscard]] Result<Document> parseXml(std::string_view text, const ParseLimits& limits = {});

/// The way back: the value must be an object with one member, the root element. Errc::InvalidArgument when it
/// is not, or when a name could not stand in XML.
[[nodiscard]] Result<std::string> writeXml(const Value& value);

/// Text as it stands between tags or in an attribute's double quotes. Control characters that XML 1.0 does
/// not know, escaped or not, are left out.
[[nodiscard]] std::string xmlEscaped(std::string_view text);

} // namespace gatehouse::json
