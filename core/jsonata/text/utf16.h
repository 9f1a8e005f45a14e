// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

/// JavaScript counts and compares text by UTF-16 unit; these answer as it would, on UTF-8.
namespace gatehouse::jsonata::text {

/// < 0, 0 or > 0 by UTF-16 units: U+1F600 sorts before U+FFFD.
[[nodiscard]] int compareUtf16(std::string_view a, std::string_view b) noexcept;
[[nodiscard]] std::size_t utf16Length(std::string_view text) noexcept;
/// The byte at which the UTF-16 index lies; inside a surrogate pair, the start of that code point. The size
/// of the text when the index is beyond it.
[[nodiscard]] std::size_t utf16ToByte(std::string_view text, std::size_t utf16Index) noexcept;

/// Turns growing byte offsets of one text into UTF-16 indexes, walking over the text once.
class Utf16Cursor
{
public:
    explicit Utf16Cursor(std::string_view text) noexcept
        : m_text(text)
    {}

    [[nodiscard]] std::size_t indexOf(std::size_t byteOffset) noexcept;

private:
    std::string_view m_text;
    std::size_t m_byte = 0;
    std::size_t m_index = 0;
};

} // namespace gatehouse::jsonata::text
