// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/regex/pattern_reader.h"

#include "core/jsonata/text/code_points.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>

namespace gatehouse::jsonata {

bool PatternReader::take(std::string_view wanted) noexcept
{
    if (rest().substr(0, wanted.size()) != wanted) {
        return false;
    }
    m_at += wanted.size();
    return true;
}

char32_t PatternReader::takeCodePoint() noexcept
{
    const char32_t c = text::codePointAt(rest());
    m_at += text::sequenceLength(rest());
    return c;
}

int PatternReader::takeHex(std::size_t count) noexcept
{
    int value = 0;
    const char* from = m_text.data() + m_at;
    if (rest().size() < count || *from == '-') {
        return -1;
    }
    const auto read = std::from_chars(from, from + count, value, 16);
    if (read.ec != std::errc() || read.ptr != from + count) {
        return -1;
    }
    m_at += count;
    return value;
}

int PatternReader::takeOctal() noexcept
{
    int value = 0;
    for (int digits = 0; digits < 3 && peek() >= '0' && peek() <= '7'; ++digits) {
        const int next = value * 8 + (peek() - '0');
        if (next > 255) {
            break;
        }
        value = next;
        ++m_at;
    }
    return value;
}

void appendLiteral(std::string& out, char32_t c)
{
    const bool plain =
        (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || (c >= U'0' && c <= U'9') || c == U'_';
    if (plain) {
        out += static_cast<char>(c);
    } else {
        out += fmt::format("\\x{{{:x}}}", static_cast<std::uint32_t>(c));
    }
}

} // namespace gatehouse::jsonata
