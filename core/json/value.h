// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace gatehouse::json {

enum class Type : std::uint8_t
{
    Undefined, ///< No value at all; not the same as null. Never appears inside arrays or objects.
    Null,
    Bool,
    Int,     ///< Fits std::int64_t; integers are exact.
    UInt,    ///< Above INT64_MAX and fits std::uint64_t.
    Double,  ///< Its shortest text is the text it was read from.
    Decimal, ///< A number whose text a double cannot give back (1.50, 1e400, 12345678901234567890123); text
             ///< kept.
    String,
    Array,
    Object,
    Extension ///< Only inside core/jsonata (functions, lazy ranges, …); never leaves it.
};

struct Member;
struct NumberText;

/// A JSON value: 16 bytes, trivially copyable, and a *view*. Strings, elements and members lie in memory that
/// belongs to somebody else (a json::Document or a json::Arena), which must outlive every Value taken from
/// it. Copying a Value never copies a subtree. A default Value is Undefined. Values are immutable once built
/// and may be read from any number of threads.
class Value
{
public:
    constexpr Value() noexcept = default;

    [[nodiscard]] static constexpr Value null() noexcept { return Value(Type::Null); }

    [[nodiscard]] static Value boolean(bool b) noexcept
    {
        Value v(Type::Bool);
        v.m_data.boolean = b;
        return v;
    }

    [[nodiscard]] static Value integer(std::int64_t i) noexcept
    {
        Value v(Type::Int);
        v.m_data.integer = i;
        return v;
    }

    /// Gives an Int when it fits.
    [[nodiscard]] static Value unsignedInteger(std::uint64_t u) noexcept;

    /// A double as it is (may be NaN or infinite inside an evaluation; the writer turns those into null).
    [[nodiscard]] static Value number(double d) noexcept
    {
        Value v(Type::Double);
        v.m_data.number = d;
        return v;
    }

    /// A view: the text must outlive the value. Use Arena::string to copy. Text is UTF-8; up to 4 GiB.
    [[nodiscard]] static Value string(std::string_view utf8) noexcept
    {
        Value v(Type::String);
        v.m_size = static_cast<std::uint32_t>(utf8.size());
        v.m_data.text = utf8.data();
        return v;
    }

    [[nodiscard]] static Value array(std::span<const Value> items) noexcept
    {
        Value v(Type::Array);
        v.m_size = static_cast<std::uint32_t>(items.size());
        v.m_data.items = items.data();
        return v;
    }

    /// Members keep their order; names must be unique (the last one wins while parsing).
    [[nodiscard]] static Value object(std::span<const Member> members) noexcept;
    [[nodiscard]] static Value decimal(const NumberText* text) noexcept;

    [[nodiscard]] constexpr Type type() const noexcept { return m_type; }

    [[nodiscard]] constexpr bool isUndefined() const noexcept { return m_type == Type::Undefined; }

    [[nodiscard]] constexpr bool isNull() const noexcept { return m_type == Type::Null; }

    [[nodiscard]] constexpr bool isBool() const noexcept { return m_type == Type::Bool; }

    [[nodiscard]] constexpr bool isNumber() const noexcept
    {
        return m_type >= Type::Int && m_type <= Type::Decimal;
    }

    [[nodiscard]] constexpr bool isString() const noexcept { return m_type == Type::String; }

    [[nodiscard]] constexpr bool isArray() const noexcept { return m_type == Type::Array; }

    [[nodiscard]] constexpr bool isObject() const noexcept { return m_type == Type::Object; }

    /// The typed readers return a neutral value (false, 0, "", empty span) when the type is another one.
    [[nodiscard]] bool asBool() const noexcept { return isBool() && m_data.boolean; }

    /// Nearest double of any number.
    [[nodiscard]] double asDouble() const noexcept;
    /// Exact when it is an Int; a double is truncated and clamped.
    [[nodiscard]] std::int64_t asInt() const noexcept;
    [[nodiscard]] std::uint64_t asUInt() const noexcept;

    [[nodiscard]] std::string_view asString() const noexcept
    {
        return isString() ? std::string_view(m_data.text, m_size) : std::string_view();
    }

    [[nodiscard]] std::span<const Value> items() const noexcept
    {
        return isArray() ? std::span(m_data.items, m_size) : std::span<const Value>();
    }

    [[nodiscard]] std::span<const Member> members() const noexcept;
    /// The text of a Decimal, as written; empty for every other type.
    [[nodiscard]] std::string_view numberText() const noexcept;

    /// Elements, members or bytes of text; 0 for scalars.
    [[nodiscard]] std::size_t size() const noexcept
    {
        return m_type == Type::String || m_type == Type::Array || m_type == Type::Object ? m_size : 0;
    }

    /// The member of that name, or Undefined. Linear for small objects, hashed for large ones.
    [[nodiscard]] Value operator[](std::string_view name) const noexcept;

    /// The same as a pointer; null when there is none.
    [[nodiscard]] const Member* find(std::string_view name) const noexcept;

    /// The element, or Undefined when there is none.
    [[nodiscard]] Value operator[](std::size_t index) const noexcept
    {
        return isArray() && index < m_size ? m_data.items[index] : Value();
    }

    [[nodiscard]] bool contains(std::string_view name) const noexcept { return !(*this)[name].isUndefined(); }

    /// Deep equality. Numbers compare by value (1 equals 1.0 equals 1e0; integers exactly, the rest as
    /// doubles); objects ignore the order of members.
    [[nodiscard]] friend bool operator==(const Value& a, const Value& b) noexcept { return deepEquals(a, b); }

private:
    friend class ValueAccess; // core/jsonata: tags and flags of values inside an evaluation
    friend class ObjectIndex; // core/json: hashed lookup of large objects

    constexpr explicit Value(Type type) noexcept
        : m_type(type)
    {}

    [[nodiscard]] static bool deepEquals(const Value& a, const Value& b) noexcept;

    Type m_type = Type::Undefined;
    std::uint8_t m_flags = 0; ///< Free for core/jsonata (sequence marks); 0 elsewhere. Ignored by equality.
    std::uint16_t m_kind = 0; ///< Which extension; of an object: see object_index.h; 0 elsewhere.
    std::uint32_t m_size = 0;

    union Data
    {
        std::uint64_t bits = 0;
        bool boolean;
        std::int64_t integer;
        std::uint64_t unsignedInteger;
        double number;
        const NumberText* numberText;
        const char* text;
        const Value* items;
        const Member* members;
        const void* extension;
    } m_data;
};

static_assert(sizeof(Value) == 16);
static_assert(std::is_trivially_copyable_v<Value>);

/// One name and value of an object; 32 bytes.
struct Member
{
    std::string_view name; ///< UTF-8, a view like everything else.
    Value value;
};

/// The kept text of a number that a double cannot give back.
struct NumberText
{
    double nearest = 0.0;
    std::string_view text;
};

inline Value Value::object(std::span<const Member> members) noexcept
{
    Value v(Type::Object);
    v.m_size = static_cast<std::uint32_t>(members.size());
    v.m_data.members = members.data();
    return v;
}

inline Value Value::decimal(const NumberText* text) noexcept
{
    Value v(Type::Decimal);
    v.m_data.numberText = text;
    return v;
}

inline std::span<const Member> Value::members() const noexcept
{
    return isObject() ? std::span(m_data.members, m_size) : std::span<const Member>();
}

inline std::string_view Value::numberText() const noexcept
{
    return m_type == Type::Decimal ? m_data.numberText->text : std::string_view();
}

inline double Value::asDouble() const noexcept
{
    switch (m_type) {
    case Type::Double:
        return m_data.number;
    case Type::Int:
        return static_cast<double>(m_data.integer);
    case Type::UInt:
        return static_cast<double>(m_data.unsignedInteger);
    case Type::Decimal:
        return m_data.numberText->nearest;
    default:
        return 0.0;
    }
}

inline Value Value::operator[](std::string_view name) const noexcept
{
    const Member* member = find(name);
    return member == nullptr ? Value() : member->value;
}

} // namespace gatehouse::json
