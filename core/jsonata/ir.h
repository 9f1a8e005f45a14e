// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonata/ast.h"
#include "core/jsonata/stack_guard.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <string_view>
#include <vector>

namespace gatehouse::jsonata {

/// One '%' in the text: how many steps up it still has to look, and the label under which the step that it
/// means keeps its own input.
struct ParentSlot
{
    int level = 1;
    std::uint32_t label = 0;
};

struct IrNode;

/// What narrows or numbers the results of one step.
struct IrStage
{
    const AstNode* ast = nullptr;
    IrNode* filter = nullptr;   ///< A predicate, or
    std::string_view indexName; ///< #$name behind a predicate.
};

/// An expression in the form in which it is evaluated: paths as lists of steps with their predicates, '%'
/// bound to the step it means. Made by the Normaliser from the Ast, consumed by the compiler.
struct IrNode
{
    AstKind kind = AstKind::Error;
    const AstNode* ast = nullptr;
    std::vector<IrNode*> children;    ///< As in the Ast, but without what became a step, stage or group.
    std::vector<IrNode*> steps;       ///< Of a Path. A Sort step's children are its SortTerms.
    std::vector<IrStage> stages;      ///< Of a step: applied to the result for each input.
    std::vector<IrStage> predicates;  ///< Of anything else.
    std::vector<ParentSlot*> seeking; ///< '%'s inside that no step has answered yet.
    IrNode* group = nullptr;
    std::string_view focus;
    std::string_view index;
    std::optional<std::uint32_t> ancestor; ///< The step keeps its input under this label.
    ParentSlot* slot = nullptr;            ///< Of a Parent; null: it means nothing.
    bool hasFocus = false;
    bool hasIndex = false;
    bool tuple = false; ///< Step: keeps bindings. Path: gives its bindings to whoever asks.
    bool keepArray = false;
    bool keepSingleton = false;
    bool constructed = false; ///< An array constructor at an end of a path.
    double number = 0.0;      ///< Of a Number (negated already).
};

class Normaliser
{
public:
    explicit Normaliser(const Ast& ast)
        : m_ast(ast)
    {}

    /// The tree, or null with error() set.
    [[nodiscard]] IrNode* run(const AstNode& root);

    [[nodiscard]] const JsonataError& error() const noexcept { return m_error; }

private:
    IrNode* visit(const AstNode& ast);
    IrNode* visitSymbol(const AstNode& ast);
    IrNode* plain(const AstNode& ast);
    IrNode* minus(const AstNode& ast);
    IrNode* path(const AstNode& ast);
    IrNode* predicate(const AstNode& ast);
    IrNode* keepArray(const AstNode& ast);
    IrNode* group(const AstNode& ast);
    IrNode* sort(const AstNode& ast);
    IrNode* focus(const AstNode& ast);
    IrNode* index(const AstNode& ast);
    IrNode* parent(const AstNode& ast);
    IrNode* asPath(IrNode* node, const AstNode& ast);
    IrNode* make(AstKind kind, const AstNode& ast);
    void checkSteps(IrNode& path);

    /// What the reference calls a kind in its S0217 errors.
    [[nodiscard]] static std::string_view referenceName(AstKind kind) noexcept;
    static void passOn(IrNode& to, const IrNode& from);
    void resolveAncestry(IrNode& path);
    void seek(IrNode& step, ParentSlot& slot);
    IrNode* fail(std::string_view code, const AstNode& at, std::string_view token = {}, bool literal = false);

    const Ast& m_ast;
    std::deque<IrNode> m_nodes;
    std::deque<ParentSlot> m_slots;
    std::uint32_t m_labels = 0;
    StackGuard m_stack;
    JsonataError m_error;
};

} // namespace gatehouse::jsonata
