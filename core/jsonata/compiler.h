// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonata/ir.h"
#include "core/jsonata/program.h"

#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace gatehouse::jsonata {

/// Turns the normalised tree into a Program: resolves variables to slots, binds built-ins directly, folds
/// what is constant and picks special forms.
class Compiler
{
public:
    Compiler(Program& program, const CompileOptions& options)
        : m_program(program)
        , m_options(options)
    {}

    /// False: see error().
    [[nodiscard]] bool run(const IrNode& root);

    [[nodiscard]] const JsonataError& error() const noexcept { return m_error; }

private:
    template <class T>
    T* create(NodeKind kind, const IrNode& ir);
    template <class T>
    std::span<const T> list(const std::vector<T>& items);

    // compile.cpp
    const Node* compile(const IrNode& ir, bool tail = false);
    const Node* undecorated(const IrNode& ir, bool tail);
    const Node* other(const IrNode& ir, bool tail);
    const Node* decorate(const IrNode& ir, const Node* inner);
    const Node* constant(const IrNode& ir, Value value);
    const Node* regex(const IrNode& ir);
    const Node* conditional(const IrNode& ir, bool tail);
    static void spanPath(PathNode& node, const IrNode& ir);
    const Node* pair(NodeKind kind, const IrNode& ir, bool tail = false);
    const Node* concat(const IrNode& ir);
    const Node* array(const IrNode& ir);
    const Node* transform(const IrNode& ir);
    const ObjectNode* object(const IrNode& ir);
    static void setReserve(Node& node, std::initializer_list<const Node*> first);

    // compile_path.cpp
    const Node* path(const IrNode& ir);
    const Node* fieldChain(const IrNode& ir);
    const Node* plainPath(const IrNode& ir);
    const Node* tuplePath(const IrNode& ir);
    StepSpec step(const IrNode& ir, bool inTuple);
    std::span<const StageSpec> stages(const std::vector<IrStage>& list, bool inTuple);
    void declareTupleNames(Scope& scope, const IrNode& path);
    std::vector<SlotCopy> inherited(const IrNode& step);
    const IrNode* nestedTuplePath(const IrNode& step) const;
    FieldKey fieldKey(std::string_view name);

    // compile_scope.cpp
    bool markClosures(const IrNode& ir);

    [[nodiscard]] bool hasClosure(const IrNode& ir) const { return m_closures.contains(&ir); }

    void collectBinds(const IrNode& ir, std::vector<std::string_view>& names) const;
    void collectAll(const IrNode& ir, std::vector<std::string_view>& names) const;
    Scope* openScope(bool ownFrame, bool barrier);
    void closeScope();
    std::uint16_t declare(Scope& scope, std::string_view name);
    std::uint16_t addSlot(Scope& scope);
    const Node* variable(const IrNode& ir, std::string_view name);
    const Node* resolve(const IrNode& ir, std::string_view name, const Scope* from, std::uint16_t hops);
    const Node* global(const IrNode& ir, std::string_view name);
    std::uint32_t globalIndex(std::string_view name);
    [[nodiscard]] bool isBoundAnywhere(std::string_view name) const;
    const Node* block(const IrNode& ir, bool tail);
    const Node* bind(const IrNode& ir);
    const Node* lambda(const IrNode& ir);

    // compile_call.cpp
    const Node* call(const IrNode& ir, const IrNode* first, bool tail);
    const Node* partialCall(const IrNode& ir);
    const Node* apply(const IrNode& ir);
    void nameCallee(CallNode& node, const IrNode& callee);
    void allowLazyRange(const CallNode& node);

    static std::string labelName(std::uint32_t label);
    std::string_view keptName(std::string name);

    Program& m_program;
    CompileOptions m_options;
    Scope* m_scope = nullptr;
    const Scope* m_root = nullptr;
    std::unordered_set<const IrNode*> m_closures;
    std::unordered_map<const IrNode*, Scope*> m_tupleScopes;
    StackGuard m_stack;
    bool m_inTupleStep = false;
    JsonataError m_error;
};

template <class T>
T* Compiler::create(NodeKind kind, const IrNode& ir)
{
    auto* node = new (m_program.arena.allocate(sizeof(T), alignof(T))) T;
    static_assert(std::is_trivially_destructible_v<T>);
    node->kind = kind;
    node->start = ir.ast->start;
    node->end = ir.ast->end;
    node->tokenEnd = ir.ast->tokenEnd;
    return node;
}

template <class T>
std::span<const T> Compiler::list(const std::vector<T>& items)
{
    if (items.empty()) {
        return {};
    }
    auto* to = static_cast<T*>(m_program.arena.allocate(items.size() * sizeof(T), alignof(T)));
    std::uninitialized_copy(items.begin(), items.end(), to);
    return {to, items.size()};
}

} // namespace gatehouse::jsonata
