// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonata/expression.h"
#include "core/jsonata/regex/regex.h"
#include "core/jsonata/signature.h"
#include "core/jsonata/value_access.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace gatehouse::jsonata {

class Evaluator;
/// No byte offset.
inline constexpr std::uint32_t kNoPosition = 0xFFFFFFFFU;
struct LambdaNode;
struct TransformNode;
struct Node;

/// Variables of one activation; followed in memory by its slots.
struct Frame
{
    Frame* parent = nullptr;

    [[nodiscard]] Value* slots() noexcept { return reinterpret_cast<Value*>(this + 1); }
};

static_assert(sizeof(Frame) == 8, "slots follow directly");

/// Where a built-in is called from.
struct CallContext
{
    Value input; ///< The context value, for parameters with '-'.
    Frame* frame = nullptr;
    const Node* site = nullptr;
};

using BuiltinBody = Value (*)(Evaluator& evaluator, std::span<Value> arguments, const CallContext& context);

struct BuiltinDefinition
{
    std::string_view name;
    std::string_view signature;
    std::uint8_t arity = 0;  ///< How many of (value, index, array) a higher-order function passes on.
    bool takesRange = false; ///< Understands a lazy range as its first argument.
    BuiltinBody body = nullptr;
    std::string_view doc;
};

enum class CallableKind : std::uint8_t
{
    Builtin,
    Host,
    Closure,
    Partial,
    Composed,
    Regex,
    NextMatch,
    Transform
};

/// A function value.
struct Callable
{
    CallableKind kind = CallableKind::Builtin;
    std::uint16_t arity = 0;
};

/// From where and as what a function was called last: the reference places its errors there.
struct CallSite
{
    std::uint32_t position = kNoPosition; ///< Byte offset.
    std::string_view name;
};

struct BuiltinCallable : Callable
{
    const BuiltinDefinition* definition = nullptr;
    const Signature* signature = nullptr;
};

struct HostCallable : Callable
{
    const HostFunction* function = nullptr;
    const Signature* signature = nullptr; ///< Null: unchecked.
};

struct ClosureCallable : Callable
{
    mutable CallSite lastCall; ///< Belongs to one evaluation, as the closure does.
    const LambdaNode* lambda = nullptr;
    Frame* frame = nullptr;
    Value input;
};

struct PartialCallable : Callable
{
    const Callable* target = nullptr;
    std::span<const Value> arguments; ///< Unbound where a placeholder stands.
};

struct ComposedCallable : Callable
{
    const Callable* first = nullptr;
    const Callable* second = nullptr;
};

struct RegexCallable : Callable
{
    const Regex* regex = nullptr;
};

struct NextMatchCallable : Callable
{
    const Regex* regex = nullptr;
    std::string_view text;
    std::size_t from = 0;
};

struct TransformCallable : Callable
{
    const TransformNode* transform = nullptr;
    Frame* frame = nullptr;
};

[[nodiscard]] inline const Callable& callableOf(const Value& v) noexcept
{
    return *static_cast<const Callable*>(ValueAccess::data(v));
}

[[nodiscard]] inline Value functionValue(const Callable& callable) noexcept
{
    return ValueAccess::extension(ExtensionKind::Function, &callable);
}

/// A lazy [first..last].
struct RangeData
{
    std::int64_t first = 0;
    std::int64_t last = 0;

    [[nodiscard]] std::size_t size() const noexcept { return static_cast<std::size_t>(last - first + 1); }
};

/// The tuples of a path: frames whose slot 0 is the context value.
struct TupleData
{
    Frame* const* frames = nullptr;
    std::size_t count = 0;
    std::uint16_t slots = 0;
};

} // namespace gatehouse::jsonata
