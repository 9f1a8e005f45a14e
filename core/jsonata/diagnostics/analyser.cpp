// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/diagnostics/analyser.h"

#include <algorithm>

namespace gatehouse::jsonata {
namespace {

constexpr int kMaxDepth = 400;
constexpr int kMaxSteps = 50'000;
constexpr std::size_t kMaxPlaces = 64;
constexpr std::size_t kMaxRecorded = 5'000;

bool decides(BinaryOp op) noexcept
{
    switch (op) {
    case BinaryOp::Add:
    case BinaryOp::Subtract:
    case BinaryOp::Multiply:
    case BinaryOp::Divide:
    case BinaryOp::Modulo:
    case BinaryOp::Concat:
        return false;
    default:
        return true;
    }
}

/// A step that looks names up, with or without predicates; all others construct something.
bool isFieldStep(const AstNode& node) noexcept
{
    const AstNode* step = &node;
    while (!step->children.empty()
           && (step->kind == AstKind::Predicate || step->kind == AstKind::KeepArray
               || step->kind == AstKind::Sort || step->kind == AstKind::Focus
               || step->kind == AstKind::Index)) {
        step = step->children.front();
    }
    return step->kind == AstKind::Name || step->kind == AstKind::Wildcard
           || step->kind == AstKind::Descendants || step->kind == AstKind::Parent
           || step->kind == AstKind::Variable || step->kind == AstKind::Error;
}

std::vector<SourcePath> extended(const std::vector<SourcePath>& places, const PathStep& step)
{
    std::vector<SourcePath> out = places;
    for (SourcePath& place : out) {
        place.steps.push_back(step);
        place.mapped = false;
    }
    return out;
}

} // namespace

bool Analyser::mayGoOn()
{
    if (m_depth >= kMaxDepth || ++m_steps > kMaxSteps) {
        m_out.complete = false;
        return false;
    }
    return true;
}

void Analyser::add(std::vector<SourcePath>& to, const std::vector<SourcePath>& from)
{
    const std::size_t room = kMaxPlaces - std::min(kMaxPlaces, to.size());
    to.insert(to.end(), from.begin(),
              from.begin() + static_cast<std::ptrdiff_t>(std::min(room, from.size())));
}

Analysis Analyser::run(const AstNode& root)
{
    const Context context{{SourcePath()}, newScope(nullptr)};
    consume(visit(root, context), false);
    return std::move(m_out);
}

void Analyser::consume(const Abstract& value, bool isCondition, bool collected)
{
    for (const SourcePath& place : value.places) {
        if (m_out.paths.size() >= kMaxRecorded) {
            m_out.complete = false;
            return;
        }
        if (!place.steps.empty() || !place.binding.empty()) {
            SourcePath path = place;
            path.isCondition = isCondition;
            path.collected = collected;
            (path.mapped ? m_out.lists : m_out.paths).push_back(std::move(path));
        }
    }
}

void Analyser::consumeChild(const AstNode& node, const Context& context, bool isCondition, bool collected)
{
    consume(visit(node, context), isCondition, collected);
}

// NOLINTNEXTLINE(misc-no-recursion): bounded by kMaxDepth
Analyser::Abstract Analyser::visit(const AstNode& node, const Context& context)
{
    if (!mayGoOn()) {
        return {};
    }
    ++m_depth;
    Abstract result = visitOperator(node, context);
    --m_depth;
    return result;
}

// NOLINTNEXTLINE(misc-no-recursion)
Analyser::Abstract Analyser::visitOperator(const AstNode& node, const Context& context)
{
    switch (node.kind) {
    case AstKind::Name:
    case AstKind::Wildcard:
    case AstKind::Descendants:
    case AstKind::Parent:
    case AstKind::Focus:
    case AstKind::Index:
        return visitStep(node, context);
    case AstKind::Variable:
        return visitVariable(node, context);
    case AstKind::Path:
        return visitPath(node, context);
    case AstKind::Predicate:
    case AstKind::KeepArray:
    case AstKind::Group:
    case AstKind::Sort:
        return visitPredicate(node, context);
    case AstKind::Block:
    case AstKind::Bind:
        return visitBlock(node, context);
    case AstKind::Conditional:
    case AstKind::Elvis:
    case AstKind::Coalesce:
        return visitConditional(node, context);
    case AstKind::Lambda:
        return {{}, {Function{&node, context.scope}}};
    case AstKind::Call:
    case AstKind::PartialCall:
        return visitCall(node, context);
    case AstKind::Apply:
        return visitApply(node, context);
    default:
        return visitConstructor(node, context);
    }
}

// NOLINTNEXTLINE(misc-no-recursion)
Analyser::Abstract Analyser::visitStep(const AstNode& node, const Context& context)
{
    if (m_watched && node.kind == AstKind::Name && node.start == *m_watched) {
        add(m_watchedContext, context.places);
    }
    const auto step = [&](std::string name) {
        return Abstract{extended(context.places, {std::move(name), node.start, node.end}), {}};
    };
    switch (node.kind) {
    case AstKind::Name:
        return step(std::string(node.text));
    case AstKind::Wildcard:
        return step("*");
    case AstKind::Descendants:
        return step("**");
    case AstKind::Parent: {
        Abstract parent{context.places, {}};
        for (SourcePath& place : parent.places) {
            if (!place.steps.empty()) {
                place.steps.pop_back();
            }
        }
        return parent;
    }
    default:
        break;
    }
    const Abstract base = node.children.empty() ? Abstract() : visit(*node.children.front(), context);
    const bool focus = node.kind == AstKind::Focus;
    context.scope->variables[std::string(node.text)] = focus ? base : Abstract();
    return focus ? Abstract{context.places, {}} : base;
}

// NOLINTNEXTLINE(misc-no-recursion)
Analyser::Abstract Analyser::visitPath(const AstNode& node, const Context& context)
{
    Abstract left = visit(*node.children.front(), context);
    if (node.children.size() < 2) {
        return left;
    }
    const AstNode& right = *node.children[1];
    if (isFieldStep(right)) {
        return visit(right, {std::move(left.places), context.scope});
    }
    std::vector<SourcePath> element = left.places;
    for (SourcePath& place : element) {
        place.settled = place.steps.size(); // inside, there is one element at a time
    }
    Abstract result = visit(right, {std::move(element), context.scope});
    for (SourcePath& place : left.places) {
        place.mapped = true;
        place.keepsArray = place.keepsArray || right.kind == AstKind::KeepArray;
    }
    add(result.places, left.places);
    return result;
}

// NOLINTNEXTLINE(misc-no-recursion)
Analyser::Abstract Analyser::visitPredicate(const AstNode& node, const Context& context)
{
    Abstract base = visit(*node.children.front(), context);
    const Context inside{base.places, context.scope};
    if (node.kind == AstKind::KeepArray) {
        for (SourcePath& place : base.places) {
            place.keepsArray = true;
        }
        return base;
    }
    for (std::size_t i = 1; i < node.children.size(); ++i) {
        const AstNode& child = *node.children[i];
        if (node.kind == AstKind::Group) {
            consumeChild(child, inside, false);
            continue;
        }
        consumeChild(child.kind == AstKind::SortTerm && !child.children.empty() ? *child.children.front()
                                                                                : child,
                     inside, true);
        const bool index = child.kind == AstKind::Number || child.kind == AstKind::Minus;
        for (SourcePath& place : base.places) {
            place.settled = index ? place.steps.size() : place.settled;
        }
    }
    return node.kind == AstKind::Group ? Abstract() : base;
}

// NOLINTNEXTLINE(misc-no-recursion)
Analyser::Abstract Analyser::visitConstructor(const AstNode& node, const Context& context)
{
    Abstract result;
    for (const AstNode* child : node.children) {
        Abstract value = visit(*child, context);
        if (node.kind == AstKind::Array) {
            for (SourcePath& place : value.places) {
                place.keepsArray = true;
            }
            add(result.places, value.places);
        } else {
            consume(value, node.kind == AstKind::Binary && decides(node.op));
        }
    }
    return result;
}

// NOLINTNEXTLINE(misc-no-recursion)
Analyser::Abstract Analyser::visitBlock(const AstNode& node, const Context& context)
{
    if (node.kind == AstKind::Bind) {
        if (node.children.empty()) {
            return {};
        }
        // A function may call itself: its name is there before its body is followed.
        Abstract value = visit(*node.children.front(), context);
        context.scope->variables[std::string(node.text)] = value;
        return value;
    }
    const Context inside{context.places, newScope(context.scope)};
    Abstract last;
    for (const AstNode* child : node.children) {
        last = visit(*child, inside);
    }
    return last;
}

// NOLINTNEXTLINE(misc-no-recursion)
Analyser::Abstract Analyser::visitConditional(const AstNode& node, const Context& context)
{
    Abstract result;
    for (std::size_t i = 0; i < node.children.size(); ++i) {
        Abstract value = visit(*node.children[i], context);
        if (node.kind == AstKind::Conditional && i == 0) {
            consume(value, true);
            continue;
        }
        add(result.places, value.places);
        result.functions.insert(result.functions.end(), value.functions.begin(), value.functions.end());
    }
    return result;
}

Analyser::Abstract Analyser::visitVariable(const AstNode& node, const Context& context)
{
    if (node.text.empty()) {
        return {context.places, {}};
    }
    if (node.text == "$") {
        return {{SourcePath()}, {}};
    }
    if (const Abstract* known = findVariable(node.text, context)) {
        return *known;
    }
    noteName(node, false);
    SourcePath place;
    place.binding = node.text;
    return {{std::move(place)}, {}};
}

} // namespace gatehouse::jsonata
