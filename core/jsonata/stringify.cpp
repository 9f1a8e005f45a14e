// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/stringify.h"

#include "core/json/write.h"
#include "core/jsonata/text/number_text.h"
#include "core/jsonata/value_access.h"

#include <array>
#include <charconv>
#include <cmath>
#include <vector>

namespace gatehouse::jsonata {
namespace {

/// An array or object that is being written.
struct Open
{
    Value value;
    std::size_t next = 0;
};

void appendScalar(std::string& out, const Value& v)
{
    if (v.isNumber()) {
        if (std::isfinite(v.asDouble())) {
            appendNumber(out, v);
        } else {
            out += "null";
        }
    } else if (v.type() == Type::Extension) {
        out += "\"\"";
    } else {
        json::writeTo(out, v);
    }
}

void newLine(std::string& out, bool pretty, std::size_t depth)
{
    if (pretty) {
        out += '\n';
        out.append(depth * 2, ' ');
    }
}

} // namespace

void appendNumber(std::string& out, const json::Value& number)
{
    if (number.type() == Type::Int || number.type() == Type::UInt) {
        constexpr std::size_t kLongest = 24;
        std::array<char, kLongest> room{};
        const auto end = number.type() == Type::Int
                             ? std::to_chars(room.data(), room.data() + room.size(), number.asInt())
                             : std::to_chars(room.data(), room.data() + room.size(), number.asUInt());
        out.append(room.data(), end.ptr);
        return;
    }
    out += text::numberToString(number.asDouble());
}

StringifyOutcome stringify(std::string& out, const json::Value& value, bool pretty, std::size_t maxBytes)
{
    if (!value.isArray() && !value.isObject()) {
        appendScalar(out, value);
        return StringifyOutcome::Done;
    }
    std::vector<Open> open{{value, 0}};
    out += value.isArray() ? '[' : '{';
    while (!open.empty()) {
        if (out.size() > maxBytes) {
            return StringifyOutcome::TooLong;
        }
        Open& top = open.back();
        const bool list = top.value.isArray();
        if (top.next == top.value.size()) {
            const bool any = top.next > 0;
            open.pop_back();
            if (any) {
                newLine(out, pretty, open.size());
            }
            out += list ? ']' : '}';
            continue;
        }
        if (top.next > 0) {
            out += ',';
        }
        newLine(out, pretty, open.size());
        Value child;
        if (list) {
            child = top.value.items()[top.next];
        } else {
            const Member& member = top.value.members()[top.next];
            json::writeTo(out, Value::string(member.name));
            out += pretty ? ": " : ":";
            child = member.value;
        }
        ++top.next;
        if (child.isArray() || child.isObject()) {
            out += child.isArray() ? '[' : '{';
            open.push_back({child, 0});
        } else if (child.isNumber() && std::isinf(child.asDouble())) {
            return StringifyOutcome::NotFinite;
        } else {
            appendScalar(out, child);
        }
    }
    return StringifyOutcome::Done;
}

} // namespace gatehouse::jsonata
