// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/evaluator.h"

#include <array>
#include <cstring>

namespace gatehouse::jsonata {
namespace {

constexpr std::size_t kFewArguments = 4;

} // namespace

/// Fills in where and in which call an error happened, when nothing inside has said so.
Value Evaluator::annotate(const CallNode& node)
{
    if (m_error.position == kNoPosition || m_error.position == 0) {
        m_error.position = node.tokenEnd;
    }
    if (m_error.token.isUndefined() && !node.name.empty()) {
        m_error.token = Value::string(node.name);
    }
    if (m_error.node == nullptr) {
        m_error.node = &node;
    }
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

Value Evaluator::builtinCall(const CallNode& node, Value input, Frame* frame)
{
    const Value function = m_globals[node.global];
    const Callable& callable = callableOf(function);
    if (callable.kind != CallableKind::Builtin || node.arguments.size() > kFewArguments) {
        return callValue(node, function, input, frame);
    }
    std::array<Value, kFewArguments> room;
    const std::span<Value> arguments(room.data(), node.arguments.size());
    if (!evalArguments(node, input, frame, arguments)) {
        return ValueAccess::extension(ExtensionKind::Failed);
    }
    const auto& builtin = static_cast<const BuiltinCallable&>(callable);
    const CallContext context{input, frame, &node};
    const Value result = fitsAsIs(*builtin.signature, arguments)
                             ? builtin.definition->body(*this, arguments, context)
                             : withSignature(*builtin.signature, builtin, arguments, context);
    return failed(result) ? annotate(node) : result;
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
    if (!isFunction(callee)) {
        if (callee.isUndefined() && node.nameIsField) {
            return notCallable(node, input, frame);
        }
        // The reference evaluates the arguments first: their errors win.
        for (const Node* argument : node.arguments) {
            const Value v = eval(*argument, input, frame);
            if (failed(v)) {
                return v;
            }
        }
        return notCallable(node, input, frame);
    }
    const Callable& callable = callableOf(callee);
    if (callable.kind == CallableKind::Closure) {
        return callClosure(node, static_cast<const ClosureCallable&>(callable), input, frame);
    }
    std::array<Value, kFewArguments> few;
    std::vector<Value> many;
    std::span<Value> arguments(few.data(), std::min(node.arguments.size(), kFewArguments));
    if (node.arguments.size() > kFewArguments) {
        many.resize(node.arguments.size());
        arguments = many;
    }
    if (!evalArguments(node, input, frame, arguments)) {
        return ValueAccess::extension(ExtensionKind::Failed);
    }
    const Value result = apply(callable, arguments, {input, frame, &node});
    return failed(result) ? annotate(node) : result;
}

Frame* Evaluator::arenaFrame(Frame* parent, std::uint16_t slots)
{
    auto* frame =
        static_cast<Frame*>(m_arena.allocate(sizeof(Frame) + slots * sizeof(Value), alignof(Value)));
    frame->parent = parent;
    for (std::uint16_t i = 0; i < slots; ++i) {
        frame->slots()[i] = ValueAccess::extension(ExtensionKind::Unbound);
    }
    return frame;
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
        std::vector<Value> arguments(node.arguments.size());
        if (!evalArguments(node, input, frame, arguments)) {
            return ValueAccess::extension(ExtensionKind::Failed);
        }
        if (node.tail) {
            return tailWithSignature(closure, arguments, input);
        }
        const Value result = apply(closure, arguments, {input, frame, &node});
        return failed(result) ? annotate(node) : result;
    }
    if (node.tail) {
        return tailCall(node, closure, input, frame);
    }
    const FrameStack::Mark mark = m_frames.mark();
    Frame* next = activation(closure);
    const LambdaNode& lambda = *closure.lambda;
    for (std::size_t i = 0; i < node.arguments.size(); ++i) {
        const Value v = eval(*node.arguments[i], input, frame);
        if (failed(v)) {
            m_frames.release(mark);
            return v;
        }
        if (i < lambda.parameters) {
            next->slots()[lambda.parameterSlots[i]] = v;
        }
    }
    const Value result = runClosure(closure, next, mark);
    return failed(result) ? annotate(node) : result;
}

/// Leaves the call to the loop that runs the calling function, which is done with its own frame by then.
Value Evaluator::tailCall(const CallNode& node, const ClosureCallable& closure, Value input, Frame* frame)
{
    const std::uint32_t depth = m_depth;
    m_depth = m_baseDepth + 1;
    Frame* next = activation(closure);
    const LambdaNode& lambda = *closure.lambda;
    for (std::size_t i = 0; i < node.arguments.size(); ++i) {
        const Value v = eval(*node.arguments[i], input, frame);
        if (failed(v)) {
            return v;
        }
        if (i < lambda.parameters) {
            next->slots()[lambda.parameterSlots[i]] = v;
        }
    }
    m_depth = depth;
    m_tail = {&closure, next};
    return ValueAccess::extension(ExtensionKind::Bounce);
}

Value Evaluator::tailWithSignature(const ClosureCallable& closure, std::span<Value> arguments, Value input)
{
    std::vector<Value> checked;
    if (!matchArguments(*closure.lambda->signature, arguments, input, checked)) {
        return ValueAccess::extension(ExtensionKind::Failed);
    }
    Frame* next = activation(closure);
    for (std::size_t i = 0; i < checked.size() && i < closure.lambda->parameters; ++i) {
        next->slots()[closure.lambda->parameterSlots[i]] = checked[i];
    }
    m_tail = {&closure, next};
    return ValueAccess::extension(ExtensionKind::Bounce);
}

/// Runs a closure and every tail call that follows from it, in one native frame.
Value Evaluator::runClosure(const ClosureCallable& closure, Frame* frame, FrameStack::Mark mark)
{
    const std::uint32_t outerBase = m_baseDepth;
    m_baseDepth = m_depth;
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
    return result;
}

Value Evaluator::apply(const Callable& callable, std::span<Value> arguments, const CallContext& context)
{
    if (m_guard.exhausted()) {
        return raise("D1011", Value::integer(m_depthLimit));
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
    case CallableKind::Composed: {
        const auto& composed = static_cast<const ComposedCallable&>(callable);
        Value first =
            apply(*composed.first, arguments.first(std::min<std::size_t>(1, arguments.size())), context);
        return failed(first) ? first : apply(*composed.second, std::span(&first, 1), context);
    }
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
