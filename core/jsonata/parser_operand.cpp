// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/parser.h"

namespace gatehouse::jsonata {

const AstNode* Parser::operand(const Token& token)
{
    switch (token.kind) {
    case TokenKind::End:
        m_endReached = true;
        return node(AstKind::Error, token.start, token.end);
    case TokenKind::Name:
    case TokenKind::And:
    case TokenKind::Or:
    case TokenKind::In:
        advance(false);
        return leaf(AstKind::Name, token);
    case TokenKind::Variable:
        advance(false);
        return leaf(AstKind::Variable, token);
    case TokenKind::String:
        advance(false);
        return leaf(AstKind::String, token);
    case TokenKind::Number:
        advance(false);
        return leaf(AstKind::Number, token);
    case TokenKind::True:
        advance(false);
        return leaf(AstKind::True, token);
    case TokenKind::False:
        advance(false);
        return leaf(AstKind::False, token);
    case TokenKind::Null:
        advance(false);
        return leaf(AstKind::Null, token);
    case TokenKind::Regex:
        advance(false);
        return leaf(AstKind::Regex, token);
    default:
        return symbolOperand(token);
    }
}

const AstNode* Parser::symbolOperand(const Token& token)
{
    switch (token.kind) {
    case TokenKind::Star:
        advance(false);
        return leaf(AstKind::Wildcard, token);
    case TokenKind::StarStar:
        advance(false);
        return leaf(AstKind::Descendants, token);
    case TokenKind::Percent:
        advance(false);
        return leaf(AstKind::Parent, token);
    case TokenKind::Minus: {
        constexpr int kUnaryPower = 70;
        advance(true);
        const AstNode* child = expression(kUnaryPower);
        return node(AstKind::Minus, token.start, token.end, {child});
    }
    case TokenKind::LeftBracket:
        return arrayConstructor(token);
    case TokenKind::LeftBrace:
        return objectConstructor(token);
    case TokenKind::LeftParen:
        return block(token);
    case TokenKind::Bar:
        return transform(token);
    default:
        return unexpected(token);
    }
}

const AstNode* Parser::unexpected(const Token& token)
{
    report("S0211", token);
    const bool closing = token.kind == TokenKind::RightBracket || token.kind == TokenKind::RightBrace
                         || token.kind == TokenKind::RightParen || token.kind == TokenKind::Comma
                         || token.kind == TokenKind::Semicolon || token.kind == TokenKind::Colon
                         || token.kind == TokenKind::Bar;
    if (!(closing && m_openers > 0)) {
        advance(true);
    }
    return node(AstKind::Error, token.start, token.end);
}

const AstNode* Parser::arrayConstructor(const Token& open)
{
    ++m_openers;
    advance(true);
    Children items;
    if (m_token.kind != TokenKind::RightBracket) {
        for (;;) {
            const AstNode* item = expression(0);
            if (m_token.kind == TokenKind::DotDot) {
                const Token dots = m_token;
                advance(true);
                const AstNode* last = expression(0);
                item = node(AstKind::Range, item->start, dots.end, {item, last});
            }
            items.push_back(item);
            if (m_token.kind != TokenKind::Comma) {
                break;
            }
            advance(true);
        }
    }
    expect(TokenKind::RightBracket);
    --m_openers;
    return node(AstKind::Array, open.start, open.end, std::move(items));
}

void Parser::keysAndValues(Children& into)
{
    if (m_token.kind != TokenKind::RightBrace) {
        for (;;) {
            into.push_back(expression(0));
            expect(TokenKind::Colon, true);
            into.push_back(expression(0));
            if (m_token.kind != TokenKind::Comma) {
                break;
            }
            advance(true);
        }
    }
    expect(TokenKind::RightBrace);
}

const AstNode* Parser::objectConstructor(const Token& open)
{
    ++m_openers;
    advance(true);
    Children pairs;
    keysAndValues(pairs);
    --m_openers;
    return node(AstKind::Object, open.start, open.end, std::move(pairs));
}

const AstNode* Parser::block(const Token& open)
{
    ++m_openers;
    advance(true);
    Children steps;
    while (m_token.kind != TokenKind::RightParen) {
        steps.push_back(expression(0));
        if (m_token.kind != TokenKind::Semicolon) {
            break;
        }
        advance(true);
    }
    expect(TokenKind::RightParen);
    --m_openers;
    return node(AstKind::Block, open.start, open.end, std::move(steps));
}

const AstNode* Parser::transform(const Token& open)
{
    ++m_openers;
    advance(true);
    Children parts;
    parts.push_back(expression(0));
    expect(TokenKind::Bar, true);
    parts.push_back(expression(0));
    if (m_token.kind == TokenKind::Comma) {
        advance(true);
        parts.push_back(expression(0));
    }
    expect(TokenKind::Bar);
    --m_openers;
    return node(AstKind::Transform, open.start, open.end, std::move(parts));
}

} // namespace gatehouse::jsonata
