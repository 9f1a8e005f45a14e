// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/compiler.h"
#include "core/jsonata/error_table.h"
#include "core/jsonata/numbers.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace gatehouse::jsonata {

Outcome<std::shared_ptr<const Program>> compileProgram(std::shared_ptr<const Ast> ast,
                                                       const FunctionLibraryPtr& library,
                                                       const CompileOptions& options)
{
    if (!ast->errors().empty()) {
        return tl::unexpected<JsonataError>(ast->errors().front());
    }
    Normaliser normaliser(*ast);
    const IrNode* root = normaliser.run(*ast->root());
    if (root == nullptr) {
        return tl::unexpected<JsonataError>(normaliser.error());
    }
    auto program = std::make_shared<Program>();
    program->source = ast->source();
    program->library = library;
    program->ast = std::move(ast);
    // Most expressions of a definition are short paths, of which a node keeps thousands: no whole block for
    // each.
    program->arena.expect(std::min<std::size_t>(96 + program->source.size() * 12, 4096));
    program->globalsBase = options.globalsBase;
    program->sitesBase = options.sitesBase;
    Compiler compiler(*program, options);
    if (!compiler.run(*root)) {
        return tl::unexpected<JsonataError>(compiler.error());
    }
    return program;
}

bool Compiler::run(const IrNode& root)
{
    markClosures(root);
    Scope* scope = openScope(true, false);
    scope->parent = m_options.outer;
    m_root = scope;
    std::vector<std::string_view> names;
    collectBinds(root, names);
    for (const std::string_view name : names) {
        // $eval binds what its caller has already in the caller's own place.
        if (!isBoundAnywhere(name)) {
            declare(*scope, name);
        }
    }
    m_program.root = compile(root);
    m_program.rootSlots = scope->frameSlots;
    return m_error.code.empty();
}

void Compiler::setReserve(Node& node, std::initializer_list<const Node*> first)
{
    for (const Node* child : first) {
        // Only leaves are evaluated in place; other children check for themselves.
        if (child != nullptr && child->kind == NodeKind::Constant) {
            node.reserve = std::max<std::uint16_t>(node.reserve, 2);
        }
    }
}

const Node* Compiler::compile(const IrNode& ir, bool tail)
{
    if (m_stack.exhausted()) {
        if (m_error.code.empty()) {
            m_error.code = "D1011";
            m_error.message = "The expression is nested too deeply";
            m_error.span = spanOf(m_program.source, ir.ast->start, ir.ast->end);
        }
        return create<ConstantNode>(NodeKind::Constant, ir);
    }
    if (ir.kind == AstKind::Path) {
        return path(ir);
    }
    const bool bare = ir.predicates.empty() && ir.group == nullptr && !ir.keepArray;
    const Node* inner = undecorated(ir, tail && bare);
    return bare ? inner : decorate(ir, inner);
}

const Node* Compiler::decorate(const IrNode& ir, const Node* inner)
{
    auto* node = create<DecoratedNode>(NodeKind::Decorated, ir);
    node->inner = inner;
    node->givesTuples = m_inTupleStep;
    node->stages = stages(ir.predicates, false);
    node->group = ir.group != nullptr ? object(*ir.group) : nullptr;
    node->keepArray = ir.keepArray;
    return node;
}

const Node* Compiler::constant(const IrNode& ir, Value value)
{
    auto* node = create<ConstantNode>(NodeKind::Constant, ir);
    node->value = value;
    return node;
}

const Node* Compiler::undecorated(const IrNode& ir, bool tail)
{
    switch (ir.kind) {
    case AstKind::String:
        return constant(ir, Value::string(ir.ast->text));
    case AstKind::Number:
        return constant(ir, numberValue(ir.number));
    case AstKind::True:
        return constant(ir, Value::boolean(true));
    case AstKind::False:
        return constant(ir, Value::boolean(false));
    case AstKind::Null:
        return constant(ir, Value::null());
    case AstKind::Variable:
        return variable(ir, ir.ast->text);
    case AstKind::Parent:
        return ir.slot != nullptr ? variable(ir, keptName(labelName(ir.slot->label))) : constant(ir, {});
    case AstKind::Name: {
        auto* node = create<FieldChainNode>(NodeKind::FieldChain, ir);
        node->fields = list(std::vector<FieldKey>{fieldKey(ir.ast->text)});
        return node;
    }
    case AstKind::Wildcard:
        return create<Node>(NodeKind::Wildcard, ir);
    case AstKind::Descendants:
        return create<Node>(NodeKind::Descendants, ir);
    case AstKind::Regex:
        return regex(ir);
    case AstKind::Block:
        return block(ir, tail);
    case AstKind::Lambda:
        return lambda(ir);
    case AstKind::Call:
        return call(ir, nullptr, tail);
    default:
        return other(ir, tail);
    }
}

const Node* Compiler::other(const IrNode& ir, bool tail)
{
    switch (ir.kind) {
    case AstKind::PartialCall:
        return partialCall(ir);
    case AstKind::Apply:
        return apply(ir);
    case AstKind::Bind:
        return bind(ir);
    case AstKind::Array:
        return array(ir);
    case AstKind::Object:
        return object(ir);
    case AstKind::Conditional:
        return conditional(ir, tail);
    case AstKind::Elvis:
        return pair(NodeKind::Elvis, ir, tail);
    case AstKind::Coalesce:
        return pair(NodeKind::Coalesce, ir, tail);
    case AstKind::Transform:
        return transform(ir);
    case AstKind::Range: {
        auto* node = create<RangeNode>(NodeKind::Range, ir);
        node->left = compile(*ir.children[0]);
        node->right = compile(*ir.children[1]);
        return node;
    }
    case AstKind::Minus: {
        auto* node = create<UnaryNode>(NodeKind::Negate, ir);
        node->child = compile(*ir.children[0]);
        setReserve(*node, {node->child});
        return node;
    }
    case AstKind::Binary:
        switch (ir.ast->op) {
        case BinaryOp::Concat:
            return concat(ir);
        case BinaryOp::And:
            return pair(NodeKind::And, ir);
        case BinaryOp::Or:
            return pair(NodeKind::Or, ir);
        case BinaryOp::In:
            return pair(NodeKind::In, ir);
        case BinaryOp::Equal:
        case BinaryOp::NotEqual:
            return pair(NodeKind::Equality, ir);
        case BinaryOp::Add:
        case BinaryOp::Subtract:
        case BinaryOp::Multiply:
        case BinaryOp::Divide:
        case BinaryOp::Modulo:
            return pair(NodeKind::Arithmetic, ir);
        default:
            return pair(NodeKind::Compare, ir);
        }
    default:
        return constant(ir, {});
    }
}

const Node* Compiler::pair(NodeKind kind, const IrNode& ir, bool tail)
{
    auto* node = create<BinaryNode>(kind, ir);
    node->tail = tail;
    node->op = ir.ast->op;
    node->left = compile(*ir.children[0]);
    node->right = compile(*ir.children[1], tail);
    setReserve(*node, {node->left, node->right});
    return node;
}

const Node* Compiler::conditional(const IrNode& ir, bool tail)
{
    auto* node = create<ConditionalNode>(NodeKind::Conditional, ir);
    node->tail = tail;
    node->condition = compile(*ir.children[0]);
    node->then = compile(*ir.children[1], tail);
    node->otherwise = ir.children.size() > 2 ? compile(*ir.children[2], tail) : nullptr;
    setReserve(*node, {node->condition, node->then});
    return node;
}

/// a & b & c is one list: no half-built texts.
const Node* Compiler::concat(const IrNode& ir)
{
    std::vector<const IrNode*> chain{&ir};
    const auto isConcat = [](const IrNode& n) {
        return n.kind == AstKind::Binary && n.ast->op == BinaryOp::Concat && n.predicates.empty()
               && n.group == nullptr && !n.keepArray;
    };
    while (isConcat(*chain.back()->children[0])) {
        chain.push_back(chain.back()->children[0]);
    }
    std::reverse(chain.begin(), chain.end());
    std::vector<const Node*> items{compile(*chain.front()->children[0])};
    std::vector<std::uint32_t> positions;
    for (const IrNode* link : chain) {
        items.push_back(compile(*link->children[1]));
        positions.push_back(link->ast->tokenEnd);
    }
    auto* node = create<ListNode>(NodeKind::Concat, ir);
    node->items = list(items);
    node->positions = list(positions);
    return node;
}

const Node* Compiler::array(const IrNode& ir)
{
    auto* node = create<ArrayNode>(NodeKind::Array, ir);
    std::vector<const Node*> items;
    auto* nested = static_cast<bool*>(m_program.arena.allocate(ir.children.size() + 1, 1));
    for (std::size_t i = 0; i < ir.children.size(); ++i) {
        nested[i] = ir.children[i]->kind == AstKind::Array;
        items.push_back(compile(*ir.children[i]));
    }
    node->items = list(items);
    node->nested = {nested, items.size()};
    node->constructed = ir.constructed;
    return node;
}

const ObjectNode* Compiler::object(const IrNode& ir)
{
    auto* node = create<ObjectNode>(NodeKind::Object, ir);
    std::vector<PairSpec> pairs;
    std::vector<std::string_view> names;
    bool simple = true;
    for (std::size_t i = 0; i + 1 < ir.children.size(); i += 2) {
        PairSpec spec;
        spec.key = compile(*ir.children[i]);
        spec.value = compile(*ir.children[i + 1]);
        pairs.push_back(spec);
        const auto* key =
            spec.key->kind == NodeKind::Constant ? static_cast<const ConstantNode*>(spec.key) : nullptr;
        simple = simple && key != nullptr && key->value.isString();
        if (simple) {
            const std::string_view name = key->value.asString();
            const bool numeric = !name.empty() && name.front() >= '0' && name.front() <= '9';
            simple = !numeric && std::find(names.begin(), names.end(), name) == names.end();
            names.push_back(name);
        }
    }
    node->pairs = list(pairs);
    if (simple) {
        node->names = list(names);
    }
    return node;
}

const Node* Compiler::regex(const IrNode& ir)
{
    const auto has = [&](char flag) { return ir.ast->flags.find(flag) != std::string_view::npos; };
    auto compiled = Regex::compile(ir.ast->text, has('i'), has('m'));
    if (!compiled) {
        if (m_error.code.empty()) {
            m_error.code = "S0303";
            const MessageField field{"value", Value::string(compiled.error().message)};
            m_error.message = formatMessage(m_error.code, std::span(&field, 1));
            m_error.position = static_cast<std::int32_t>(utf16Offset(m_program.source, ir.ast->tokenEnd));
            m_error.span = spanOf(m_program.source, ir.ast->start, ir.ast->end);
        }
        return constant(ir, {});
    }
    auto* callable =
        new (m_program.arena.allocate(sizeof(RegexCallable), alignof(RegexCallable))) RegexCallable;
    callable->kind = CallableKind::Regex;
    callable->arity = 1;
    callable->regex = &m_program.regexes.emplace_back(std::move(*compiled));
    return constant(ir, functionValue(*callable));
}

const Node* Compiler::transform(const IrNode& ir)
{
    auto* node = create<TransformNode>(NodeKind::Transform, ir);
    node->pattern = compile(*ir.children[0]);
    node->update = compile(*ir.children[1]);
    node->remove = ir.children.size() > 2 ? compile(*ir.children[2]) : nullptr;
    return node;
}

std::string Compiler::labelName(std::uint32_t label)
{
    return "%" + std::to_string(label);
}

std::string_view Compiler::keptName(std::string name)
{
    return m_program.arena.copy(name);
}

} // namespace gatehouse::jsonata
