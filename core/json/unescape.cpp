// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/unescape.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>

namespace gatehouse::json {
namespace {

constexpr std::uint32_t kNoUnit = 0xFFFF'FFFF;
constexpr std::size_t kUnitEscape = 6; // \uXXXX

/// The UTF-16 unit of the \uXXXX at the start, or kNoUnit.
std::uint32_t readUnit(std::string_view escape) noexcept
{
    if (escape.size() < kUnitEscape || escape[0] != '\\' || escape[1] != 'u') {
        return kNoUnit;
    }
    std::uint32_t unit = 0;
    const char* end = escape.data() + kUnitEscape;
    const auto read = std::from_chars(escape.data() + 2, end, unit, 16);
    return read.ec == std::errc() && read.ptr == end ? unit : kNoUnit;
}

char* putUtf8(char* to, std::uint32_t c) noexcept
{
    const auto tail = [&c](unsigned shift) { return static_cast<char>(0x80U | ((c >> shift) & 0x3FU)); };
    if (c < 0x80) {
        *to++ = static_cast<char>(c);
    } else if (c < 0x800) {
        *to++ = static_cast<char>(0xC0U | (c >> 6U));
        *to++ = tail(0);
    } else if (c < 0x10000) {
        *to++ = static_cast<char>(0xE0U | (c >> 12U));
        *to++ = tail(6);
        *to++ = tail(0);
    } else {
        *to++ = static_cast<char>(0xF0U | (c >> 18U));
        *to++ = tail(12);
        *to++ = tail(6);
        *to++ = tail(0);
    }
    return to;
}

/// Reads one \u escape or a pair of them; returns how many source bytes it took, 0 when malformed.
std::size_t unescapeUnit(std::string_view escape, char*& to) noexcept
{
    const std::uint32_t high = readUnit(escape);
    if (high == kNoUnit) {
        return 0;
    }
    if (high >= 0xD800 && high < 0xDC00) {
        const std::uint32_t low = readUnit(escape.substr(kUnitEscape));
        if (low >= 0xDC00 && low < 0xE000) {
            to = putUtf8(to, 0x10000 + ((high - 0xD800) << 10U) + (low - 0xDC00));
            return 2 * kUnitEscape;
        }
    }
    to = putUtf8(to, high);
    return kUnitEscape;
}

char simpleEscape(char c) noexcept
{
    switch (c) {
    case '"':
    case '\\':
    case '/':
        return c;
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return '\0';
    }
}

} // namespace

char* unescape(std::string_view source, char* to, std::size_t& badAt) noexcept
{
    std::size_t at = 0;
    while (at < source.size()) {
        const std::size_t backslash = source.find('\\', at);
        const std::size_t plain = (backslash == std::string_view::npos ? source.size() : backslash) - at;
        std::memcpy(to, source.data() + at, plain);
        to += plain;
        at += plain;
        if (at == source.size()) {
            break;
        }
        badAt = at;
        const std::string_view escape = source.substr(at);
        if (escape.size() < 2) {
            return nullptr;
        }
        if (escape[1] == 'u') {
            const std::size_t taken = unescapeUnit(escape, to);
            if (taken == 0) {
                return nullptr;
            }
            at += taken;
            continue;
        }
        const char c = simpleEscape(escape[1]);
        if (c == '\0') {
            return nullptr;
        }
        *to++ = c;
        at += 2;
    }
    return to;
}

} // namespace gatehouse::json
