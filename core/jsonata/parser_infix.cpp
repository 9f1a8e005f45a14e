// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/error_table.h"
#include "core/jsonata/parser.h"
#include "core/jsonata/signature.h"

namespace gatehouse::jsonata {
namespace {

/// The token that a node is made of, for errors about the node.
Token tokenOf(const AstNode& node, std::string_view source)
{
    Token token;
    token.kind = node.kind == AstKind::Number ? TokenKind::Number : TokenKind::Name;
    token.start = node.start;
    token.end = node.tokenEnd;
    token.number = node.number;
    switch (node.kind) {
    case AstKind::Name:
    case AstKind::String:
    case AstKind::Number:
    case AstKind::True:
    case AstKind::False:
    case AstKind::Null:
        token.text = node.text;
        break;
    case AstKind::Binary:
        token.text = spelling(node.op);
        break;
    default:
        // Operators are written just before the place the reference reports.
        token.text = source.substr(node.tokenEnd > 0 ? node.tokenEnd - 1 : 0, node.tokenEnd > 0 ? 1 : 0);
        break;
    }
    return token;
}

bool isLambdaKeyword(const AstNode& node)
{
    return node.kind == AstKind::Name && (node.text == "function" || node.text == "\xCE\xBB");
}

} // namespace

const AstNode* Parser::infix(const AstNode* left, const Token& token)
{
    switch (token.kind) {
    case TokenKind::Dot:
        return two(AstKind::Path, left, token, leftPower(token.kind));
    case TokenKind::LeftBracket:
        return bracket(left, token);
    case TokenKind::LeftBrace:
        return group(left, token);
    case TokenKind::LeftParen:
        return call(left, token);
    case TokenKind::Caret:
        return sort(left, token);
    case TokenKind::At:
        return variableBinding(AstKind::Focus, left, token);
    case TokenKind::Hash:
        return variableBinding(AstKind::Index, left, token);
    case TokenKind::Assign:
        return assignment(left, token);
    case TokenKind::Question:
        return conditional(left, token);
    case TokenKind::Elvis:
        return two(AstKind::Elvis, left, token, 0);
    case TokenKind::Coalesce:
        return two(AstKind::Coalesce, left, token, 0);
    case TokenKind::Chain:
        return two(AstKind::Apply, left, token, leftPower(token.kind));
    case TokenKind::Plus:
        return binary(left, token, BinaryOp::Add);
    case TokenKind::Minus:
        return binary(left, token, BinaryOp::Subtract);
    case TokenKind::Star:
        return binary(left, token, BinaryOp::Multiply);
    case TokenKind::Slash:
        return binary(left, token, BinaryOp::Divide);
    case TokenKind::Percent:
        return binary(left, token, BinaryOp::Modulo);
    case TokenKind::Equal:
        return binary(left, token, BinaryOp::Equal);
    case TokenKind::NotEqual:
        return binary(left, token, BinaryOp::NotEqual);
    case TokenKind::Less:
        return binary(left, token, BinaryOp::Less);
    case TokenKind::LessOrEqual:
        return binary(left, token, BinaryOp::LessOrEqual);
    case TokenKind::Greater:
        return binary(left, token, BinaryOp::Greater);
    case TokenKind::GreaterOrEqual:
        return binary(left, token, BinaryOp::GreaterOrEqual);
    case TokenKind::And:
        return binary(left, token, BinaryOp::And);
    case TokenKind::Or:
        return binary(left, token, BinaryOp::Or);
    case TokenKind::In:
        return binary(left, token, BinaryOp::In);
    default:
        return binary(left, token, BinaryOp::Concat);
    }
}

const AstNode* Parser::two(AstKind kind, const AstNode* left, const Token& token, int rightPower)
{
    const AstNode* right = expression(rightPower);
    return node(kind, left->start, token.end, {left, right});
}

const AstNode* Parser::binary(const AstNode* left, const Token& token, BinaryOp op)
{
    const AstNode* right = expression(leftPower(token.kind));
    AstNode* made = node(AstKind::Binary, left->start, token.end, {left, right});
    made->op = op;
    return made;
}

const AstNode* Parser::bracket(const AstNode* left, const Token& open)
{
    if (m_token.kind == TokenKind::RightBracket) {
        advance(false);
        return node(AstKind::KeepArray, left->start, open.end, {left});
    }
    ++m_openers;
    const AstNode* right = expression(0);
    expect(TokenKind::RightBracket);
    --m_openers;
    return node(AstKind::Predicate, left->start, open.end, {left, right});
}

const AstNode* Parser::group(const AstNode* left, const Token& open)
{
    ++m_openers;
    Children children{left};
    keysAndValues(children);
    --m_openers;
    return node(AstKind::Group, left->start, open.end, std::move(children));
}

const AstNode* Parser::sort(const AstNode* left, const Token& caret)
{
    ++m_openers;
    Children children{left};
    if (expect(TokenKind::LeftParen, true)) {
        for (;;) {
            const Token order = m_token;
            const bool written = order.kind == TokenKind::Less || order.kind == TokenKind::Greater;
            if (written) {
                advance(true);
            }
            const AstNode* key = expression(0);
            AstNode* term = node(AstKind::SortTerm, written ? order.start : key->start, key->tokenEnd, {key});
            term->descending = order.kind == TokenKind::Greater;
            children.push_back(term);
            if (m_token.kind != TokenKind::Comma) {
                break;
            }
            advance(true);
        }
        expect(TokenKind::RightParen);
    }
    --m_openers;
    return node(AstKind::Sort, left->start, caret.end, std::move(children));
}

const AstNode* Parser::variableBinding(AstKind kind, const AstNode* left, const Token& token)
{
    const AstNode* right = expression(leftPower(token.kind));
    if (right->kind != AstKind::Variable) {
        Token at = token;
        at.end = right->tokenEnd;
        at.text = spelling(token.kind);
        report("S0214", at);
        return node(AstKind::Error, left->start, token.end, {left, right});
    }
    AstNode* made = node(kind, left->start, token.end, {left});
    made->text = right->text;
    made->end = right->end;
    return made;
}

const AstNode* Parser::assignment(const AstNode* left, const Token& token)
{
    if (left->kind != AstKind::Variable) {
        report("S0212", tokenOf(*left, m_ast.m_source));
    }
    constexpr int kRightAssociative = 9;
    const AstNode* right = expression(kRightAssociative);
    AstNode* made =
        node(left->kind == AstKind::Variable ? AstKind::Bind : AstKind::Error, left->start, token.end,
             left->kind == AstKind::Variable ? Children{right} : Children{left, right});
    made->text = left->text;
    return made;
}

const AstNode* Parser::conditional(const AstNode* left, const Token& question)
{
    Children children{left, expression(0)};
    if (m_token.kind == TokenKind::Colon) {
        advance(true);
        children.push_back(expression(0));
    }
    return node(AstKind::Conditional, left->start, question.end, std::move(children));
}

const AstNode* Parser::call(const AstNode* callee, const Token& open)
{
    ++m_openers;
    Children arguments;
    bool partial = false;
    if (m_token.kind != TokenKind::RightParen) {
        for (;;) {
            if (m_token.kind == TokenKind::Question) {
                partial = true;
                arguments.push_back(leaf(AstKind::Placeholder, m_token));
                advance(false);
            } else {
                arguments.push_back(expression(0));
            }
            if (m_token.kind != TokenKind::Comma) {
                break;
            }
            advance(true);
        }
    }
    expect(TokenKind::RightParen);
    --m_openers;
    if (isLambdaKeyword(*callee) && !m_stopped) {
        return lambda(callee, open, std::move(arguments));
    }
    arguments.insert(arguments.begin(), callee);
    return node(partial ? AstKind::PartialCall : AstKind::Call, callee->start, open.end,
                std::move(arguments));
}

const AstNode* Parser::lambda(const AstNode* keyword, const Token& open, Children parameters)
{
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const AstNode* parameter = parameters[i];
        if (parameter->kind == AstKind::Variable || parameter->kind == AstKind::Error) {
            continue;
        }
        const Token at = tokenOf(*parameter, m_ast.m_source);
        const auto number = static_cast<std::int64_t>(i + 1);
        JsonataError error;
        error.code = "S0208";
        error.position = static_cast<std::int32_t>(utf16Offset(m_ast.m_source, at.end));
        error.token = at.text;
        const MessageField field{"value", json::Value::integer(number)};
        error.message = formatMessage(error.code, std::span(&field, 1));
        error.value = json::Document::copyOf(json::Value::integer(number));
        error.span = spanOf(m_ast.m_source, parameter->start, parameter->end);
        addError(std::move(error));
    }
    const std::string_view written = m_token.kind == TokenKind::Less ? signature() : std::string_view();
    ++m_openers;
    if (expect(TokenKind::LeftBrace, true)) {
        parameters.push_back(expression(0));
        expect(TokenKind::RightBrace);
    } else {
        parameters.push_back(node(AstKind::Error, open.start, open.end));
    }
    --m_openers;
    AstNode* made = node(AstKind::Lambda, keyword->start, open.end, std::move(parameters));
    made->text = written;
    return made;
}

std::string_view Parser::signature()
{
    const std::uint32_t start = m_token.start;
    std::string text = "<";
    int depth = 1;
    advance(false);
    while (depth > 0 && m_token.kind != TokenKind::LeftBrace && m_token.kind != TokenKind::End) {
        depth += m_token.kind == TokenKind::Less ? 1 : m_token.kind == TokenKind::Greater ? -1 : 0;
        text += m_token.text;
        if (depth == 0) {
            break;
        }
        advance(false);
    }
    expect(TokenKind::Greater);
    const std::string_view kept = m_ast.m_texts.emplace_back(std::move(text));
    SignatureError problem;
    if (!m_stopped && !Signature::parse(kept, problem)) {
        JsonataError error;
        error.code = problem.code;
        error.position = static_cast<std::int32_t>(utf16Offset(m_ast.m_source, start + problem.offset));
        const MessageField field{"value", json::Value::string(problem.value)};
        error.message = formatMessage(problem.code, std::span(&field, 1));
        error.value = json::Document::copyOf(json::Value::string(problem.value));
        error.span = spanOf(m_ast.m_source, start, m_previous.end);
        addError(std::move(error));
    }
    return kept;
}

} // namespace gatehouse::jsonata
