// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/evaluator.h"

#include <array>
#include <cstring>
#include <utility>

namespace gatehouse::jsonata {
namespace {

constexpr std::size_t kFewArguments = 4;

} // namespace

/// Fills in where and in which call an error happened.
Value Evaluator::callFailed(const CallNode& node, const CallSite& last)
{
    if (m_error.node == nullptr) {
        m_error.node = &node;
    }
    if (node.tail) {
        return m_settled ? ValueAccess::extension(ExtensionKind::Failed) : settle(last);
    }
    return std::exchange(m_settled, false) ? ValueAccess::extension(ExtensionKind::Failed) : place(last);
}

/// An error is where the function was called last (in a recursion: the innermost call), under the name it was
/// called by unless something inside has one.
Value Evaluator::place(const CallSite& call)
{
    if (call.position != kNoPosition) {
        m_error.position = call.position;
        if (m_error.token.isUndefined() && !call.name.empty()) {
            m_error.token = Value::string(call.name);
        }
    }
    return ValueAccess::extension(ExtensionKind::Failed);
}

/// A call in tail position is not inside the call of the function around it: its error stays as it is.
Value Evaluator::settle(const CallSite& call)
{
    place(call);
    m_settled = true;
    return ValueAccess::extension(ExtensionKind::Failed);
}

bool Evaluator::evalArguments(const CallNode& node, Value input, Frame* frame, std::span<Value> into)
{
    for (std::size_t i = 0; i < node.arguments.size(); ++i) {
        into[i] = eval(*node.arguments[i], input, frame);
        if (failed(into[i])) {
            return false;
        }
    }
    return true;
}

/// The arguments of a tail call are evaluated outside of the calling function's own call.
Value Evaluator::argumentFailed(const CallNode& node)
{
    m_settled = node.tail;
    return ValueAccess::extension(ExtensionKind::Failed);
}

Value Evaluator::builtinCall(const CallNode& node, Value input, Frame* frame)
{
    const Value function = m_globals[node.global];
    if (!isFunction(function) || callableOf(function).kind != CallableKind::Builtin
        || node.arguments.size() > kFewArguments) {
        return callValue(node, function, input, frame);
    }
    std::array<Value, kFewArguments> room;
    const std::span<Value> arguments(room.data(), node.arguments.size());
    if (!evalArguments(node, input, frame, arguments)) {
        return argumentFailed(node);
    }
    CallSite& last = m_globalCalls[node.global];
    last = {node.tail ? node.calleeEnd : node.tokenEnd, node.name};
    const auto& builtin = static_cast<const BuiltinCallable&>(callableOf(function));
    const CallContext context{input, frame, &node};
    const Value result = fitsAsIs(*builtin.signature, arguments)
                             ? builtin.definition->body(*this, arguments, context)
                             : withSignature(*builtin.signature, builtin, arguments, context);
    return failed(result) ? callFailed(node, m_globalCalls[node.global]) : result;
}

Value Evaluator::call(const CallNode& node, Value input, Frame* frame)
{
    const Value callee = eval(*node.callee, input, frame);
    return failed(callee) ? callee : callValue(node, callee, input, frame);
}

Value Evaluator::notCallable(const CallNode& node, Value input, Frame* frame)
{
    EvalError error("T1006", node.tokenEnd, node.name.empty() ? Value() : Value::string(node.name));
    error.node = &node;
    if (node.meant != nullptr && !dispatch(*node.meant, input, frame).isUndefined()) {
        error.code = "T1005";
    }
    return raise(error);
}

Value Evaluator::callValue(const CallNode& node, const Value& callee, Value input, Frame* frame)
{
    if (isFunction(callee) && callableOf(callee).kind == CallableKind::Closure) {
        return callClosure(node, static_cast<const ClosureCallable&>(callableOf(callee)), input, frame);
    }
    if (callee.isUndefined() && node.meant != nullptr && !dispatch(*node.meant, input, frame).isUndefined()) {
        return notCallable(node, input, frame);
    }
    std::array<Value, kFewArguments> few;
    std::vector<Value> many;
    std::span<Value> arguments(few.data(), std::min(node.arguments.size(), kFewArguments));
    if (node.arguments.size() > kFewArguments) {
        many.resize(node.arguments.size());
        arguments = many;
    }
    if (!evalArguments(node, input, frame, arguments)) {
        return argumentFailed(node);
    }
    if (!isFunction(callee)) {
        return notCallable(node, input, frame);
    }
    const Value result = applyRaw(callableOf(callee), arguments, {input, frame, &node});
    return failed(result) ? callFailed(node, {node.tail ? node.calleeEnd : node.tokenEnd, node.name})
                          : result;
}

/// A frame for one run of a closure, its parameters missing and its other variables unbound.
Frame* Evaluator::activation(const ClosureCallable& closure)
{
    const LambdaNode& lambda = *closure.lambda;
    const std::size_t bytes = sizeof(Frame) + lambda.frameSlots * sizeof(Value);
    auto* frame =
        static_cast<Frame*>(lambda.captured ? m_arena.allocate(bytes, alignof(Value)) : m_frames.take(bytes));
    frame->parent = closure.frame;
    Value* slots = frame->slots();
    for (std::uint16_t i = 0; i < lambda.frameSlots; ++i) {
        slots[i] = i < lambda.slots ? Value() : ValueAccess::extension(ExtensionKind::Unbound);
    }
    return frame;
}

Value Evaluator::callClosure(const CallNode& node, const ClosureCallable& closure, Value input, Frame* frame)
{
    if (closure.lambda->signature != nullptr) {
        return callChecked(node, closure, input, frame);
    }
    const std::uint32_t depth = m_depth;
    if (node.tail) {
        m_depth = m_baseDepth + 1; // The calling function is done with its nesting by then.
    }
    const FrameStack::Mark mark = m_frames.mark();
    Frame* next = activation(closure);
    const LambdaNode& lambda = *closure.lambda;
    for (std::size_t i = 0; i < node.arguments.size(); ++i) {
        const Value v = eval(*node.arguments[i], input, frame);
        if (failed(v)) {
            m_frames.release(mark);
            return argumentFailed(node);
        }
        if (i < lambda.parameters) {
            next->slots()[lambda.parameterSlots[i]] = v;
        }
    }
    m_depth = depth;
    return node.tail ? leaveToCaller(node, closure, next) : runCall(node, closure, next, mark);
}

/// The same for a closure with a signature.
Value Evaluator::callChecked(const CallNode& node, const ClosureCallable& closure, Value input, Frame* frame)
{
    std::vector<Value> arguments(node.arguments.size());
    if (!evalArguments(node, input, frame, arguments)) {
        return argumentFailed(node);
    }
    const CallSite site{node.tail ? node.calleeEnd : node.tokenEnd, node.name};
    std::vector<Value> checked;
    if (!matchArguments(*closure.lambda->signature, arguments, input, checked)) {
        return callFailed(node, site);
    }
    const FrameStack::Mark mark = m_frames.mark();
    Frame* next = activation(closure);
    for (std::size_t i = 0; i < checked.size() && i < closure.lambda->parameters; ++i) {
        next->slots()[closure.lambda->parameterSlots[i]] = checked[i];
    }
    return node.tail ? leaveToCaller(node, closure, next) : runCall(node, closure, next, mark);
}

Value Evaluator::runCall(const CallNode& node, const ClosureCallable& closure, Frame* frame,
                         FrameStack::Mark mark)
{
    closure.lastCall = {node.tokenEnd, node.name};
    const Value result = runClosure(closure, frame, mark);
    return failed(result) ? callFailed(node, closure.lastCall) : result;
}

/// Leaves a tail call to the loop that runs the calling function.
Value Evaluator::leaveToCaller(const CallNode& node, const ClosureCallable& closure, Frame* frame)
{
    closure.lastCall = {node.calleeEnd, node.name};
    m_tail = {&closure, frame};
    return ValueAccess::extension(ExtensionKind::Bounce);
}

/// Runs a closure and every tail call that follows from it, in one native frame.
Value Evaluator::runClosure(const ClosureCallable& closure, Frame* frame, FrameStack::Mark mark)
{
    const std::uint32_t outerBase = std::exchange(m_baseDepth, m_depth);
    const ClosureCallable* current = &closure;
    Value result;
    for (;;) {
        result = eval(*current->lambda->body, current->input, frame);
        if (!isBounce(result)) {
            break;
        }
        if (!tick()) {
            result = ValueAccess::extension(ExtensionKind::Failed);
            break;
        }
        current = m_tail.closure;
        frame = m_tail.frame;
        if (!current->lambda->captured) {
            // The frames below are done: move the next one down over them.
            const std::size_t bytes = sizeof(Frame) + current->lambda->frameSlots * sizeof(Value);
            m_frames.release(mark);
            void* to = m_frames.take(bytes);
            std::memmove(to, static_cast<const void*>(frame), bytes);
            frame = static_cast<Frame*>(to);
        }
    }
    m_frames.release(mark);
    m_baseDepth = outerBase;
    if (failed(result) && current != &closure && !m_settled) {
        return settle(current->lastCall);
    }
    return result;
}

/// For higher-order functions: the error of the called function is theirs to place.
Value Evaluator::apply(const Callable& callable, std::span<Value> arguments, const CallContext& context)
{
    const Value result = applyRaw(callable, arguments, context);
    if (failed(result) && !std::exchange(m_settled, false) && callable.kind == CallableKind::Closure) {
        place(static_cast<const ClosureCallable&>(callable).lastCall);
    }
    return result;
}

Value Evaluator::applyRaw(const Callable& callable, std::span<Value> arguments, const CallContext& context)
{
    if (m_guard.exhausted()) {
        return raiseTooDeep();
    }
    if (!tick()) {
        return ValueAccess::extension(ExtensionKind::Failed);
    }
    const Signature* signature = nullptr;
    switch (callable.kind) {
    case CallableKind::Builtin:
        signature = static_cast<const BuiltinCallable&>(callable).signature;
        break;
    case CallableKind::Host:
        signature = static_cast<const HostCallable&>(callable).signature;
        break;
    case CallableKind::Closure:
        signature = static_cast<const ClosureCallable&>(callable).lambda->signature;
        break;
    case CallableKind::Transform:
        signature = &transformSignature();
        break;
    default:
        break;
    }
    if (signature == nullptr || fitsAsIs(*signature, arguments)) {
        return runBody(callable, arguments, context);
    }
    return withSignature(*signature, callable, arguments, context);
}

Value Evaluator::withSignature(const Signature& signature, const Callable& callable,
                               std::span<Value> arguments, const CallContext& context)
{
    std::vector<Value> checked;
    if (!matchArguments(signature, arguments, context.input, checked)) {
        return ValueAccess::extension(ExtensionKind::Failed);
    }
    return runBody(callable, checked, context);
}

Value Evaluator::runBody(const Callable& callable, std::span<Value> arguments, const CallContext& context)
{
    switch (callable.kind) {
    case CallableKind::Builtin: {
        const BuiltinDefinition& definition = *static_cast<const BuiltinCallable&>(callable).definition;
        if (!arguments.empty() && isRange(arguments[0]) && !definition.takesRange) {
            arguments[0] = materialise(arguments[0]);
        }
        return definition.body(*this, arguments, context);
    }
    case CallableKind::Closure: {
        const auto& closure = static_cast<const ClosureCallable&>(callable);
        const FrameStack::Mark mark = m_frames.mark();
        Frame* frame = activation(closure);
        for (std::size_t i = 0; i < arguments.size() && i < closure.lambda->parameters; ++i) {
            frame->slots()[closure.lambda->parameterSlots[i]] = arguments[i];
        }
        return runClosure(closure, frame, mark);
    }
    case CallableKind::Host:
        return invokeHost(static_cast<const HostCallable&>(callable), arguments);
    case CallableKind::Partial:
        return invokePartial(static_cast<const PartialCallable&>(callable), arguments, context);
    case CallableKind::Composed:
        return runComposed(static_cast<const ComposedCallable&>(callable), arguments, context);
    case CallableKind::Regex:
    case CallableKind::NextMatch:
        return invokeRegex(callable, arguments);
    case CallableKind::Transform:
        return transform(static_cast<const TransformCallable&>(callable),
                         arguments.empty() ? Value() : arguments[0]);
    }
    return {};
}

} // namespace gatehouse::jsonata
