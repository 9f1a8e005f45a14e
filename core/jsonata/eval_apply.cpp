// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/evaluator.h"

#include <algorithm>

namespace gatehouse::jsonata {

Value Evaluator::partial(const CallNode& node, Value input, Frame* frame)
{
    const std::size_t count = node.arguments.size();
    auto* arguments = m_arena.allocateArray<Value>(count);
    std::uint16_t open = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (node.arguments[i] == nullptr) {
            arguments[i] = ValueAccess::extension(ExtensionKind::Unbound);
            ++open;
            continue;
        }
        arguments[i] = eval(*node.arguments[i], input, frame);
        if (failed(arguments[i])) {
            return arguments[i];
        }
    }
    const Value target = eval(*node.callee, input, frame);
    if (failed(target)) {
        return target;
    }
    if (!isFunction(target)) {
        notCallable(node, input, frame);
        m_error.code = m_error.code == "T1005" ? "T1007" : "T1008";
        return ValueAccess::extension(ExtensionKind::Failed);
    }
    auto* made = create<PartialCallable>();
    made->kind = CallableKind::Partial;
    made->arity = open;
    made->target = &callableOf(target);
    made->arguments = {arguments, count};
    return functionValue(*made);
}

Value Evaluator::invokePartial(const PartialCallable& partial, std::span<Value> arguments,
                               const CallContext& context)
{
    std::vector<Value> all(partial.arguments.begin(), partial.arguments.end());
    std::size_t next = 0;
    for (Value& argument : all) {
        if (isUnbound(argument)) {
            argument = next < arguments.size() ? arguments[next] : Value();
            ++next;
        }
    }
    return apply(*partial.target, all, context);
}

/// The reference writes a composition as function($x){ $g($f($x)) } and places errors in that text.
Value Evaluator::runComposed(const ComposedCallable& composed, std::span<Value> arguments,
                             const CallContext& context)
{
    constexpr CallSite kInner{39, "f"};
    constexpr CallSite kOuter{35, "g"};
    Value first =
        applyRaw(*composed.first, arguments.first(std::min<std::size_t>(1, arguments.size())), context);
    if (failed(first)) {
        return m_settled ? first : settle(kInner);
    }
    const Value second = applyRaw(*composed.second, std::span(&first, 1), context);
    return failed(second) && !m_settled ? settle(kOuter) : second;
}

/// left ~> right, where right is not a call (calls take the left side as their first argument when compiled).
Value Evaluator::chain(const BinaryNode& node, Value input, Frame* frame)
{
    Value left = eval(*node.left, input, frame);
    if (failed(left)) {
        return left;
    }
    const Value right = eval(*node.right, input, frame);
    if (failed(right)) {
        return right;
    }
    if (!isFunction(right)) {
        EvalError error{"T2006", node.tokenEnd, {}, right};
        error.node = &node;
        return raise(error);
    }
    if (isFunction(left)) {
        auto* made = create<ComposedCallable>();
        made->kind = CallableKind::Composed;
        made->arity = 1;
        made->first = &callableOf(left);
        made->second = &callableOf(right);
        return functionValue(*made);
    }
    return apply(callableOf(right), std::span(&left, 1), {input, frame, &node});
}

Value Evaluator::invokeHost(const HostCallable& host, std::span<Value> arguments)
{
    std::vector<Value> clean(arguments.size());
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        clean[i] = plain(arguments[i]);
    }
    Outcome<Value> result = host.function->call(clean, m_arena);
    if (result) {
        return *result;
    }
    const JsonataError& error = result.error();
    EvalError raised{m_arena.copy(error.code.empty() ? "D3137" : error.code)};
    raised.message = text(error.message);
    raised.value = m_arena.clone(*error.value);
    return raise(raised);
}

/// What a regular expression gives as a function: the first match, with a way to the next one.
Value Evaluator::invokeRegex(const Callable& callable, std::span<Value> arguments)
{
    const bool first = callable.kind == CallableKind::Regex;
    const Regex& regex = first ? *static_cast<const RegexCallable&>(callable).regex
                               : *static_cast<const NextMatchCallable&>(callable).regex;
    std::string_view subject;
    std::size_t from = 0;
    if (first) {
        if (arguments.empty() || !arguments[0].isString()) {
            return {};
        }
        subject = arguments[0].asString();
    } else {
        subject = static_cast<const NextMatchCallable&>(callable).text;
        from = static_cast<const NextMatchCallable&>(callable).from;
        if (from >= subject.size()) {
            return {};
        }
    }
    RegexMatch match;
    const RegexOutcome outcome = regex.match(subject, from, match, regexBudget());
    if (outcome == RegexOutcome::TooMuchWork) {
        return raise("D1013", Value::string("more steps in regular expressions"));
    }
    if (outcome != RegexOutcome::Matched) {
        return {};
    }
    // A first match of nothing is one; a second would be found for ever.
    return !first && match.whole().begin == match.whole().end ? raise("D1004")
                                                              : matchObject(regex, subject, match);
}

Value Evaluator::transformValue(const TransformNode& node, Frame* frame)
{
    auto* made = create<TransformCallable>();
    made->kind = CallableKind::Transform;
    made->arity = 1;
    made->transform = &node;
    made->frame = frame;
    return functionValue(*made);
}

const Signature& Evaluator::transformSignature()
{
    SignatureError unused;
    static const Signature signature = *Signature::parse("<(oa):o>", unused);
    return signature;
}

} // namespace gatehouse::jsonata
