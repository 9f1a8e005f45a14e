// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonata/value_access.h"

#include <cmath>
#include <functional>
#include <string_view>
#include <unordered_map>

namespace gatehouse::jsonata {

/// Which values were seen already; equal as the = operator has it.
class ValueSet
{
public:
    explicit ValueSet(std::size_t expected) { m_seen.reserve(expected); }

    /// False when an equal value was there.
    bool insert(const Value& v)
    {
        const std::size_t hash = hashOf(v, 0);
        const auto [from, to] = m_seen.equal_range(hash);
        for (auto at = from; at != to; ++at) {
            if (at->second == v) {
                return false;
            }
        }
        m_seen.emplace(hash, v);
        return true;
    }

private:
    /// Of arrays and objects only the beginning counts: equality decides.
    static std::size_t hashOf(const Value& v, int depth)
    {
        constexpr int kDeepest = 3;
        constexpr std::size_t kWidest = 8;
        const auto mix = [](std::size_t a, std::size_t b) {
            return (a ^ b) * 0x9E3779B97F4A7C15ULL + (a >> 7U);
        };
        if (v.isNumber()) {
            const double d = v.asDouble();
            return std::hash<double>()(d == 0 ? 0.0 : d);
        }
        if (v.isString()) {
            return std::hash<std::string_view>()(v.asString());
        }
        std::size_t hash =
            mix(static_cast<std::size_t>(v.type()) + 11, v.isBool() ? (v.asBool() ? 1 : 2) : v.size());
        if (depth >= kDeepest) {
            return hash;
        }
        std::size_t seen = 0;
        for (const Value& item : v.items()) {
            hash = mix(hash, hashOf(item, depth + 1));
            if (++seen == kWidest) {
                break;
            }
        }
        std::size_t unordered = 0; // Members may come in any order.
        for (const Member& member : v.members()) {
            unordered += mix(std::hash<std::string_view>()(member.name), hashOf(member.value, depth + 1));
        }
        return mix(hash, unordered);
    }

    std::unordered_multimap<std::size_t, Value> m_seen;
};

} // namespace gatehouse::jsonata
