// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/tools/jsonata_conformance/strict_equal.h"

#include <algorithm>
#include <cmath>

namespace gatehouse::conformance {
namespace {

bool sameNumber(double a, double b)
{
    return std::isnan(a) ? std::isnan(b) : a == b && std::signbit(a) == std::signbit(b);
}

} // namespace

// NOLINTNEXTLINE(misc-no-recursion): the depth of the cases is that of their files
bool strictEqual(const json::Value& a, const json::Value& b)
{
    if (a.isNumber() && b.isNumber()) {
        return sameNumber(a.asDouble(), b.asDouble());
    }
    if (a.type() != b.type() || a.size() != b.size()) {
        return false;
    }
    if (a.isArray()) {
        return std::equal(a.items().begin(), a.items().end(), b.items().begin(), strictEqual);
    }
    if (a.isObject()) {
        return std::all_of(a.members().begin(), a.members().end(), [&](const json::Member& member) {
            const json::Member* other = b.find(member.name);
            return other != nullptr && strictEqual(member.value, other->value);
        });
    }
    return a.isString() ? a.asString() == b.asString() : a.asBool() == b.asBool();
}

} // namespace gatehouse::conformance
