// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gatehouse::jsonata {

/// A cursor over a pattern's text.
class PatternReader
{
public:
    explicit PatternReader(std::string_view text) noexcept
        : m_text(text)
    {}

    [[nodiscard]] bool atEnd() const noexcept { return m_at >= m_text.size(); }

    [[nodiscard]] std::size_t offset() const noexcept { return m_at; }

    [[nodiscard]] char peek(std::size_t ahead = 0) const noexcept
    {
        return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0';
    }

    [[nodiscard]] std::string_view rest() const noexcept { return m_text.substr(m_at); }

    void skip(std::size_t count) noexcept { m_at += count; }

    /// Moves over the text when it comes next.
    bool take(std::string_view wanted) noexcept;
    /// One code point.
    char32_t takeCodePoint() noexcept;
    /// Exactly `count` hex digits, or -1 and no move.
    int takeHex(std::size_t count) noexcept;
    /// Up to three octal digits of a value below 256; the first is known to be one.
    int takeOctal() noexcept;

private:
    std::string_view m_text;
    std::size_t m_at = 0;
};

/// A code point for PCRE2, escaped wherever it could mean something.
void appendLiteral(std::string& out, char32_t c);

/// What \s matches in JavaScript, and its complement, as the inside of a character class.
inline constexpr std::string_view kSpaceRanges =
    R"(\x{9}-\x{d}\x{20}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff})";
inline constexpr std::string_view kNotSpaceRanges =
    R"(\x{0}-\x{8}\x{e}-\x{1f}\x{21}-\x{9f}\x{a1}-\x{167f}\x{1681}-\x{1fff}\x{200b}-\x{2027}\x{202a}-\x{202e})"
    R"(\x{2030}-\x{205e}\x{2060}-\x{2fff}\x{3001}-\x{fefe}\x{ff00}-\x{10ffff})";

} // namespace gatehouse::jsonata
