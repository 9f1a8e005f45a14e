// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse::sandbox {

/// A word of the SELECT language (select_parser.h).
struct Token
{
    enum class Kind : std::uint8_t
    {
        Word,   ///< A keyword or a field, dots included.
        Symbol, ///< ( ) , * and the comparison signs.
        Text,   ///< In quotes; value has it without them.
        Number,
        Moment, ///< A bare date or time.
        Bad,    ///< What starts no token, or a text without its end.
        End
    };

    Kind kind = Kind::End;
    std::string_view text; ///< As written.
    std::size_t offset = 0;
    std::string value;
    double number = 0;

    /// Keywords (upper case here) are found in any case.
    [[nodiscard]] bool is(std::string_view keyword) const;
};

/// Cuts a query into tokens, one ahead. The text must outlive it.
class SelectLexer
{
public:
    explicit SelectLexer(std::string_view text)
        : m_text(text)
    {
        advance();
    }

    [[nodiscard]] const Token& current() const noexcept { return m_current; }

    void advance();

private:
    void readQuoted();
    void readWordOrNumber();
    void readSymbol();
    void set(Token::Kind kind, std::size_t length);

    std::string_view m_text;
    std::size_t m_at = 0;
    Token m_current;
};

} // namespace gatehouse::sandbox
