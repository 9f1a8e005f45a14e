// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/write.h"
#include "core/jsonata/extra/arguments.h"
#include "core/jsonata/extra/extra_functions.h"
#include "core/jsonata/text/case_mapping.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <vector>

namespace gatehouse::jsonata {
namespace {

using namespace extra;
using json::Member;
using json::Value;

constexpr int kMaxDepth = 200;

std::string keyOf(const Value& value)
{
    return value.isString() ? std::string(value.asString()) : json::write(value);
}

/// The entry of that name, else the first that differs in case only.
Value lookUp(const Value& table, std::string_view key)
{
    if (const Member* exact = table.find(key)) {
        return exact->value;
    }
    const std::string folded = text::toLower(key);
    const auto members = table.members();
    const auto found = std::find_if(members.begin(), members.end(),
                                    [&](const Member& m) { return text::toLower(m.name) == folded; });
    return found == members.end() ? Value() : found->value;
}

Outcome<Value> enumMap(Arguments arguments, json::Arena& arena)
{
    const Value value = argument(arguments, 0);
    const Value table = argument(arguments, 1);
    const Value fallback = argument(arguments, 2);
    const auto mapOne = [&](const Value& one) {
        const Value found = one.isNull() || one.isUndefined() ? Value() : lookUp(table, keyOf(one));
        return found.isUndefined() ? fallback : found;
    };
    if (!value.isArray()) {
        return mapOne(value);
    }
    std::vector<Value> out;
    for (const Value& one : value.items()) {
        if (const Value mapped = mapOne(one); !mapped.isUndefined()) {
            out.push_back(mapped);
        }
    }
    return arena.array(out);
}

bool isEmpty(const Value& value)
{
    return value.isUndefined() || value.isNull()
           || ((value.isString() || value.isArray() || value.isObject()) && value.size() == 0);
}

// NOLINTNEXTLINE(misc-no-recursion): bounded by kMaxDepth
Value compacted(const Value& value, json::Arena& arena, int depth)
{
    if (depth >= kMaxDepth || (!value.isArray() && !value.isObject())) {
        return value;
    }
    if (value.isArray()) {
        std::vector<Value> items;
        for (const Value& item : value.items()) {
            if (const Value kept = compacted(item, arena, depth + 1); !isEmpty(kept)) {
                items.push_back(kept);
            }
        }
        return arena.array(items);
    }
    std::vector<Member> members;
    for (const Member& member : value.members()) {
        if (const Value kept = compacted(member.value, arena, depth + 1); !isEmpty(kept)) {
            members.push_back({member.name, kept});
        }
    }
    return arena.object(members);
}

Outcome<Value> compact(Arguments arguments, json::Arena& arena)
{
    return compacted(argument(arguments, 0), arena, 0);
}

Value renamed(const Value& object, const Value& table, json::Arena& arena)
{
    std::vector<Member> members;
    for (const Member& member : object.members()) {
        const Value name = table[member.name];
        if (!name.isNull()) { // null drops the member
            members.push_back({name.isString() ? name.asString() : member.name, member.value});
        }
    }
    return arena.object(members);
}

Outcome<Value> renameKeys(Arguments arguments, json::Arena& arena)
{
    const Value value = argument(arguments, 0);
    const Value table = argument(arguments, 1);
    if (value.isObject()) {
        return renamed(value, table, arena);
    }
    if (!value.isArray()) {
        return value;
    }
    std::vector<Value> items;
    for (const Value& item : value.items()) {
        items.push_back(item.isObject() ? renamed(item, table, arena) : item);
    }
    return arena.array(items);
}

Outcome<Value> chunk(Arguments arguments, json::Arena& arena)
{
    const Value array = argument(arguments, 0);
    const double wanted = argument(arguments, 1).asDouble();
    if (!array.isArray()) {
        return Value();
    }
    if (!(wanted >= 1)) {
        return failure("G1001", "$chunk needs a size of at least 1");
    }
    const auto items = array.items();
    const auto size = static_cast<std::size_t>(std::min(wanted, static_cast<double>(items.size() + 1)));
    std::vector<Value> chunks;
    for (std::size_t at = 0; at < items.size(); at += size) {
        chunks.push_back(Value::array(items.subspan(at, std::min(size, items.size() - at))));
    }
    return arena.array(chunks);
}

/// Follows "a.b.c" through objects.
Value atPath(Value value, std::string_view path)
{
    while (!path.empty()) {
        const std::size_t dot = path.find('.');
        value = value[path.substr(0, dot)];
        path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
    }
    return value;
}

Outcome<Value> groupBy(Arguments arguments, json::Arena& arena)
{
    const Value array = argument(arguments, 0);
    const std::string_view path = textOr(arguments, 1, "");
    if (!array.isArray()) {
        return Value();
    }
    std::vector<std::string> names;
    std::vector<std::vector<Value>> groups;
    std::unordered_map<std::string, std::size_t> index;
    for (const Value& item : array.items()) {
        const Value key = atPath(item, path);
        if (key.isUndefined() || key.isNull()) {
            continue;
        }
        const auto [found, isNew] = index.try_emplace(keyOf(key), groups.size());
        if (isNew) {
            names.push_back(found->first);
            groups.emplace_back();
        }
        groups[found->second].push_back(item);
    }
    std::vector<Member> members;
    for (std::size_t i = 0; i < names.size(); ++i) {
        members.push_back({names[i], arena.array(groups[i])});
    }
    return arena.object(members);
}

Outcome<Value> coalesce(Arguments arguments, json::Arena&)
{
    const auto found = std::find_if(arguments.begin(), arguments.end(), [](const Value& value) {
        return !value.isUndefined() && !value.isNull() && !(value.isString() && value.size() == 0);
    });
    return found == arguments.end() ? Value() : *found;
}

} // namespace

std::vector<HostFunction> tableFunctions()
{
    return {
        {"enumMap", "<xox?:x>",
         "The table's entry for a value (or for each of an array), whatever the case; the default when it "
         "has none.",
         enumMap},
        {"compact", "<x:x>",
         "The value without nulls, empty texts, empty arrays and empty objects, at any depth.", compact},
        {"renameKeys", "<(oa)o:x>",
         "An object (or each of an array) with members renamed by a table {old: new}; null drops a member.",
         renameKeys},
        {"chunk", "<an:a>", "The array cut into arrays of at most that many elements.", chunk},
        {"groupBy", "<as:o>",
         "An object of arrays: the elements by the value at a path such as \"owner.id\".", groupBy},
        {"coalesce", "<x+:x>", "The first argument that is neither missing, nor null, nor an empty text.",
         coalesce}};
}

} // namespace gatehouse::jsonata
