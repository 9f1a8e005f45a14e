// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonata/ast.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse::jsonata {

enum class TokenKind : std::uint8_t
{
    End,
    Name,     ///< A field name, bare or in backquotes.
    Variable, ///< text without the '$'.
    String,
    Number,
    True,
    False,
    Null,
    Regex,
    // Operators and punctuation.
    Dot,
    LeftBracket,
    RightBracket,
    LeftBrace,
    RightBrace,
    LeftParen,
    RightParen,
    Comma,
    At,
    Hash,
    Semicolon,
    Colon,
    Question,
    Plus,
    Minus,
    Star,
    Slash,
    Percent,
    Bar,
    Equal,
    Less,
    Greater,
    Caret,
    Ampersand,
    Unknown, ///< '!' or '~' alone: no operator starts so.
    DotDot,
    Assign,
    NotEqual,
    GreaterOrEqual,
    LessOrEqual,
    StarStar,
    Chain,
    Elvis,
    Coalesce,
    And,
    Or,
    In
};

/// How a token looks in messages ("]"); for End "(end)".
[[nodiscard]] std::string_view spelling(TokenKind kind) noexcept;

struct Token
{
    TokenKind kind = TokenKind::End;
    std::uint32_t start = 0; ///< Byte offsets.
    std::uint32_t end = 0;
    double number = 0.0;
    std::string_view text;  ///< Decoded: the name, the string, the pattern, or the spelling.
    std::string_view flags; ///< Of a regular expression.
};

/// What is wrong with the text at hand; code empty: nothing.
struct LexError
{
    std::string_view code;
    std::uint32_t start = 0;
    std::uint32_t end = 0;
    std::uint32_t position = 0; ///< Byte offset that the reference reports.
    std::string token;
};

/// Cuts an expression into tokens. The parser says whether an operand may come next, because '/' starts a
/// regular expression only there.
class Lexer
{
public:
    explicit Lexer(Ast& ast)
        : m_ast(ast)
        , m_source(ast.source())
    {}

    /// The next token; on a LexError it is what could be made of the text, and the next call goes on behind
    /// it.
    Token next(bool operandExpected, LexError& error);

private:
    void skipBlanks(LexError& error);
    Token regex(LexError& error);
    Token quoted(char quote, LexError& error);
    Token quotedName(LexError& error);
    Token number(LexError& error);
    Token word();
    bool operatorToken(Token& token);
    bool escape(std::string& out, std::size_t& at, LexError& error) const;
    bool unicodeEscape(std::string& out, std::size_t& at, LexError& error) const;
    [[nodiscard]] Token make(TokenKind kind, std::size_t start, std::size_t end, std::string_view text);

    Ast& m_ast;
    std::string_view m_source;
    std::size_t m_at = 0;
};

} // namespace gatehouse::jsonata
