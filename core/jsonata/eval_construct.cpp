// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/evaluator.h"

namespace gatehouse::jsonata {

Value Evaluator::array(const ArrayNode& node, Value input, Frame* frame)
{
    const unsigned marks = node.constructed ? unsigned{json::kConstructed} : 0U;
    if (node.items.size() == 1 && node.items[0]->kind == NodeKind::Range) {
        const Value only = eval(*node.items[0], input, frame);
        if (only.isNumber()) {
            return makeArray(std::span(&only, 1), marks);
        }
        return only.isUndefined() ? ValueAccess::array(nullptr, 0, marks)
               : only.isArray()   ? ValueAccess::withMarks(only, marks)
                                  : only;
    }
    const std::size_t mark = m_stack.mark();
    for (std::size_t i = 0; i < node.items.size(); ++i) {
        const Value v = eval(*node.items[i], input, frame);
        if (failed(v)) {
            m_stack.drop(mark);
            return v;
        }
        if (v.isArray() && !node.nested[i]) {
            m_stack.pushAll(ValueAccess::items(v), v.size());
        } else if (!v.isUndefined()) {
            m_stack.push(isTupleStream(v) ? materialise(v) : v);
        }
    }
    return takeArray(mark, marks);
}

Value Evaluator::block(const BlockNode& node, Value input, Frame* frame)
{
    Frame* scope = frame;
    if (node.ownFrame) {
        scope = arenaFrame(frame, node.slots);
    } else {
        Value* slots = frame->slots() + node.firstSlot;
        for (std::uint16_t i = 0; i < node.slots; ++i) {
            slots[i] = ValueAccess::extension(ExtensionKind::Unbound);
        }
    }
    Value result;
    for (const Node* step : node.steps) {
        result = eval(*step, input, scope);
        if (failed(result)) {
            return result;
        }
    }
    return result;
}

Value Evaluator::conditional(const ConditionalNode& node, Value input, Frame* frame)
{
    const Value condition = eval(*node.condition, input, frame);
    const int truth = failed(condition) ? -1 : truthOf(condition);
    if (truth < 0) {
        return ValueAccess::extension(ExtensionKind::Failed);
    }
    if (truth == 1) {
        return eval(*node.then, input, frame);
    }
    return node.otherwise != nullptr ? eval(*node.otherwise, input, frame) : Value();
}

Value Evaluator::elvis(const BinaryNode& node, Value input, Frame* frame)
{
    const Value left = eval(*node.left, input, frame);
    const int truth = failed(left) ? -1 : truthOf(left);
    if (truth < 0) {
        return ValueAccess::extension(ExtensionKind::Failed);
    }
    return truth == 1 ? left : eval(*node.right, input, frame);
}

Value Evaluator::coalesce(const BinaryNode& node, Value input, Frame* frame)
{
    const Value left = eval(*node.left, input, frame);
    return left.isUndefined() ? eval(*node.right, input, frame) : left;
}

Value Evaluator::bind(const BindNode& node, Value input, Frame* frame)
{
    const Value v = eval(*node.value, input, frame);
    if (!failed(v)) {
        Frame* at = frame;
        for (std::uint16_t hop = node.hops; hop > 0; --hop) {
            at = at->parent;
        }
        at->slots()[node.slot] = v;
        if (!node.exported.empty()) {
            exportGlobal(node.exported, v);
        }
    }
    return v;
}

Value Evaluator::lambda(const LambdaNode& node, Value input, Frame* frame)
{
    auto* closure = create<ClosureCallable>();
    closure->kind = CallableKind::Closure;
    closure->arity = node.parameters;
    closure->lambda = &node;
    closure->frame = frame;
    closure->input = input;
    return functionValue(*closure);
}

/// Predicates, a group and [] behind anything but a path. They see the raw value, before a sequence of one
/// becomes its item.
Value Evaluator::decorated(const DecoratedNode& node, Value input, Frame* frame)
{
    Value v = dispatch(*node.inner, input, frame);
    if (failed(v)) {
        return v;
    }
    if (!node.stages.empty()) {
        v = stages(node.stages, v, frame);
        if (failed(v)) {
            return v;
        }
    }
    if (node.keepArray && !node.stages.empty() && node.stages.back().constantIndex && !v.isArray()
        && !v.isUndefined()) {
        v = makeArray(std::span(&v, 1),
                      json::kSequence); // The item that an index chose is a sequence of one.
    }
    if (isTupleStream(v) && !node.givesTuples && node.group == nullptr) {
        v = materialise(v);
    }
    if (node.group != nullptr) {
        v = group(*node.group, v, frame);
    }
    if (node.keepArray && isSequence(v)) {
        v = ValueAccess::withMarks(v, ValueAccess::marks(v) | json::kKeepSingleton);
    }
    return v;
}

} // namespace gatehouse::jsonata
