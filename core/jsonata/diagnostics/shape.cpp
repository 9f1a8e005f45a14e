// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/diagnostics/analysis.h"
#include "core/jsonata/function_library.h"

#include <algorithm>

namespace gatehouse::jsonata {
namespace {

constexpr int kMaxDepth = 200;

ResultShape ofKinds(unsigned kinds)
{
    ResultShape shape;
    shape.kinds = static_cast<std::uint16_t>(kinds);
    return shape;
}

ResultShape either(const ResultShape& a, const ResultShape& b)
{
    ResultShape shape = ofKinds(static_cast<unsigned>(a.kinds) | b.kinds);
    shape.members = a.members.empty() ? b.members : a.members;
    return shape;
}

/// The letter behind the colon of "<s-nn?:s>".
unsigned kindOfReturn(std::string_view signature)
{
    const std::size_t colon = signature.rfind(':');
    switch (colon == std::string_view::npos ? 'x' : signature[colon + 1]) {
    case 's':
        return ResultShape::String | ResultShape::Missing;
    case 'n':
        return ResultShape::Number | ResultShape::Missing;
    case 'b':
        return ResultShape::Boolean | ResultShape::Missing;
    case 'a':
        return ResultShape::Array | ResultShape::Missing;
    case 'o':
        return ResultShape::Object | ResultShape::Missing;
    default:
        return ResultShape::Unknown;
    }
}

ResultShape ofCall(const AstNode& node)
{
    const bool named = !node.children.empty() && node.children.front()->kind == AstKind::Variable;
    if (!named) {
        return {};
    }
    for (const auto& function : gatewayLibrary()->describe()) {
        if (function.name == node.children.front()->text) {
            return ofKinds(kindOfReturn(function.signature));
        }
    }
    return {};
}

ResultShape ofBinary(BinaryOp op)
{
    switch (op) {
    case BinaryOp::Concat:
        return ofKinds(ResultShape::String);
    case BinaryOp::Add:
    case BinaryOp::Subtract:
    case BinaryOp::Multiply:
    case BinaryOp::Divide:
    case BinaryOp::Modulo:
        return ofKinds(ResultShape::Number | ResultShape::Missing);
    default:
        return ofKinds(ResultShape::Boolean | ResultShape::Missing);
    }
}

ResultShape shapeOfNode(const AstNode& node, int depth);

// NOLINTNEXTLINE(misc-no-recursion): bounded by kMaxDepth
ResultShape ofObject(const AstNode& node, int depth)
{
    ResultShape shape = ofKinds(ResultShape::Object);
    for (std::size_t i = 0; i + 1 < node.children.size(); i += 2) {
        if (node.children[i]->kind == AstKind::String) {
            shape.members.push_back(
                {std::string(node.children[i]->text), shapeOfNode(*node.children[i + 1], depth)});
        }
    }
    return shape;
}

// NOLINTNEXTLINE(misc-no-recursion)
ResultShape ofChoice(const AstNode& node, int depth)
{
    const std::size_t first = node.kind == AstKind::Conditional ? 1 : 0;
    const bool noElse = node.kind == AstKind::Conditional && node.children.size() == 2;
    ResultShape shape = ofKinds(noElse ? static_cast<unsigned>(ResultShape::Missing) : 0U);
    for (std::size_t i = first; i < node.children.size(); ++i) {
        shape = either(shape, shapeOfNode(*node.children[i], depth));
    }
    return shape;
}

// NOLINTNEXTLINE(misc-no-recursion)
ResultShape ofPath(const AstNode& node, int depth)
{
    ResultShape shape = shapeOfNode(*node.children.back(), depth);
    const unsigned more =
        node.kind == AstKind::KeepArray ? ResultShape::Array : ResultShape::Array | ResultShape::Missing;
    shape.kinds = static_cast<std::uint16_t>(shape.kinds | more);
    return shape;
}

// NOLINTNEXTLINE(misc-no-recursion)
ResultShape shapeOfNode(const AstNode& node, int depth)
{
    if (depth >= kMaxDepth) {
        return {};
    }
    switch (node.kind) {
    case AstKind::String:
        return ofKinds(ResultShape::String);
    case AstKind::Number:
    case AstKind::Minus:
        return ofKinds(ResultShape::Number);
    case AstKind::True:
    case AstKind::False:
        return ofKinds(ResultShape::Boolean);
    case AstKind::Null:
        return ofKinds(ResultShape::Null);
    case AstKind::Array:
        return ofKinds(ResultShape::Array);
    case AstKind::Object:
        return ofObject(node, depth + 1);
    case AstKind::Lambda:
    case AstKind::PartialCall:
    case AstKind::Regex:
    case AstKind::Transform:
        return ofKinds(ResultShape::Function);
    case AstKind::Binary:
        return ofBinary(node.op);
    case AstKind::Call:
        return ofCall(node);
    case AstKind::Conditional:
    case AstKind::Elvis:
    case AstKind::Coalesce:
        return ofChoice(node, depth + 1);
    case AstKind::Block:
        return node.children.empty() ? ofKinds(ResultShape::Missing)
                                     : shapeOfNode(*node.children.back(), depth + 1);
    case AstKind::Bind:
        return node.children.empty() ? ResultShape() : shapeOfNode(*node.children.front(), depth + 1);
    case AstKind::Path:
        return node.children.empty() ? ResultShape() : ofPath(node, depth + 1);
    default:
        return {};
    }
}

} // namespace

ResultShape shapeOf(const Ast& ast)
{
    return ast.root() == nullptr ? ResultShape() : shapeOfNode(*ast.root(), 0);
}

} // namespace gatehouse::jsonata
