// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/compiler.h"
#include "core/jsonata/function_library.h"

#include <algorithm>

namespace gatehouse::jsonata {
namespace {

/// Calls visit(child) for every direct part of a node.
template <class Visit>
void forEachPart(const IrNode& ir, Visit visit)
{
    for (const IrNode* child : ir.children) {
        visit(*child);
    }
    for (const IrNode* step : ir.steps) {
        visit(*step);
    }
    for (const auto* list : {&ir.stages, &ir.predicates}) {
        for (const IrStage& stage : *list) {
            if (stage.filter != nullptr) {
                visit(*stage.filter);
            }
        }
    }
    if (ir.group != nullptr) {
        visit(*ir.group);
    }
}

bool isTuplePath(const IrNode& ir)
{
    return ir.kind == AstKind::Path
           && std::any_of(ir.steps.begin(), ir.steps.end(), [](const IrNode* step) { return step->tuple; });
}

bool opensScope(const IrNode& ir)
{
    return ir.kind == AstKind::Block || ir.kind == AstKind::Lambda || isTuplePath(ir);
}

} // namespace

/// Notes every node that has a function, a transform or $eval inside: what they close over must live on.
bool Compiler::markClosures(const IrNode& ir)
{
    if (m_stack.exhausted()) {
        return true; // The compile step itself reports it.
    }
    bool found = ir.kind == AstKind::Lambda || ir.kind == AstKind::Transform
                 || (ir.kind == AstKind::Variable && ir.ast->text == "eval");
    forEachPart(ir, [&](const IrNode& part) { found = markClosures(part) || found; });
    if (found) {
        m_closures.insert(&ir);
    }
    return found;
}

/// The variables that := binds in this scope, wherever in it they stand.
void Compiler::collectBinds(const IrNode& ir, std::vector<std::string_view>& names) const
{
    if (opensScope(ir) || m_stack.exhausted()) {
        return;
    }
    collectAll(ir, names);
}

void Compiler::collectAll(const IrNode& ir, std::vector<std::string_view>& names) const
{
    if (ir.kind == AstKind::Bind && std::find(names.begin(), names.end(), ir.ast->text) == names.end()) {
        names.push_back(ir.ast->text);
    }
    forEachPart(ir, [&](const IrNode& part) { collectBinds(part, names); });
}

Scope* Compiler::openScope(bool ownFrame, bool barrier)
{
    Scope& scope = m_program.scopes.emplace_back();
    scope.parent = m_scope;
    scope.frameOwner = ownFrame || m_scope == nullptr ? &scope : m_scope->frameOwner;
    scope.barrier = barrier;
    m_scope = &scope;
    return &scope;
}

void Compiler::closeScope()
{
    m_scope = const_cast<Scope*>(m_scope->parent); // NOLINT(*-const-cast): made by openScope
}

std::uint16_t Compiler::addSlot(Scope& scope)
{
    constexpr std::uint16_t kMost = 0xFFF0U;
    Scope& owner = *scope.frameOwner;
    if (owner.frameSlots >= kMost) {
        if (m_error.code.empty()) {
            m_error.code = "D1013";
            m_error.message = "The expression has more than 65,000 variables";
        }
        return 0;
    }
    return owner.frameSlots++;
}

std::uint16_t Compiler::declare(Scope& scope, std::string_view name)
{
    if (const Scope::Variable* known = scope.find(name)) {
        return known->slot;
    }
    const std::uint16_t slot = addSlot(scope);
    scope.variables.push_back({name, slot});
    return slot;
}

const Node* Compiler::variable(const IrNode& ir, std::string_view name)
{
    if (name.empty()) {
        return create<Node>(NodeKind::Context, ir);
    }
    if (name == "$") {
        return create<Node>(NodeKind::Root, ir);
    }
    return resolve(ir, name, m_scope, 0);
}

/// The innermost variable of that name; unbound at run time, it stands for the next one outside.
const Node* Compiler::resolve(const IrNode& ir, std::string_view name, const Scope* from, std::uint16_t hops)
{
    for (const Scope* scope = from; scope != nullptr; scope = scope->parent) {
        const Scope* outer = scope->parent;
        const bool leavesFrame = outer != nullptr && outer->frameOwner != scope->frameOwner;
        if (const Scope::Variable* found = scope->find(name)) {
            auto* node = create<VariableNode>(NodeKind::Variable, ir);
            node->hops = hops;
            node->slot = found->slot;
            const auto next = static_cast<std::uint16_t>(hops + (leavesFrame ? 1 : 0));
            node->otherwise = resolve(ir, name, outer, next);
            return node;
        }
        hops = static_cast<std::uint16_t>(hops + (leavesFrame ? 1 : 0));
    }
    return global(ir, name);
}

std::uint32_t Compiler::globalIndex(std::string_view name)
{
    auto& globals = m_program.globals;
    const auto found = std::find_if(globals.begin(), globals.end(),
                                    [&](const GlobalName& global) { return global.name == name; });
    if (found != globals.end()) {
        return m_program.globalsBase + static_cast<std::uint32_t>(found - globals.begin());
    }
    const Value standard = m_program.library != nullptr ? m_program.library->find(name)
                                                        : ValueAccess::extension(ExtensionKind::Unbound);
    globals.push_back({name, standard});
    return m_program.globalsBase + static_cast<std::uint32_t>(globals.size() - 1);
}

const Node* Compiler::global(const IrNode& ir, std::string_view name)
{
    auto* node = create<GlobalNode>(NodeKind::Global, ir);
    node->index = globalIndex(name);
    return node;
}

bool Compiler::isBoundAnywhere(std::string_view name) const
{
    for (const Scope* scope = m_scope; scope != nullptr; scope = scope->parent) {
        if (scope->find(name) != nullptr) {
            return true;
        }
    }
    return false;
}

const Node* Compiler::block(const IrNode& ir, bool tail)
{
    auto* node = create<BlockNode>(NodeKind::Block, ir);
    node->tail = tail;
    std::vector<std::string_view> names;
    for (const IrNode* child : ir.children) {
        collectBinds(*child, names);
    }
    node->ownFrame = !names.empty() && hasClosure(ir);
    Scope* scope = openScope(node->ownFrame, false);
    node->firstSlot = scope->frameOwner->frameSlots;
    for (const std::string_view name : names) {
        declare(*scope, name);
    }
    const std::size_t declared = names.size();
    std::vector<const Node*> steps;
    const bool inTupleStep = m_inTupleStep;
    for (std::size_t i = 0; i < ir.children.size(); ++i) {
        const bool last = i + 1 == ir.children.size();
        m_inTupleStep = inTupleStep && last;
        steps.push_back(compile(*ir.children[i], tail && last));
    }
    m_inTupleStep = inTupleStep;
    node->slots = node->ownFrame ? scope->frameSlots : static_cast<std::uint16_t>(declared);
    node->steps = list(steps);
    closeScope();
    return node;
}

const Node* Compiler::bind(const IrNode& ir)
{
    auto* node = create<BindNode>(NodeKind::Bind, ir);
    node->value = compile(*ir.children[0]);
    std::uint16_t hops = 0;
    for (const Scope* scope = m_scope; scope != nullptr; scope = scope->parent) {
        if (const Scope::Variable* found = scope->find(ir.ast->text)) {
            node->hops = hops;
            node->slot = found->slot;
            node->exported = m_options.evaluated && scope == m_root ? found->name : std::string_view();
            return node;
        }
        hops = static_cast<std::uint16_t>(
            hops + (scope->parent != nullptr && scope->parent->frameOwner != scope->frameOwner ? 1 : 0));
    }
    return node;
}

const Node* Compiler::lambda(const IrNode& ir)
{
    auto* node = create<LambdaNode>(NodeKind::Lambda, ir);
    const IrNode& body = *ir.children.back();
    node->captured = hasClosure(body);
    Scope* scope = openScope(true, true);
    std::vector<std::uint16_t> slots;
    for (std::size_t i = 0; i + 1 < ir.children.size(); ++i) {
        slots.push_back(declare(*scope, ir.children[i]->ast->text));
    }
    node->parameters = static_cast<std::uint16_t>(slots.size());
    node->slots = scope->frameSlots;
    node->parameterSlots = list(slots);
    std::vector<std::string_view> names;
    collectBinds(body, names);
    for (const std::string_view name : names) {
        declare(*scope, name);
    }
    const bool inTupleStep = m_inTupleStep;
    m_inTupleStep = false;
    node->body = compile(body, true);
    m_inTupleStep = inTupleStep;
    node->frameSlots = scope->frameSlots;
    closeScope();
    if (!ir.ast->text.empty()) {
        SignatureError unused;
        if (auto signature = Signature::parse(ir.ast->text, unused)) {
            node->signature = &m_program.signatures.emplace_back(std::move(*signature));
        }
    }
    return node;
}

} // namespace gatehouse::jsonata
