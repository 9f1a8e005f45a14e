// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/evaluator.h"
#include "core/jsonata/numbers.h"
#include "core/jsonata/text/utf16.h"

#include <algorithm>
#include <cmath>

namespace gatehouse::jsonata {

Value Evaluator::raiseAt(std::string_view code, const Node& node, std::string_view token, Value value,
                         Value value2)
{
    EvalError error{code, node.tokenEnd, Value::string(token), value, value2};
    error.node = &node;
    return raise(error);
}

Value Evaluator::negate(const UnaryNode& node, Value input, Frame* frame)
{
    const Value v = eval(*node.child, input, frame);
    if (failed(v) || v.isUndefined()) {
        return v;
    }
    const double d = v.asDouble();
    if (!v.isNumber() || std::isnan(d)) {
        return raiseAt("D1002", node, "-", v);
    }
    if (std::isinf(d)) {
        EvalError error{"D1001"};
        error.value = v;
        error.node = &node;
        return raise(error);
    }
    return numberValue(-d);
}

Value Evaluator::operand(const BinaryNode& node, const Value& v, std::string_view code)
{
    if (!v.isNumber()) {
        return raiseAt(code, node, spelling(node.op), v);
    }
    if (!std::isfinite(v.asDouble())) {
        return std::isnan(v.asDouble()) ? raiseAt(code, node, spelling(node.op), v)
                                        : raiseAt("D1001", node, spelling(node.op), v);
    }
    return v;
}

Value Evaluator::arithmetic(const BinaryNode& node, Value input, Frame* frame)
{
    const Value left = eval(*node.left, input, frame);
    if (failed(left)) {
        return left;
    }
    const Value right = eval(*node.right, input, frame);
    if (failed(right)) {
        return right;
    }
    if (left.type() == Type::Int && right.type() == Type::Int) {
        const std::int64_t a = ValueAccess::integer(left);
        const std::int64_t b = ValueAccess::integer(right);
        if (isSafe(a) && isSafe(b)) {
            std::int64_t exact = 0;
            switch (node.op) {
            case BinaryOp::Add:
                exact = a + b;
                break;
            case BinaryOp::Subtract:
                exact = a - b;
                break;
            default:
                return arithmeticSlow(node, left, right);
            }
            return isSafe(exact) ? Value::integer(exact) : numberValue(static_cast<double>(exact));
        }
    }
    return arithmeticSlow(node, left, right);
}

Value Evaluator::arithmeticSlow(const BinaryNode& node, const Value& left, const Value& right)
{
    if (!left.isUndefined()) {
        const Value checked = operand(node, left, "T2001");
        if (failed(checked)) {
            return checked;
        }
    }
    if (!right.isUndefined()) {
        const Value checked = operand(node, right, "T2002");
        if (failed(checked)) {
            return checked;
        }
    }
    if (left.isUndefined() || right.isUndefined()) {
        return {};
    }
    const double a = left.asDouble();
    const double b = right.asDouble();
    switch (node.op) {
    case BinaryOp::Add:
        return numberValue(a + b);
    case BinaryOp::Subtract:
        return numberValue(a - b);
    case BinaryOp::Multiply:
        return numberValue(a * b);
    case BinaryOp::Divide:
        return numberValue(a / b);
    default:
        return numberValue(std::fmod(a, b));
    }
}

Value Evaluator::compare(const BinaryNode& node, Value input, Frame* frame)
{
    const Value left = eval(*node.left, input, frame);
    if (failed(left)) {
        return left;
    }
    const Value right = eval(*node.right, input, frame);
    if (failed(right)) {
        return right;
    }
    if (!left.isNumber() || !right.isNumber()) {
        return compareSlow(node, left, right);
    }
    const double a = left.asDouble();
    const double b = right.asDouble();
    switch (node.op) {
    case BinaryOp::Less:
        return Value::boolean(a < b);
    case BinaryOp::LessOrEqual:
        return Value::boolean(a <= b);
    case BinaryOp::Greater:
        return Value::boolean(a > b);
    default:
        return Value::boolean(a >= b);
    }
}

Value Evaluator::compareSlow(const BinaryNode& node, const Value& left, const Value& right)
{
    const auto comparable = [](const Value& v) { return v.isUndefined() || v.isNumber() || v.isString(); };
    if (!comparable(left) || !comparable(right)) {
        return raiseAt("T2010", node, spelling(node.op), comparable(left) ? right : left);
    }
    if (left.isUndefined() || right.isUndefined()) {
        return {};
    }
    if (left.isNumber() != right.isNumber()) {
        return raiseAt("T2009", node, spelling(node.op), left, right);
    }
    const int order = text::compareUtf16(left.asString(), right.asString());
    switch (node.op) {
    case BinaryOp::Less:
        return Value::boolean(order < 0);
    case BinaryOp::LessOrEqual:
        return Value::boolean(order <= 0);
    case BinaryOp::Greater:
        return Value::boolean(order > 0);
    default:
        return Value::boolean(order >= 0);
    }
}

Value Evaluator::equality(const BinaryNode& node, Value input, Frame* frame)
{
    const Value left = eval(*node.left, input, frame);
    if (failed(left)) {
        return left;
    }
    const Value right = eval(*node.right, input, frame);
    if (failed(right)) {
        return right;
    }
    if (left.isUndefined() || right.isUndefined()) {
        return Value::boolean(false); // Nothing is neither equal nor different.
    }
    const bool same = equal(left, right);
    if (m_hasError) {
        return ValueAccess::extension(ExtensionKind::Failed);
    }
    return Value::boolean(same == (node.op == BinaryOp::Equal));
}

Value Evaluator::logical(const BinaryNode& node, Value input, Frame* frame)
{
    const bool decides = node.kind == NodeKind::Or;
    const Value left = eval(*node.left, input, frame);
    if (failed(left)) {
        return left;
    }
    const int first = truthOf(left);
    if (first >= 0 && (first == 1) == decides) {
        return Value::boolean(decides);
    }
    const Value right =
        first < 0 ? ValueAccess::extension(ExtensionKind::Failed) : eval(*node.right, input, frame);
    const int second = failed(right) ? -1 : truthOf(right);
    if (second < 0) {
        // The reference places every error of the right side at the operator.
        m_error.position = node.tokenEnd;
        m_error.token = Value::string(spelling(node.op));
        return ValueAccess::extension(ExtensionKind::Failed);
    }
    return Value::boolean(second == 1);
}

Value Evaluator::contains(const BinaryNode& node, Value input, Frame* frame)
{
    const Value wanted = eval(*node.left, input, frame);
    if (failed(wanted)) {
        return wanted;
    }
    const Value list = eval(*node.right, input, frame);
    if (failed(list)) {
        return list;
    }
    if (wanted.isUndefined() || list.isUndefined()) {
        return Value::boolean(false);
    }
    const auto same = [&wanted](const Value& item) {
        if (wanted.isNumber() && item.isNumber()) {
            return wanted.asDouble() == item.asDouble();
        }
        if (wanted.type() != item.type()) {
            return false;
        }
        // Arrays and objects are in a list only as the very same one.
        return wanted.isString() ? wanted.asString() == item.asString()
               : wanted.isBool()
                   ? wanted.asBool() == item.asBool()
                   : wanted.isNull() || (wanted.size() > 0 && ValueAccess::identical(wanted, item));
    };
    if (!list.isArray()) {
        return Value::boolean(same(list));
    }
    if (!tick(list.size())) {
        return ValueAccess::extension(ExtensionKind::Failed);
    }
    for (const Value& item : list.items()) {
        if (same(item)) {
            return Value::boolean(true);
        }
    }
    return Value::boolean(false);
}

/// All of a & b & c at once. Operand i lies as deep as the nested pairs it stands for.
Value Evaluator::concat(const ListNode& node, Value input, Frame* frame)
{
    const std::size_t mark = m_stack.mark();
    const std::size_t count = node.items.size();
    std::size_t bytes = 0;
    const std::uint32_t depth = m_depth;
    for (std::size_t i = 0; i < count; ++i) {
        m_depth = depth + static_cast<std::uint32_t>(i == 0 ? count - 2 : count - 1 - i);
        Value part = eval(*node.items[i], input, frame);
        m_depth = depth;
        if (!failed(part) && !part.isString() && !part.isUndefined()) {
            part = toText(part);
            if (failed(part) && m_error.position == kNoPosition) {
                m_error.position = node.positions[i == 0 ? 0 : i - 1];
                m_error.token = Value::string("&");
            }
        }
        if (failed(part)) {
            m_stack.drop(mark);
            return part;
        }
        if (!part.isUndefined()) {
            bytes += part.size();
            m_stack.push(part);
        }
    }
    char* to = textRoom(bytes);
    if (to == nullptr) {
        m_stack.drop(mark);
        return ValueAccess::extension(ExtensionKind::Failed);
    }
    const char* start = to;
    for (std::size_t i = mark; i < m_stack.mark(); ++i) {
        const std::string_view part = m_stack.data()[i].asString();
        to = std::copy(part.begin(), part.end(), to);
    }
    m_stack.drop(mark);
    return Value::string({start, bytes});
}

Value Evaluator::range(const RangeNode& node, Value input, Frame* frame)
{
    const Value left = eval(*node.left, input, frame);
    if (failed(left)) {
        return left;
    }
    const Value right = eval(*node.right, input, frame);
    if (failed(right)) {
        return right;
    }
    const auto isInteger = [](const Value& v) {
        return v.isNumber() && std::isfinite(v.asDouble()) && std::trunc(v.asDouble()) == v.asDouble();
    };
    if (!left.isUndefined() && !isInteger(left)) {
        return raiseAt("T2003", node, "..", left);
    }
    if (!right.isUndefined() && !isInteger(right)) {
        return raiseAt("T2004", node, "..", right);
    }
    if (left.isUndefined() || right.isUndefined() || left.asDouble() > right.asDouble()) {
        return {};
    }
    constexpr double kLongest = 1e7;
    const double size = right.asDouble() - left.asDouble() + 1;
    if (size > kLongest) {
        return raiseAt("D2014", node, "..", numberValue(size));
    }
    if (size > static_cast<double>(m_context.limits.sequence)) {
        return raiseAt("D2015", node, "..", numberValue(static_cast<double>(m_context.limits.sequence)));
    }
    auto* data = create<RangeData>();
    *data = {left.asInt(), right.asInt()};
    const Value lazy = ValueAccess::extension(ExtensionKind::Range, data);
    return node.lazy ? lazy : materialise(lazy);
}

} // namespace gatehouse::jsonata
