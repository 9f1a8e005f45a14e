// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/json/document.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace gatehouse::json {

struct ParseLimits
{
    std::size_t maxBytes = std::size_t{64} * 1024 * 1024;
    std::size_t maxDepth = 512;
};

/// Parses one JSON text (RFC 8259, UTF-8). The bytes are taken over: strings without escapes are views into
/// them, so nothing is copied twice. Errors carry line, column, byte offset and a hint; Errc::ParseError or
/// Errc::LimitExceeded. Integers stay exact, other numbers that a double cannot give back keep their text.
/// Of duplicate names the last value wins. Thread-safe.
[[nodiscard]] Result<Document> parse(std::string&& text, const ParseLimits& limits = {});
/// The same for text that stays the caller's; copies it once.
[[nodiscard]] Result<Document> parse(std::string_view text, const ParseLimits& limits = {});

[[nodiscard]] inline Result<Document> parse(const char* text)
{
    return parse(std::string_view(text));
}

} // namespace gatehouse::json
