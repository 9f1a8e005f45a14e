// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/diagnostics/format_tokens.h"

#include <algorithm>
#include <iterator>

namespace gatehouse::jsonata {
namespace {

bool isOperandKind(TokenKind kind) noexcept
{
    switch (kind) {
    case TokenKind::Name:
    case TokenKind::Variable:
    case TokenKind::String:
    case TokenKind::Number:
    case TokenKind::True:
    case TokenKind::False:
    case TokenKind::Null:
    case TokenKind::Regex:
        return true;
    default:
        return false;
    }
}

/// Operators that are operands where one is expected: wildcards, the parent, a placeholder, keywords as
/// names.
bool mayBeOperand(TokenKind kind) noexcept
{
    switch (kind) {
    case TokenKind::Star:
    case TokenKind::StarStar:
    case TokenKind::Percent:
    case TokenKind::Question:
    case TokenKind::And:
    case TokenKind::Or:
    case TokenKind::In:
        return true;
    default:
        return false;
    }
}

/// Walks over the text once, keeping what is needed to know what the next token is.
class TokenReader
{
public:
    explicit TokenReader(std::string_view text)
        : m_ast(std::string(text))
        , m_text(text)
        , m_lexer(m_ast)
    {}

    std::optional<std::vector<FormatToken>> run()
    {
        m_levels.emplace_back();
        for (;;) {
            LexError error;
            const Token token = m_lexer.next(m_operandExpected, error);
            if (!error.code.empty()) {
                return std::nullopt;
            }
            addComments(token.start);
            if (token.kind == TokenKind::End) {
                return std::move(m_tokens);
            }
            add(token);
        }
    }

private:
    struct Level
    {
        TokenKind open = TokenKind::End;
        bool parameters = false; ///< The brackets of a function's parameters.
        int questions = 0;       ///< Conditionals whose ':' is still to come.
        int bars = 0;            ///< Bars met inside a transform.
    };

    /// Those that the lexer skipped since the last call. Blanks and comments are all that stands between
    /// tokens.
    void addComments(std::uint32_t before)
    {
        const auto& comments = m_ast.comments();
        for (; m_comment < comments.size() && comments[m_comment].start < before; ++m_comment) {
            const AstComment& comment = comments[m_comment];
            FormatToken token;
            token.role = TokenRole::Comment;
            token.text = m_text.substr(comment.start, comment.end - comment.start);
            const std::size_t previous = m_text.substr(0, comment.start).find_last_not_of(" \t\r\v");
            const std::size_t next = m_text.find_first_not_of(" \t\r\v", comment.end);
            token.newLineBefore = previous != std::string_view::npos && m_text[previous] == '\n';
            token.newLineAfter = next != std::string_view::npos && m_text[next] == '\n';
            m_tokens.push_back(token);
        }
    }

    void add(const Token& token)
    {
        FormatToken out;
        out.kind = token.kind;
        out.text = m_text.substr(token.start, token.end - token.start);
        out.role = roleOf(token, out);
        m_tokens.push_back(out);
        m_lambdaNext = out.role == TokenRole::Operand && (out.text == "function" || out.text == "\u03BB");
        if (m_closedParameters && token.kind == TokenKind::Less) {
            readSignature(token.start);
        }
        m_closedParameters = m_justClosedParameters || m_tokens.back().role == TokenRole::Signature;
        m_justClosedParameters = false;
    }

    TokenRole roleOf(const Token& token, FormatToken& out)
    {
        if (m_operandExpected && (isOperandKind(token.kind) || mayBeOperand(token.kind))) {
            m_operandExpected = false;
            return TokenRole::Operand;
        }
        switch (token.kind) {
        case TokenKind::LeftParen:
        case TokenKind::LeftBracket:
        case TokenKind::LeftBrace:
            return open(token.kind, out);
        case TokenKind::RightParen:
        case TokenKind::RightBracket:
        case TokenKind::RightBrace:
            return close();
        case TokenKind::Bar:
            return bar(out);
        default:
            return infix(token.kind);
        }
    }

    TokenRole open(TokenKind kind, FormatToken& out)
    {
        out.postfix = !m_operandExpected;
        out.lambdaBody = kind == TokenKind::LeftBrace && m_closedParameters;
        Level level;
        level.open = kind;
        level.parameters = kind == TokenKind::LeftParen && m_lambdaNext;
        m_levels.push_back(level);
        m_operandExpected = true;
        return TokenRole::Open;
    }

    TokenRole close()
    {
        m_justClosedParameters = m_levels.back().parameters;
        if (m_levels.size() > 1) {
            m_levels.pop_back();
        }
        m_operandExpected = false;
        return TokenRole::Close;
    }

    /// Three bars make a transform: they open, part and close it.
    TokenRole bar(FormatToken& out)
    {
        if (m_levels.back().open != TokenKind::Bar) {
            return open(TokenKind::Bar, out);
        }
        if (m_levels.back().bars++ == 0) {
            m_operandExpected = true;
            return TokenRole::Tight;
        }
        return close();
    }

    TokenRole infix(TokenKind kind)
    {
        const bool unary = m_operandExpected;
        Level& level = m_levels.back();
        m_operandExpected = true;
        switch (kind) {
        case TokenKind::Comma:
        case TokenKind::Semicolon:
            level.questions = 0;
            return TokenRole::Separator;
        case TokenKind::Dot:
        case TokenKind::DotDot:
        case TokenKind::At:
        case TokenKind::Hash:
        case TokenKind::Caret:
            return TokenRole::Tight;
        case TokenKind::Minus:
            return unary ? TokenRole::Prefix : TokenRole::Binary;
        case TokenKind::Less:
        case TokenKind::Greater:
            // The sort order in front of a term: ^(>price, <name).
            return unary ? TokenRole::Prefix : TokenRole::Binary;
        case TokenKind::Question:
            ++level.questions;
            return TokenRole::BreakBefore;
        case TokenKind::Colon:
            if (level.questions == 0) {
                return TokenRole::KeyColon;
            }
            --level.questions;
            return TokenRole::BreakBefore;
        case TokenKind::Chain:
        case TokenKind::And:
        case TokenKind::Or:
            return TokenRole::BreakBefore;
        default:
            return TokenRole::Binary;
        }
    }

    /// Takes everything up to the matching '>' as one token, without blanks: signatures hold none.
    void readSignature(std::uint32_t start)
    {
        int depth = 1;
        Token token;
        LexError error;
        while (depth > 0) {
            token = m_lexer.next(false, error);
            if (token.kind == TokenKind::End) {
                return;
            }
            depth += token.kind == TokenKind::Less ? 1 : token.kind == TokenKind::Greater ? -1 : 0;
        }
        m_tokens.back().role = TokenRole::Signature;
        m_tokens.back().text = m_text.substr(start, token.end - start);
        m_operandExpected = false;
    }

    Ast m_ast;
    std::string_view m_text;
    Lexer m_lexer;
    std::vector<FormatToken> m_tokens;
    std::vector<Level> m_levels;
    std::size_t m_comment = 0;
    bool m_operandExpected = true;
    bool m_lambdaNext = false;
    bool m_justClosedParameters = false;
    bool m_closedParameters = false;
};

} // namespace

std::optional<std::vector<FormatToken>> readFormatTokens(std::string_view text)
{
    return TokenReader(text).run();
}

} // namespace gatehouse::jsonata
