// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/diagnostics/sample.h"

#include "core/json/pointer.h"
#include "core/json/write.h"

#include <algorithm>

namespace gatehouse::jsonata {
namespace {

using json::Value;

constexpr std::size_t kMaxValues = 200;
constexpr std::size_t kMaxExample = 40;
constexpr int kMaxReferences = 16;

/// Arrays opened up, at any nesting.
std::vector<Value> flattened(const std::vector<Value>& values)
{
    std::vector<Value> out;
    std::vector<Value> pending(values.rbegin(), values.rend());
    while (!pending.empty() && out.size() < kMaxValues) {
        const Value value = pending.back();
        pending.pop_back();
        if (!value.isArray()) {
            out.push_back(value);
            continue;
        }
        const auto items = value.items().subspan(0, std::min(value.size(), kMaxValues));
        pending.insert(pending.end(), items.rbegin(), items.rend());
    }
    return out;
}

void addDescendants(const Value& value, std::vector<Value>& out)
{
    std::vector<Value> pending{value};
    while (!pending.empty() && out.size() < kMaxValues) {
        const Value next = pending.back();
        pending.pop_back();
        out.push_back(next);
        const auto items = next.items();
        pending.insert(pending.end(), items.begin(), items.end());
        for (const json::Member& member : next.members()) {
            pending.push_back(member.value);
        }
    }
}

std::vector<Value> step(const std::vector<Value>& values, const std::string& name)
{
    std::vector<Value> out;
    for (const Value& value : flattened(values)) {
        if (name == "**") {
            addDescendants(value, out);
        } else if (name == "*") {
            for (const json::Member& member : value.members()) {
                out.push_back(member.value);
            }
        } else if (const json::Member* member = value.find(name)) {
            out.push_back(member->value);
        }
        if (out.size() >= kMaxValues) {
            break;
        }
    }
    return out;
}

/// Follows $ref inside one schema document.
Value resolved(Value schema, const Value& root)
{
    for (int i = 0; i < kMaxReferences && schema["$ref"].isString(); ++i) {
        const std::string_view reference = schema["$ref"].asString();
        schema =
            reference.substr(0, 1) == "#" ? json::at(root, reference.substr(1)).value_or(Value()) : Value();
    }
    return schema;
}

/// The schema and the alternatives in it, arrays opened up.
std::vector<Value> alternatives(const Value& schema, const Value& root)
{
    std::vector<Value> out;
    std::vector<Value> pending{schema};
    while (!pending.empty() && out.size() < kMaxValues) {
        const Value next = resolved(pending.back(), root);
        pending.pop_back();
        if (next.isUndefined()) {
            continue;
        }
        out.push_back(next);
        for (const char* combiner : {"allOf", "anyOf", "oneOf"}) {
            const auto parts = next[combiner].items();
            pending.insert(pending.end(), parts.begin(), parts.end());
        }
        if (next["items"].isObject()) {
            pending.push_back(next["items"]);
        }
    }
    return out;
}

std::vector<Value> schemaStep(const std::vector<Value>& schemas, const std::string& name, const Value& root)
{
    std::vector<Value> out;
    for (const Value& schema : schemas) {
        for (const Value& one : alternatives(schema, root)) {
            for (const json::Member& property : one["properties"].members()) {
                if (name == "*" || name == "**" || property.name == name) {
                    out.push_back(resolved(property.value, root));
                }
            }
            if (one["additionalProperties"].isObject()) {
                out.push_back(one["additionalProperties"]);
            }
        }
    }
    return out;
}

bool isListSchema(const Value& schema)
{
    return schema["type"].asString() == "array" || schema.contains("items");
}

std::string typeOf(const Value& value)
{
    switch (value.type()) {
    case json::Type::Null:
        return "null";
    case json::Type::Bool:
        return "boolean";
    case json::Type::String:
        return "string";
    case json::Type::Object:
        return "object";
    case json::Type::Array:
        return value.size() > 0 ? "array of " + typeOf(value[std::size_t{0}]) + "s" : "array";
    default:
        return "number";
    }
}

std::string exampleOf(const Value& value)
{
    std::string text = value.isArray() || value.isObject() ? std::string() : json::write(value);
    if (text.size() > kMaxExample) {
        std::size_t cut = kMaxExample;
        while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) {
            --cut;
        }
        text = text.substr(0, cut) + "\u2026";
    }
    return text;
}

/// The sample that a place starts from.
Value rootOf(const SourcePath& place, const DataKnowledge& data)
{
    if (place.binding.empty()) {
        return data.sample;
    }
    const auto found = std::find_if(data.bindings.begin(), data.bindings.end(),
                                    [&](const DataKnowledge::Binding& b) { return b.name == place.binding; });
    return found == data.bindings.end() ? Value() : found->sample;
}

} // namespace

std::vector<KnownMember> membersAt(const SourcePath& place, const DataKnowledge& data)
{
    std::vector<Value> values{rootOf(place, data)};
    std::vector<Value> schemas;
    if (place.binding.empty() && !data.schema.isUndefined()) {
        schemas.push_back(data.schema);
    }
    for (const PathStep& one : place.steps) {
        values = step(values, one.name);
        schemas = schemaStep(schemas, one.name, data.schema);
    }
    std::vector<KnownMember> out;
    const auto known = [&out](std::string_view name) {
        return std::any_of(out.begin(), out.end(), [&](const KnownMember& m) { return m.name == name; });
    };
    for (const Value& value : flattened(values)) {
        for (const json::Member& member : value.members()) {
            if (!known(member.name)) {
                out.push_back(
                    {std::string(member.name), typeOf(member.value), exampleOf(member.value), true});
            }
        }
    }
    for (const Value& schema : schemas) {
        for (const Value& one : alternatives(schema, data.schema)) {
            for (const json::Member& property : one["properties"].members()) {
                if (!known(property.name)) {
                    const Value target = resolved(property.value, data.schema);
                    out.push_back({std::string(property.name), std::string(target["type"].asString()),
                                   std::string(target["description"].asString()), false});
                }
            }
        }
    }
    return out;
}

Reach follow(const SourcePath& place, const DataKnowledge& data)
{
    Reach reach;
    std::vector<Value> values{rootOf(place, data)};
    std::vector<Value> schemas;
    if (place.binding.empty() && !data.schema.isUndefined()) {
        schemas.push_back(data.schema);
    }
    reach.known = !values.front().isUndefined() || !schemas.empty();
    for (const PathStep& one : place.steps) {
        values = step(values, one.name);
        schemas = schemaStep(schemas, one.name, data.schema);
        if (values.empty() && schemas.empty()) {
            break;
        }
        if (std::any_of(values.begin(), values.end(), [](const Value& v) { return v.isArray(); })
            || std::any_of(schemas.begin(), schemas.end(), isListSchema)) {
            reach.lists.push_back(reach.matched);
        }
        ++reach.matched;
    }
    return reach;
}

} // namespace gatehouse::jsonata
