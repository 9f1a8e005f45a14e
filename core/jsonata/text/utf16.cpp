// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/text/utf16.h"

#include "core/jsonata/text/code_points.h"

#include <algorithm>

namespace gatehouse::jsonata::text {
namespace {

std::size_t unitsOf(std::size_t bytes) noexcept
{
    return bytes == 4 ? 2 : 1;
}

} // namespace

int compareUtf16(std::string_view a, std::string_view b) noexcept
{
    const auto [left, right] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    if (left == a.end() || right == b.end()) {
        return left == a.end() ? (right == b.end() ? 0 : -1) : 1;
    }
    const auto x = static_cast<unsigned char>(*left);
    const auto y = static_cast<unsigned char>(*right);
    // UTF-8 sorts by code point; UTF-16 puts surrogate pairs (leading byte F0 and up) before U+E000…U+FFFF
    // (leading byte EE or EF).
    if (x >= 0xEE && y >= 0xEE && (x >= 0xF0) != (y >= 0xF0)) {
        return x >= 0xF0 ? -1 : 1;
    }
    return x < y ? -1 : 1;
}

std::size_t utf16Length(std::string_view text) noexcept
{
    std::size_t units = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t bytes = sequenceLength(text.substr(at));
        units += unitsOf(bytes);
        at += bytes;
    }
    return units;
}

std::size_t utf16ToByte(std::string_view text, std::size_t utf16Index) noexcept
{
    std::size_t at = 0;
    for (std::size_t units = 0; at < text.size();) {
        const std::size_t bytes = sequenceLength(text.substr(at));
        units += unitsOf(bytes);
        if (units > utf16Index) {
            return at;
        }
        at += bytes;
    }
    return at;
}

std::size_t Utf16Cursor::indexOf(std::size_t byteOffset) noexcept
{
    const std::size_t end = std::min(byteOffset, m_text.size());
    while (m_byte < end) {
        const std::size_t bytes = sequenceLength(m_text.substr(m_byte));
        m_index += unitsOf(bytes);
        m_byte += bytes;
    }
    return m_index;
}

} // namespace gatehouse::jsonata::text
