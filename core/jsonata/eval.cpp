// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/evaluator.h"

namespace gatehouse::jsonata {

Value Evaluator::evalDeep(const Node& node, Value input, Frame* frame)
{
    if (m_depth + node.reserve > m_depthLimit || m_guard.exhausted()) {
        return failDeep(node);
    }
    if (!tick()) {
        return ValueAccess::extension(ExtensionKind::Failed);
    }
    ++m_depth;
    // What a call in tail position gives leaves the lambda as it is: whoever called the lambda decides
    // whether a sequence of one is its item. A function of the host ($map) keeps it, any other call unwraps
    // it.
    const Value raw = dispatch(node, input, frame);
    const Value result = node.tail ? raw : unwrapSequence(raw);
    --m_depth;
    if (m_trace != nullptr) {
        m_trace->evaluated(node, input, result);
    }
    return result;
}

Value Evaluator::dispatch(const Node& node, Value input, Frame* frame)
{
    switch (node.kind) {
    case NodeKind::Constant:
        return static_cast<const ConstantNode&>(node).value;
    case NodeKind::Context:
        return (ValueAccess::marks(input) & json::kOuterWrapper) != 0 ? *ValueAccess::items(input) : input;
    case NodeKind::Root:
        return m_rootInput;
    case NodeKind::Variable:
        return variable(static_cast<const VariableNode&>(node), input, frame);
    case NodeKind::Global: {
        const Value v = m_globals[static_cast<const GlobalNode&>(node).index];
        return isUnbound(v) ? Value() : v;
    }
    case NodeKind::FieldChain:
        return fieldChain(static_cast<const FieldChainNode&>(node), input, frame);
    case NodeKind::Path:
        return path(static_cast<const PathNode&>(node), input, frame);
    case NodeKind::Arithmetic:
        return arithmetic(static_cast<const BinaryNode&>(node), input, frame);
    case NodeKind::Compare:
        return compare(static_cast<const BinaryNode&>(node), input, frame);
    case NodeKind::Equality:
        return equality(static_cast<const BinaryNode&>(node), input, frame);
    case NodeKind::And:
    case NodeKind::Or:
        return logical(static_cast<const BinaryNode&>(node), input, frame);
    case NodeKind::Concat:
        return concat(static_cast<const ListNode&>(node), input, frame);
    case NodeKind::Conditional:
        return conditional(static_cast<const ConditionalNode&>(node), input, frame);
    case NodeKind::BuiltinCall:
        return builtinCall(static_cast<const CallNode&>(node), input, frame);
    case NodeKind::Call:
        return call(static_cast<const CallNode&>(node), input, frame);
    case NodeKind::Object:
        return buildObject(static_cast<const ObjectNode&>(node), input, frame);
    case NodeKind::Array:
        return array(static_cast<const ArrayNode&>(node), input, frame);
    default:
        return dispatchMore(node, input, frame);
    }
}

Value Evaluator::dispatchMore(const Node& node, Value input, Frame* frame)
{
    switch (node.kind) {
    case NodeKind::TuplePath:
        return tuplePath(static_cast<const PathNode&>(node), input, frame);
    case NodeKind::Decorated:
        return decorated(static_cast<const DecoratedNode&>(node), input, frame);
    case NodeKind::Wildcard:
        return wildcard(input);
    case NodeKind::Descendants:
        return descendants(input);
    case NodeKind::Negate:
        return negate(static_cast<const UnaryNode&>(node), input, frame);
    case NodeKind::In:
        return contains(static_cast<const BinaryNode&>(node), input, frame);
    case NodeKind::Range:
        return range(static_cast<const RangeNode&>(node), input, frame);
    case NodeKind::Block:
        return block(static_cast<const BlockNode&>(node), input, frame);
    case NodeKind::Elvis:
        return elvis(static_cast<const BinaryNode&>(node), input, frame);
    case NodeKind::Coalesce:
        return coalesce(static_cast<const BinaryNode&>(node), input, frame);
    case NodeKind::Bind:
        return bind(static_cast<const BindNode&>(node), input, frame);
    case NodeKind::Lambda:
        return lambda(static_cast<const LambdaNode&>(node), input, frame);
    case NodeKind::Partial:
        return partial(static_cast<const CallNode&>(node), input, frame);
    case NodeKind::Apply:
        return chain(static_cast<const BinaryNode&>(node), input, frame);
    case NodeKind::Transform:
        return transformValue(static_cast<const TransformNode&>(node), frame);
    default:
        return {};
    }
}

Value Evaluator::variable(const VariableNode& node, Value input, Frame* frame)
{
    Frame* at = frame;
    for (std::uint16_t hop = node.hops; hop > 0; --hop) {
        at = at->parent;
    }
    const Value v = at->slots()[node.slot];
    if (isUnbound(v)) [[unlikely]] {
        return node.otherwise != nullptr ? dispatch(*node.otherwise, input, frame) : Value();
    }
    return v;
}

} // namespace gatehouse::jsonata
