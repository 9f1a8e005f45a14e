// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonata/ast.h"
#include "core/jsonata/lexer.h"
#include "core/jsonata/stack_guard.h"

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::jsonata {

/// Operator precedence parser (Pratt). One object parses one text into its Ast.
class Parser
{
public:
    Parser(Ast& ast, ParseMode mode)
        : m_ast(ast)
        , m_lexer(ast)
        , m_mode(mode)
    {}

    void run();

private:
    using Children = std::vector<const AstNode*>;

    // parser.cpp: tokens, errors, nodes
    void advance(bool operandExpected);
    /// Takes the token of that kind, or reports what was expected. Infix text follows unless said otherwise.
    bool expect(TokenKind kind, bool operandFollows = false);
    void report(std::string_view code, const Token& at, std::string_view expected = {});
    void addError(JsonataError error);
    [[nodiscard]] AstNode* node(AstKind kind, std::uint32_t start, std::uint32_t tokenEnd,
                                Children children = {});
    [[nodiscard]] AstNode* leaf(AstKind kind, const Token& token);
    const AstNode* expression(int rightPower);
    [[nodiscard]] int leftPower(TokenKind kind) const noexcept;
    void finish(const AstNode* root);
    void recoverRest(Children& parts);

    // parser_operand.cpp: what may begin an expression
    const AstNode* operand(const Token& token);
    const AstNode* symbolOperand(const Token& token);
    const AstNode* arrayConstructor(const Token& open);
    const AstNode* objectConstructor(const Token& open);
    const AstNode* block(const Token& open);
    const AstNode* transform(const Token& open);
    const AstNode* unexpected(const Token& token);
    void keysAndValues(Children& into);

    // parser_infix.cpp: what may follow one
    const AstNode* infix(const AstNode* left, const Token& token);
    const AstNode* binary(const AstNode* left, const Token& token, BinaryOp op);
    const AstNode* two(AstKind kind, const AstNode* left, const Token& token, int rightPower);
    const AstNode* bracket(const AstNode* left, const Token& open);
    const AstNode* group(const AstNode* left, const Token& open);
    const AstNode* sort(const AstNode* left, const Token& caret);
    const AstNode* variableBinding(AstKind kind, const AstNode* left, const Token& token);
    const AstNode* assignment(const AstNode* left, const Token& token);
    const AstNode* conditional(const AstNode* left, const Token& question);
    const AstNode* call(const AstNode* callee, const Token& open);
    const AstNode* lambda(const AstNode* keyword, const Token& open, Children parameters);
    std::string_view signature();

    Ast& m_ast;
    Lexer m_lexer;
    ParseMode m_mode;
    StackGuard m_stack;
    Token m_token;     ///< Not yet taken.
    Token m_previous;  ///< Taken last.
    int m_openers = 0; ///< Brackets that are open: their closers are not skipped while recovering.
    bool m_stopped = false;
    bool m_endReached = false; ///< An operand was wanted at the end of the text.
};

} // namespace gatehouse::jsonata
