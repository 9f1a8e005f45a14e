// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/value.h"

#include "core/json/object_index.h"

#include <cstring>
#include <limits>
#include <utility>
#include <vector>

namespace gatehouse::json {
namespace {

constexpr auto kMaxInt = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());

bool isInteger(const Value& v) noexcept
{
    return v.type() == Type::Int || v.type() == Type::UInt;
}

bool equalNumbers(const Value& a, const Value& b) noexcept
{
    if (isInteger(a) && isInteger(b)) {
        return a.type() == b.type() && a.asUInt() == b.asUInt() && a.asInt() == b.asInt();
    }
    return a.asDouble() == b.asDouble();
}

using Pairs = std::vector<std::pair<const Value*, const Value*>>;

bool equalMembers(const Value& a, const Value& b, Pairs& pending)
{
    const auto left = a.members();
    const auto right = b.members();
    for (std::size_t i = 0; i < left.size(); ++i) {
        // Two objects of one origin mostly have their names in the same order.
        const Member* other = right[i].name == left[i].name ? &right[i] : b.find(left[i].name);
        if (other == nullptr) {
            return false;
        }
        pending.emplace_back(&left[i].value, &other->value);
    }
    return true;
}

/// Compares two nodes; children that need a look of their own are queued, so that no depth can end the stack.
bool equalNodes(const Value& a, const Value& b, Pairs& pending)
{
    if (a.isNumber() && b.isNumber()) {
        return equalNumbers(a, b);
    }
    if (a.type() != b.type() || a.size() != b.size()) {
        return false;
    }
    switch (a.type()) {
    case Type::Bool:
        return a.asBool() == b.asBool();
    case Type::String:
        return a.asString() == b.asString();
    case Type::Array:
        for (std::size_t i = 0; i < a.size(); ++i) {
            pending.emplace_back(&a.items()[i], &b.items()[i]);
        }
        return true;
    case Type::Object:
        return equalMembers(a, b, pending);
    default:
        return true;
    }
}

} // namespace

Value Value::unsignedInteger(std::uint64_t u) noexcept
{
    if (u <= kMaxInt) {
        return integer(static_cast<std::int64_t>(u));
    }
    Value v(Type::UInt);
    v.m_data.unsignedInteger = u;
    return v;
}

std::int64_t Value::asInt() const noexcept
{
    if (m_type == Type::Int) {
        return m_data.integer;
    }
    if (m_type == Type::UInt) {
        return std::numeric_limits<std::int64_t>::max();
    }
    const double d = asDouble();
    if (!(d > -0x1p63)) {
        return d <= -0x1p63 ? std::numeric_limits<std::int64_t>::min() : 0;
    }
    return d >= 0x1p63 ? std::numeric_limits<std::int64_t>::max() : static_cast<std::int64_t>(d);
}

std::uint64_t Value::asUInt() const noexcept
{
    if (m_type == Type::UInt) {
        return m_data.unsignedInteger;
    }
    if (m_type == Type::Int) {
        return m_data.integer < 0 ? 0 : static_cast<std::uint64_t>(m_data.integer);
    }
    const double d = asDouble();
    if (!(d > 0)) {
        return 0;
    }
    return d >= 0x1p64 ? std::numeric_limits<std::uint64_t>::max() : static_cast<std::uint64_t>(d);
}

const Member* Value::find(std::string_view name) const noexcept
{
    if (m_type != Type::Object) {
        return nullptr;
    }
    if (m_kind != 0) {
        return ObjectIndex::find(m_data.members, m_kind, name);
    }
    for (const Member* m = m_data.members; m != m_data.members + m_size; ++m) {
        if (m->name.size() == name.size()
            && (name.empty() || std::memcmp(m->name.data(), name.data(), name.size()) == 0)) {
            return m;
        }
    }
    return nullptr;
}

bool Value::deepEquals(const Value& a, const Value& b) noexcept
{
    Pairs pending;
    if (!equalNodes(a, b, pending)) {
        return false;
    }
    while (!pending.empty()) {
        const auto [left, right] = pending.back();
        pending.pop_back();
        if (!equalNodes(*left, *right, pending)) {
            return false;
        }
    }
    return true;
}

} // namespace gatehouse::json
