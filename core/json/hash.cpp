// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/hash.h"

#include <cstdint>
#include <functional>

namespace gatehouse::json {
namespace {

constexpr int kMaxDepth = 64;

std::size_t combine(std::size_t seed, std::size_t more) noexcept
{
    return (seed ^ more) * 0x9E3779B97F4A7C15U + (seed >> 29U);
}

// NOLINTNEXTLINE(misc-no-recursion): bounded by kMaxDepth
std::size_t hashAt(const Value& value, int depth)
{
    const auto type = static_cast<std::size_t>(value.type());
    if (value.isNumber()) {
        return combine(1, std::hash<double>{}(value.asDouble()));
    }
    if (value.isString()) {
        return combine(2, std::hash<std::string_view>{}(value.asString()));
    }
    if (value.isBool()) {
        return combine(3, value.asBool() ? 1U : 0U);
    }
    std::size_t hash = combine(type, value.size());
    if (depth >= kMaxDepth) {
        return hash;
    }
    for (const Value& item : value.items()) {
        hash = combine(hash, hashAt(item, depth + 1));
    }
    for (const Member& member : value.members()) {
        hash += combine(std::hash<std::string_view>{}(member.name), hashAt(member.value, depth + 1));
    }
    return hash;
}

} // namespace

std::size_t hashValue(const Value& value)
{
    return hashAt(value, 0);
}

} // namespace gatehouse::json
