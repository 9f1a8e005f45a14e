// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/parser.h"

#include "core/jsonata/error_table.h"

#include <algorithm>
#include <array>

namespace gatehouse::jsonata {
namespace {

constexpr std::size_t kMaxErrors = 50;
constexpr std::size_t kMaxSource = std::size_t{4} << 20U;

json::Document documentOf(std::string_view text)
{
    return json::Document::copyOf(json::Value::string(text));
}

bool isClosing(TokenKind kind)
{
    return kind == TokenKind::RightBracket || kind == TokenKind::RightBrace || kind == TokenKind::RightParen;
}

} // namespace

std::unique_ptr<const Ast> parseExpression(std::string_view text, ParseMode mode)
{
    auto ast = std::make_unique<Ast>(std::string(text));
    Parser(*ast, mode).run();
    return ast;
}

void Parser::run()
{
    if (m_ast.m_source.size() > kMaxSource) {
        JsonataError error;
        error.code = "D1013";
        error.message = "The expression is longer than 4 MiB";
        m_ast.m_errors.push_back(std::move(error));
        return;
    }
    advance(true);
    const AstNode* root = expression(0);
    if (m_token.kind != TokenKind::End) {
        report("S0201", m_token);
    }
    finish(root);
}

void Parser::finish(const AstNode* root)
{
    if (m_mode == ParseMode::Recover && m_token.kind != TokenKind::End) {
        Children parts{root};
        recoverRest(parts);
        root = node(AstKind::Error, 0, 0, std::move(parts));
    }
    if (m_endReached && m_ast.m_errors.empty()) {
        Token end;
        end.start = end.end = static_cast<std::uint32_t>(m_ast.m_source.size());
        end.text = spelling(TokenKind::End);
        report("S0207", end);
    }
    m_ast.m_root = root;
}

void Parser::recoverRest(Children& parts)
{
    while (m_token.kind != TokenKind::End && m_ast.m_errors.size() < kMaxErrors) {
        m_openers = 0;
        const std::uint32_t before = m_token.start;
        if (leftPower(m_token.kind) > 0 || isClosing(m_token.kind) || m_token.kind == TokenKind::Comma
            || m_token.kind == TokenKind::Semicolon || m_token.kind == TokenKind::Colon) {
            advance(true);
        }
        if (m_token.kind != TokenKind::End) {
            parts.push_back(expression(0));
        }
        if (m_token.start == before) {
            advance(true);
        }
    }
}

void Parser::advance(bool operandExpected)
{
    m_previous = m_token;
    if (m_stopped) {
        m_token.kind = TokenKind::End;
        m_token.text = spelling(TokenKind::End);
        m_token.start = m_token.end = static_cast<std::uint32_t>(m_ast.m_source.size());
        return;
    }
    LexError error;
    m_token = m_lexer.next(operandExpected, error);
    if (error.code.empty()) {
        return;
    }
    JsonataError out;
    out.code = error.code;
    out.position = static_cast<std::int32_t>(utf16Offset(m_ast.m_source, error.position));
    out.token = error.token;
    const MessageField field{"token", json::Value::string(error.token)};
    out.message = formatMessage(error.code, std::span(&field, 1));
    out.span = spanOf(m_ast.m_source, error.start, error.end);
    addError(std::move(out));
    if (m_mode == ParseMode::Recover && m_token.kind == TokenKind::Unknown) {
        advance(operandExpected);
    }
}

void Parser::addError(JsonataError error)
{
    if (m_stopped || m_ast.m_errors.size() >= kMaxErrors) {
        return;
    }
    m_ast.m_errors.push_back(std::move(error));
    if (m_mode == ParseMode::FirstError) {
        m_stopped = true;
        m_token.kind = TokenKind::End;
        m_token.text = spelling(TokenKind::End);
    }
}

void Parser::report(std::string_view code, const Token& at, std::string_view expected)
{
    if (m_stopped || m_ast.m_errors.size() >= kMaxErrors) {
        return;
    }
    JsonataError error;
    error.code = code;
    error.position = static_cast<std::int32_t>(utf16Offset(m_ast.m_source, at.end));
    error.token = at.text;
    const std::array fields = {
        MessageField{"token", at.kind == TokenKind::Number ? json::Value::number(at.number)
                                                           : json::Value::string(at.text)},
        MessageField{"value", json::Value::string(expected)},
    };
    error.message = formatMessage(code, fields);
    if (!expected.empty()) {
        error.value = documentOf(expected);
        error.hint = "expected " + std::string(expected);
    }
    error.span = spanOf(m_ast.m_source, at.start, at.end);
    addError(std::move(error));
}

bool Parser::expect(TokenKind kind, bool operandFollows)
{
    if (m_token.kind == kind) {
        advance(operandFollows);
        return true;
    }
    report(m_token.kind == TokenKind::End ? "S0203" : "S0202", m_token, spelling(kind));
    return false;
}

AstNode* Parser::node(AstKind kind, std::uint32_t start, std::uint32_t tokenEnd, Children children)
{
    AstNode& made = m_ast.m_nodes.emplace_back();
    made.kind = kind;
    made.start = start;
    made.tokenEnd = tokenEnd;
    made.end = std::max(m_previous.end, tokenEnd);
    for (const AstNode* child : children) {
        made.height = std::max(made.height, child->height + 1);
        made.end = std::max(made.end, child->end);
    }
    made.children = std::move(children);
    return &made;
}

AstNode* Parser::leaf(AstKind kind, const Token& token)
{
    AstNode& made = m_ast.m_nodes.emplace_back();
    made.kind = kind;
    made.start = token.start;
    made.end = made.tokenEnd = token.end;
    made.text = token.text;
    made.flags = token.flags;
    made.number = token.number;
    return &made;
}

int Parser::leftPower(TokenKind kind) const noexcept
{
    switch (kind) {
    case TokenKind::LeftBracket:
    case TokenKind::LeftParen:
    case TokenKind::At:
    case TokenKind::Hash:
        return 80;
    case TokenKind::Dot:
        return 75;
    case TokenKind::LeftBrace:
        return 70;
    case TokenKind::Star:
    case TokenKind::Slash:
    case TokenKind::Percent:
        return 60;
    case TokenKind::Plus:
    case TokenKind::Minus:
    case TokenKind::Ampersand:
        return 50;
    case TokenKind::Equal:
    case TokenKind::NotEqual:
    case TokenKind::Less:
    case TokenKind::Greater:
    case TokenKind::LessOrEqual:
    case TokenKind::GreaterOrEqual:
    case TokenKind::Caret:
    case TokenKind::Chain:
    case TokenKind::Coalesce:
    case TokenKind::Elvis:
    case TokenKind::In:
        return 40;
    case TokenKind::And:
        return 30;
    case TokenKind::Or:
        return 25;
    case TokenKind::Question:
        return 20;
    case TokenKind::Assign:
        return 10;
    default:
        return 0;
    }
}

const AstNode* Parser::expression(int rightPower)
{
    const Token token = m_token;
    if (m_stack.exhausted()) {
        JsonataError error;
        error.code = "D1011";
        error.message = "The expression is nested too deeply";
        error.position = static_cast<std::int32_t>(utf16Offset(m_ast.m_source, token.end));
        error.span = spanOf(m_ast.m_source, token.start, token.end);
        addError(std::move(error));
        m_stopped = true;
        advance(false);
        return node(AstKind::Error, token.start, token.end);
    }
    const AstNode* left = operand(token);
    while (rightPower < leftPower(m_token.kind)) {
        const Token symbol = m_token;
        advance(true);
        left = infix(left, symbol);
    }
    return left;
}

} // namespace gatehouse::jsonata
