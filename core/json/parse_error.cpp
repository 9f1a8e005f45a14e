// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/parse_error.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace gatehouse::json {
namespace {

unsigned char byteAt(std::string_view text, std::size_t at) noexcept
{
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0;
}

bool isTail(unsigned char c) noexcept
{
    return (c & 0xC0U) == 0x80U;
}

/// Length of the well-formed UTF-8 sequence at an offset (RFC 3629), 0 when it is not one.
std::size_t sequenceLength(std::string_view text, std::size_t at) noexcept
{
    const unsigned char first = byteAt(text, at);
    const unsigned char second = byteAt(text, at + 1);
    if (first < 0x80) {
        return 1;
    }
    if (first < 0xC2 || first > 0xF4 || !isTail(second)) {
        return 0;
    }
    if (first < 0xE0) {
        return 2;
    }
    const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
    const bool outside = (first == 0xED && second > 0x9F) || (first == 0xF4 && second > 0x8F);
    if (overlong || outside || !isTail(byteAt(text, at + 2))) {
        return 0;
    }
    if (first < 0xF0) {
        return 3;
    }
    return isTail(byteAt(text, at + 3)) ? 4 : 0;
}

std::optional<std::size_t> firstInvalidUtf8(std::string_view text) noexcept
{
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = sequenceLength(text, at);
        if (length == 0) {
            return at;
        }
        at += length;
    }
    return std::nullopt;
}

struct Mistake
{
    std::string_view start;
    std::string_view hint;
};

constexpr std::array kMistakes{
    Mistake{"'", "JSON strings stand in double quotes"},
    Mistake{"//", "JSON has no comments"},
    Mistake{"/*", "JSON has no comments"},
    Mistake{"#", "JSON has no comments"},
    Mistake{"NaN", "JSON has no NaN; use null"},
    Mistake{"Infinity", "JSON has no infinity; use null"},
    Mistake{"-Infinity", "JSON has no infinity; use null"},
    Mistake{"undefined", "JSON has no undefined; leave the member out or use null"},
    Mistake{"None", "write null"},
    Mistake{"True", "write true in lower case"},
    Mistake{"False", "write false in lower case"},
    Mistake{"+", "a number has no leading +"},
    Mistake{".", "a number needs a digit before the point"},
    Mistake{"]", "is there a comma too many before it?"},
    Mistake{"}", "is there a comma too many before it?"},
    Mistake{",", "is there a comma too many?"},
    Mistake{"<", "this looks like XML or HTML"},
    Mistake{"\xEF\xBB\xBF", "remove the byte order mark at the start"},
};

std::string_view hintFor(std::string_view rest) noexcept
{
    const auto* found = std::find_if(kMistakes.begin(), kMistakes.end(), [&](const Mistake& m) {
        return rest.substr(0, m.start.size()) == m.start;
    });
    return found == kMistakes.end() ? std::string_view() : found->hint;
}

std::string quoteToken(std::string_view rest)
{
    if (rest.empty()) {
        return "the end of the text";
    }
    const std::size_t end = std::min(rest.find_first_of(" \t\r\n,:]}"), std::size_t{24});
    std::size_t length = std::max<std::size_t>(std::min(end, rest.size()), 1);
    while (length < rest.size() && isTail(byteAt(rest, length))) {
        ++length;
    }
    return fmt::format("'{}'", rest.substr(0, length));
}

/// The offset of the opening quote of the string that never closes, or of a control character in a string.
Error explainBrokenString(std::string_view text)
{
    std::size_t open = std::string_view::npos;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const unsigned char c = byteAt(text, at);
        if (c == '"') {
            open = open == std::string_view::npos ? at : std::string_view::npos;
        } else if (open != std::string_view::npos && c == '\\') {
            ++at;
        } else if (open != std::string_view::npos && c < 0x20) {
            return parseErrorAt(text, at, fmt::format("control character 0x{:02x} in a string", c),
                                c == '\n' ? "close the string before the line ends, or write \\n"
                                          : "write it as an escape such as \\t or \\u0001");
        }
    }
    return parseErrorAt(text, std::min(open, text.size()), "this string never ends", "add the closing quote");
}

} // namespace

TextPosition locate(std::string_view text, std::size_t byteOffset) noexcept
{
    const std::string_view before = text.substr(0, byteOffset);
    const std::size_t lineStart = before.rfind('\n') + 1; // npos + 1 is 0
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const auto column = std::count_if(before.begin() + static_cast<std::ptrdiff_t>(lineStart), before.end(),
                                      [](char c) { return !isTail(static_cast<unsigned char>(c)); })
                        + 1;
    return {static_cast<std::uint32_t>(line), static_cast<std::uint32_t>(column),
            static_cast<std::uint32_t>(byteOffset), 0};
}

Error parseErrorAt(std::string_view text, std::size_t byteOffset, std::string_view what,
                   std::string_view hint, Errc code)
{
    Error error;
    error.code = code;
    error.at = locate(text, byteOffset);
    error.message = fmt::format("{} at line {}, column {} (byte {}){}{}", what, error.at.line,
                                error.at.column, byteOffset, hint.empty() ? "" : "; ", hint);
    return error;
}

Status checkSize(std::size_t bytes, const ParseLimits& limits)
{
    if (bytes > limits.maxBytes) {
        return fail(Errc::LimitExceeded,
                    fmt::format("the JSON text has {} bytes; the limit is {}", bytes, limits.maxBytes));
    }
    return {};
}

Error explainBrokenText(std::string_view text)
{
    if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
        return parseErrorAt(text, text.size(), "the JSON text is empty", "a value is expected");
    }
    if (const auto bad = firstInvalidUtf8(text)) {
        return parseErrorAt(text, *bad, fmt::format("byte 0x{:02x} is not valid UTF-8", byteAt(text, *bad)),
                            "JSON must be UTF-8; convert the text first");
    }
    return explainBrokenString(text);
}

Error explainUnexpected(std::string_view text, std::size_t byteOffset, std::string_view expected)
{
    const std::string_view rest = text.substr(std::min(byteOffset, text.size()));
    const std::string_view hint = rest.empty() ? "the text is cut off" : hintFor(rest);
    return parseErrorAt(text, byteOffset, fmt::format("expected {}, found {}", expected, quoteToken(rest)),
                        hint);
}

} // namespace gatehouse::json
