// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehousectl/source_mark.h"

#include <fmt/format.h>

#include <algorithm>

namespace gatehouse::ctl {
namespace {

constexpr std::size_t kContext = 60; ///< Code points shown on either side of the mark.

std::string_view lineOf(std::string_view text, std::uint32_t number)
{
    for (std::uint32_t i = 1; i < number; ++i) {
        const auto end = text.find('\n');
        if (end == std::string_view::npos) {
            return {};
        }
        text.remove_prefix(end + 1);
    }
    auto line = text.substr(0, text.find('\n'));
    if (line.ends_with('\r')) {
        line.remove_suffix(1);
    }
    return line;
}

bool startsCodePoint(char c)
{
    return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
}

/// Byte offset of a code point; the size when there are fewer.
std::size_t offsetOf(std::string_view line, std::size_t codePoint)
{
    std::size_t at = 0;
    for (; at < line.size(); ++at) {
        if (startsCodePoint(line[at]) && codePoint-- == 0) {
            return at;
        }
    }
    return at;
}

std::size_t codePoints(std::string_view text)
{
    return static_cast<std::size_t>(std::ranges::count_if(text, startsCodePoint));
}

/// Blanks as wide as a text: tabs stay tabs, so that what comes below stands where it should.
std::string blanksFor(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (startsCodePoint(c)) {
            out += c == '\t' ? '\t' : ' ';
        }
    }
    return out;
}

/// How many bytes the UTF-8 character at the start takes; 0 when there is none.
std::size_t characterAt(std::string_view text)
{
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t size = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
    if (size == 0 || lead > 0xf4 || size > text.size()
        || std::ranges::any_of(text.substr(1, size - 1), startsCodePoint)) {
        return 0;
    }
    return size;
}

/// Without control characters, which a terminal would obey, and what is no text; as wide as it was.
std::string printable(std::string_view text)
{
    constexpr unsigned char kFirstPrintable = 0x20;
    constexpr unsigned char kDelete = 0x7f;
    constexpr unsigned char kLastControl = 0x9f; // U+0080 to U+009F are C2 80 to C2 9F
    std::string out;
    while (!text.empty()) {
        const auto lead = static_cast<unsigned char>(text.front());
        const std::size_t size = characterAt(text);
        const bool control =
            (lead < kFirstPrintable && lead != '\t') || lead == kDelete
            || (size == 2 && lead == 0xc2 && static_cast<unsigned char>(text[1]) <= kLastControl);
        if (size == 0 || control) {
            out += startsCodePoint(text.front()) ? "?" : "";
        } else {
            out += text.substr(0, size);
        }
        text.remove_prefix(std::max<std::size_t>(size, 1));
    }
    return out;
}

/// The marked line and the marks below it.
std::string excerpt(std::string_view line, const TextPosition& at)
{
    const std::size_t column = at.column == 0 ? 0 : at.column - 1;
    const auto length = codePoints(line);
    const auto from = column > kContext ? column - kContext : 0;
    const auto to = std::min(length, column + kContext);
    const auto start = offsetOf(line, column);
    const auto marked = codePoints(line.substr(start, at.byteLength));
    const auto shown =
        printable(line.substr(offsetOf(line, from), offsetOf(line, to) - offsetOf(line, from)));
    const auto before = blanksFor(line.substr(offsetOf(line, from), start - offsetOf(line, from)));

    const auto number = std::to_string(at.line);
    const std::string gutter(number.size(), ' ');
    const auto ahead = std::string(from > 0 ? "…" : "");
    const auto marks =
        std::string(std::clamp<std::size_t>(marked, 1, std::max<std::size_t>(to - column, 1)), '^');
    return fmt::format(" {} |\n {} | {}{}{}\n {} | {}{}{}\n", gutter, number, ahead, shown,
                       to < length ? "…" : "", gutter, ahead.empty() ? "" : " ", before, marks);
}

} // namespace

std::string markError(std::string_view text, const MarkedError& error)
{
    auto out = fmt::format("{}: {}\n", error.level, error.message);
    const auto gutter = std::string(std::to_string(error.at.line).size() + 1, ' ');
    if (error.at.line == 0) {
        out += error.source.empty() ? "" : fmt::format("  --> {}\n", error.source);
    } else {
        out += fmt::format("{}--> {}:{}:{}\n", gutter, error.source, error.at.line, error.at.column);
        out += excerpt(lineOf(text, error.at.line), error.at);
    }
    if (!error.hint.empty()) {
        out += fmt::format("{} = {}\n", gutter, error.hint);
    }
    return out;
}

} // namespace gatehouse::ctl
