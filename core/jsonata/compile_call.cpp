// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/compiler.h"

namespace gatehouse::jsonata {

/// What an error about a call names: the variable, or the field that was taken for one.
void Compiler::nameCallee(CallNode& node, const IrNode& callee)
{
    if (callee.kind == AstKind::Path && callee.steps.front()->kind == AstKind::Name) {
        node.name = callee.steps.front()->ast->text;
        node.nameIsField = true;
        node.meant = variable(callee, node.name);
    } else if (callee.kind == AstKind::Variable || callee.kind == AstKind::String
               || callee.kind == AstKind::Number) {
        node.name = callee.ast->text;
    } else if (callee.kind == AstKind::Array || callee.kind == AstKind::Object) {
        node.name = callee.kind == AstKind::Array ? "[" : "{";
    }
}

const Node* Compiler::call(const IrNode& ir, const IrNode* first, bool tail)
{
    const IrNode& callee = *ir.children.front();
    auto* node = create<CallNode>(NodeKind::Call, ir);
    nameCallee(*node, callee);
    node->calleeEnd = callee.ast->tokenEnd;
    node->tail = tail;
    std::vector<const Node*> arguments;
    if (first != nullptr) {
        arguments.push_back(compile(*first));
    }
    for (std::size_t i = 1; i < ir.children.size(); ++i) {
        arguments.push_back(compile(*ir.children[i]));
    }
    node->arguments = list(arguments);
    const bool bareName =
        callee.kind == AstKind::Variable && callee.predicates.empty() && callee.group == nullptr;
    const std::string_view name = callee.ast->text;
    if (bareName && !name.empty() && name != "$" && !isBoundAnywhere(name)) {
        const std::uint32_t index = globalIndex(name);
        const Value standard = m_program.globals[index - m_program.globalsBase].standard;
        if (isFunction(standard)) {
            node->kind = NodeKind::BuiltinCall;
            node->global = index;
            node->scope = name == "eval" ? m_scope : nullptr;
            if (callableOf(standard).kind == CallableKind::Builtin) {
                node->builtin = static_cast<const BuiltinCallable&>(callableOf(standard)).definition;
                allowLazyRange(*node);
            }
            for (const Node* argument : arguments) {
                setReserve(*node, {argument});
            }
            return node;
        }
    }
    node->callee = compile(callee);
    return node;
}

/// [a..b] as the first argument of a function that can count without a list.
void Compiler::allowLazyRange(const CallNode& node)
{
    if (!m_options.specialise || !node.builtin->takesRange || node.arguments.empty()
        || node.arguments[0]->kind != NodeKind::Array) {
        return;
    }
    const auto& array = static_cast<const ArrayNode&>(*node.arguments[0]);
    if (array.items.size() == 1 && array.items[0]->kind == NodeKind::Range) {
        // The node was made a moment ago by this compiler and nobody else has seen it.
        const_cast<RangeNode&>(static_cast<const RangeNode&>(*array.items[0])).lazy =
            true; // NOLINT(*-const-cast)
    }
}

const Node* Compiler::partialCall(const IrNode& ir)
{
    const IrNode& callee = *ir.children.front();
    auto* node = create<CallNode>(NodeKind::Partial, ir);
    nameCallee(*node, callee);
    std::vector<const Node*> arguments;
    for (std::size_t i = 1; i < ir.children.size(); ++i) {
        arguments.push_back(ir.children[i]->kind == AstKind::Placeholder ? nullptr
                                                                         : compile(*ir.children[i]));
    }
    node->arguments = list(arguments);
    node->callee = compile(callee);
    return node;
}

const Node* Compiler::apply(const IrNode& ir)
{
    const IrNode& right = *ir.children[1];
    if (right.kind == AstKind::Call && right.predicates.empty() && right.group == nullptr
        && !right.keepArray) {
        return call(right, ir.children[0], false);
    }
    auto* node = create<BinaryNode>(NodeKind::Apply, ir);
    node->left = compile(*ir.children[0]);
    node->right = compile(right);
    return node;
}

} // namespace gatehouse::jsonata
