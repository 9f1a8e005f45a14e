// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace gatehouse::json {

/// What an Extension value is. Only the evaluator sees these.
enum class ExtensionKind : std::uint16_t
{
    None = 0,
    Failed,     ///< An error is recorded in the evaluation; unwinds like a value.
    Unbound,    ///< A slot that no := has reached yet.
    Bounce,     ///< A tail call waits in the evaluator.
    Function,   ///< Points to a jsonata::Callable.
    Range,      ///< A lazy run of integers; points to a jsonata::RangeData.
    TupleStream ///< The frames of a path with @, # or %; points to a jsonata::TupleData.
};

/// Marks on an array's handle: how the value was made decides how the next step treats it.
enum ArrayMark : std::uint8_t
{
    kSequence = 1,      ///< The result of a path or a higher-order function: one item stands for itself.
    kKeepSingleton = 2, ///< `[]` was written: one item stays an array.
    kConstructed = 4,   ///< Made by [...] at an end of a path: the next step does not flatten it.
    kOuterWrapper = 8,  ///< The input itself was an array: it is one item.
    kHiddenNext = 16    ///< On an object: behind its members lies one more, "next", which no output shows.
};

/// The evaluator's key to tags and marks of values; nothing outside core/jsonata uses it.
class ValueAccess
{
public:
    static constexpr std::uint32_t kFailedTag = static_cast<std::uint32_t>(Type::Extension)
                                                | (static_cast<std::uint32_t>(ExtensionKind::Failed) << 16U);
    static constexpr std::uint32_t kUnboundTag =
        static_cast<std::uint32_t>(Type::Extension)
        | (static_cast<std::uint32_t>(ExtensionKind::Unbound) << 16U);

    [[nodiscard]] static std::uint32_t tag(const Value& v) noexcept
    {
        return static_cast<std::uint32_t>(v.m_type) | (static_cast<std::uint32_t>(v.m_flags) << 8U)
               | (static_cast<std::uint32_t>(v.m_kind) << 16U);
    }

    [[nodiscard]] static Value extension(ExtensionKind kind, const void* data = nullptr) noexcept
    {
        Value v(Type::Extension);
        v.m_kind = static_cast<std::uint16_t>(kind);
        v.m_data.extension = data;
        return v;
    }

    [[nodiscard]] static ExtensionKind kind(const Value& v) noexcept
    {
        return v.m_type == Type::Extension ? static_cast<ExtensionKind>(v.m_kind) : ExtensionKind::None;
    }

    [[nodiscard]] static const void* data(const Value& v) noexcept { return v.m_data.extension; }

    [[nodiscard]] static std::uint8_t marks(const Value& v) noexcept { return v.m_flags; }

    [[nodiscard]] static Value withMarks(Value v, unsigned marks) noexcept
    {
        v.m_flags = static_cast<std::uint8_t>(marks);
        return v;
    }

    [[nodiscard]] static Value array(const Value* items, std::size_t count, unsigned marks) noexcept
    {
        return withMarks(Value::array({items, count}), marks);
    }

    /// Int payload without a type check.
    [[nodiscard]] static std::int64_t integer(const Value& v) noexcept { return v.m_data.integer; }

    [[nodiscard]] static double number(const Value& v) noexcept { return v.m_data.number; }

    [[nodiscard]] static const Member* members(const Value& v) noexcept { return v.m_data.members; }

    [[nodiscard]] static const Value* items(const Value& v) noexcept { return v.m_data.items; }

    [[nodiscard]] static std::uint32_t rawSize(const Value& v) noexcept { return v.m_size; }

    /// Two handles of the same memory.
    [[nodiscard]] static bool identical(const Value& a, const Value& b) noexcept
    {
        return a.m_type == b.m_type && a.m_size == b.m_size && a.m_data.bits == b.m_data.bits;
    }

    [[nodiscard]] static std::uint64_t bits(const Value& v) noexcept { return v.m_data.bits; }
};

} // namespace gatehouse::json

namespace gatehouse::jsonata {

using json::ArrayMark;
using json::ExtensionKind;
using json::Member;
using json::Type;
using json::Value;
using json::ValueAccess;

/// The member of an object, with the hidden one of a match.
[[nodiscard]] inline Value memberOf(const Value& object, std::string_view name) noexcept
{
    const Value v = object[name];
    if (v.isUndefined() && (ValueAccess::marks(object) & json::kHiddenNext) != 0 && object.isObject()
        && name == "next") {
        return ValueAccess::members(object)[ValueAccess::rawSize(object)].value;
    }
    return v;
}

[[nodiscard]] inline bool failed(const Value& v) noexcept
{
    return ValueAccess::tag(v) == ValueAccess::kFailedTag;
}

[[nodiscard]] inline bool isUnbound(const Value& v) noexcept
{
    return ValueAccess::tag(v) == ValueAccess::kUnboundTag;
}

[[nodiscard]] inline bool isBounce(const Value& v) noexcept
{
    return ValueAccess::kind(v) == ExtensionKind::Bounce;
}

[[nodiscard]] inline bool isFunction(const Value& v) noexcept
{
    return ValueAccess::kind(v) == ExtensionKind::Function;
}

[[nodiscard]] inline bool isRange(const Value& v) noexcept
{
    return ValueAccess::kind(v) == ExtensionKind::Range;
}

[[nodiscard]] inline bool isTupleStream(const Value& v) noexcept
{
    return ValueAccess::kind(v) == ExtensionKind::TupleStream;
}

[[nodiscard]] inline bool isSequence(const Value& v) noexcept
{
    return v.isArray() && (ValueAccess::marks(v) & json::kSequence) != 0;
}

/// What an evaluation gives for an array made by a path: nothing, the only item, or the array.
[[nodiscard]] inline Value unwrapSequence(const Value& v) noexcept
{
    if (!isSequence(v)) {
        return v;
    }
    const std::uint32_t size = ValueAccess::rawSize(v);
    if (size == 0) {
        return {};
    }
    if (size == 1 && (ValueAccess::marks(v) & json::kKeepSingleton) == 0) {
        return *ValueAccess::items(v);
    }
    return v;
}

} // namespace gatehouse::jsonata
