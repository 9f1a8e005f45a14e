// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/error_table.h"
#include "core/jsonata/ir.h"

#include <algorithm>
#include <array>

namespace gatehouse::jsonata {
namespace {

bool isLiteral(AstKind kind)
{
    return kind == AstKind::Number || kind == AstKind::True || kind == AstKind::False
           || kind == AstKind::Null;
}

json::Value literalValue(const AstNode& ast)
{
    switch (ast.kind) {
    case AstKind::Number:
        return json::Value::number(ast.number);
    case AstKind::True:
        return json::Value::boolean(true);
    case AstKind::False:
        return json::Value::boolean(false);
    case AstKind::Null:
        return json::Value::null();
    default:
        return {};
    }
}

} // namespace

IrNode* Normaliser::run(const AstNode& root)
{
    IrNode* node = visit(root);
    if (m_error.code.empty() && (node->kind == AstKind::Parent || !node->seeking.empty())) {
        // The reference names its own kind of node and, for these two, no position.
        fail("S0217", *node->ast, referenceName(node->kind));
        if (node->kind == AstKind::Path || node->kind == AstKind::Parent) {
            m_error.position = -1;
        }
    }
    return m_error.code.empty() ? node : nullptr;
}

IrNode* Normaliser::make(AstKind kind, const AstNode& ast)
{
    IrNode& node = m_nodes.emplace_back();
    node.kind = kind;
    node.ast = &ast;
    node.number = ast.number;
    return &node;
}

IrNode* Normaliser::fail(std::string_view code, const AstNode& at, std::string_view token, bool literal)
{
    if (m_error.code.empty()) {
        m_error.code = code;
        m_error.position = static_cast<std::int32_t>(utf16Offset(m_ast.source(), at.tokenEnd));
        m_error.token = token;
        const json::Value value = literal ? literalValue(at) : json::Value();
        const std::array fields = {MessageField{"value", value},
                                   MessageField{"token", json::Value::string(token)}};
        m_error.message = formatMessage(code, fields);
        m_error.value = json::Document::copyOf(value);
        m_error.span = spanOf(m_ast.source(), at.start, at.end);
    }
    return make(AstKind::Null, at);
}

IrNode* Normaliser::visit(const AstNode& ast)
{
    if (m_stack.exhausted()) {
        return fail("D1011", ast);
    }
    switch (ast.kind) {
    case AstKind::Name: {
        IrNode* node = make(AstKind::Path, ast);
        node->steps.push_back(make(AstKind::Name, ast));
        return node;
    }
    case AstKind::Path:
        return path(ast);
    case AstKind::Predicate:
        return predicate(ast);
    case AstKind::KeepArray:
        return keepArray(ast);
    case AstKind::Group:
        return group(ast);
    case AstKind::Sort:
        return sort(ast);
    case AstKind::Focus:
        return focus(ast);
    case AstKind::Index:
        return index(ast);
    case AstKind::Parent:
        return parent(ast);
    case AstKind::Minus:
        return minus(ast);
    case AstKind::Error:
        return fail("S0500", ast);
    default:
        return plain(ast);
    }
}

IrNode* Normaliser::plain(const AstNode& ast)
{
    IrNode* node = make(ast.kind, ast);
    node->children.reserve(ast.children.size());
    const bool called = ast.kind == AstKind::Call || ast.kind == AstKind::PartialCall;
    for (const AstNode* child : ast.children) {
        IrNode* made = visit(*child);
        node->children.push_back(made);
        // A '%' does not look out of the body of a function or a transform, nor from a callee.
        if (ast.kind != AstKind::Lambda && ast.kind != AstKind::Transform && ast.kind != AstKind::Apply
            && !(called && child == ast.children.front())) {
            passOn(*node, *made);
        }
    }
    if (ast.kind == AstKind::Apply) {
        // [] on either side keeps the array through the call.
        IrNode& right = *node->children[1];
        node->keepArray = node->children[0]->keepArray || node->children[0]->keepSingleton || right.keepArray;
        right.keepArray = right.keepArray && right.kind != AstKind::Call;
    }
    return node;
}

IrNode* Normaliser::minus(const AstNode& ast)
{
    IrNode* child = visit(*ast.children.front());
    if (child->kind == AstKind::Number && child->predicates.empty()) {
        child->number = -child->number;
        return child;
    }
    IrNode* node = make(AstKind::Minus, ast);
    node->children.push_back(child);
    passOn(*node, *child);
    return node;
}

IrNode* Normaliser::asPath(IrNode* node, const AstNode& ast)
{
    if (node->kind == AstKind::Path) {
        return node;
    }
    IrNode* made = make(AstKind::Path, ast);
    made->steps.push_back(node);
    return made;
}

IrNode* Normaliser::path(const AstNode& ast)
{
    IrNode* left = visit(*ast.children[0]);
    IrNode* result = asPath(left, ast);
    if (left->kind == AstKind::Parent) {
        result->seeking.push_back(left->slot);
    }
    IrNode* rest = visit(*ast.children[1]);
    if (rest->kind == AstKind::Path) {
        result->steps.insert(result->steps.end(), rest->steps.begin(), rest->steps.end());
    } else {
        rest->stages.insert(rest->stages.end(), rest->predicates.begin(), rest->predicates.end());
        rest->predicates.clear();
        result->steps.push_back(rest);
    }
    checkSteps(*result);
    resolveAncestry(*result);
    return result;
}

void Normaliser::checkSteps(IrNode& path)
{
    for (IrNode* step : path.steps) {
        if (isLiteral(step->kind)) {
            fail("S0213", *step->ast, {}, true);
        } else if (step->kind == AstKind::String) {
            step->kind = AstKind::Name;
        }
        path.keepSingleton = path.keepSingleton || step->keepArray;
    }
    path.steps.front()->constructed =
        path.steps.front()->constructed || path.steps.front()->kind == AstKind::Array;
    path.steps.back()->constructed =
        path.steps.back()->constructed || path.steps.back()->kind == AstKind::Array;
}

IrNode* Normaliser::predicate(const AstNode& ast)
{
    IrNode* result = visit(*ast.children[0]);
    const bool isPath = result->kind == AstKind::Path;
    IrNode* step = isPath ? result->steps.back() : result;
    if (step->group != nullptr) {
        return fail("S0209", ast);
    }
    IrNode* filter = visit(*ast.children[1]);
    if (filter->kind == AstKind::Parent) {
        filter->slot = nullptr; // As in the reference: '%' that is the whole predicate means nothing.
    }
    std::vector<ParentSlot*> open = filter->seeking;
    for (ParentSlot* slot : open) {
        if (slot->level == 1) {
            seek(*step, *slot);
        } else {
            --slot->level;
        }
    }
    passOn(*step, *filter);
    (isPath ? step->stages : step->predicates).push_back({&ast, filter, {}});
    return result;
}

IrNode* Normaliser::keepArray(const AstNode& ast)
{
    IrNode* result = visit(*ast.children[0]);
    const AstNode* base = ast.children[0];
    while (base->kind == AstKind::Predicate || base->kind == AstKind::KeepArray) {
        base = base->children[0];
    }
    if (base->kind == AstKind::Group) {
        return result;
    }
    result->keepArray = true;
    if (result->kind == AstKind::Path) {
        result->keepSingleton = true;
        // Behind #$i the reference keeps the array for this path only, not for one that it becomes a part of.
        result->steps.back()->keepArray = base->kind != AstKind::Index;
    }
    return result;
}

IrNode* Normaliser::group(const AstNode& ast)
{
    IrNode* result = visit(*ast.children[0]);
    if (result->group != nullptr) {
        return fail("S0210", ast);
    }
    IrNode* pairs = make(AstKind::Object, ast);
    for (std::size_t i = 1; i < ast.children.size(); ++i) {
        pairs->children.push_back(visit(*ast.children[i]));
    }
    result->group = pairs;
    return result;
}

IrNode* Normaliser::sort(const AstNode& ast)
{
    IrNode* result = asPath(visit(*ast.children[0]), ast);
    IrNode* step = make(AstKind::Sort, ast);
    for (std::size_t i = 1; i < ast.children.size(); ++i) {
        IrNode* term = make(AstKind::SortTerm, *ast.children[i]);
        IrNode* key = visit(*ast.children[i]->children[0]);
        term->children.push_back(key);
        step->children.push_back(term);
        passOn(*step, *key);
    }
    result->steps.push_back(step);
    resolveAncestry(*result);
    return result;
}

IrNode* Normaliser::focus(const AstNode& ast)
{
    IrNode* result = visit(*ast.children[0]);
    IrNode* step = result->kind == AstKind::Path ? result->steps.back() : result;
    if (!step->stages.empty() || !step->predicates.empty()) {
        return fail("S0215", ast);
    }
    if (step->kind == AstKind::Sort) {
        return fail("S0216", ast);
    }
    step->focus = ast.text;
    step->hasFocus = true;
    step->tuple = true;
    return result;
}

IrNode* Normaliser::index(const AstNode& ast)
{
    IrNode* result = visit(*ast.children[0]);
    if (result->kind != AstKind::Path) {
        IrNode* step = result;
        result = asPath(step, ast);
        step->stages.insert(step->stages.end(), step->predicates.begin(), step->predicates.end());
        step->predicates.clear();
    }
    IrNode* step = result->steps.back();
    if (step->stages.empty()) {
        step->index = ast.text;
        step->hasIndex = true;
    } else {
        step->stages.push_back({&ast, nullptr, ast.text});
    }
    step->tuple = true;
    return result;
}

IrNode* Normaliser::parent(const AstNode& ast)
{
    IrNode* node = make(AstKind::Parent, ast);
    ParentSlot& slot = m_slots.emplace_back();
    slot.label = m_labels++;
    node->slot = &slot;
    return node;
}

} // namespace gatehouse::jsonata
