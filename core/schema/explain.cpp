// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/explain.h"

#include "core/json/pointer.h"
#include "core/json/write.h"

#include <algorithm>
#include <array>
#include <vector>

namespace gatehouse::schema {
namespace {

constexpr int kMaxHops = 16;
constexpr std::size_t kMaxShown = 60;

/// Follows $ref and the only real branch of a nullable choice.
json::Value resolve(const json::Value& root, json::Value schema)
{
    for (int hop = 0; hop < kMaxHops; ++hop) {
        const auto reference = schema["$ref"].asString();
        if (reference.starts_with('#')) {
            const auto target = json::at(root, reference.substr(1));
            schema = target ? *target : json::Value();
            continue;
        }
        const auto choice = schema.contains("oneOf") ? schema["oneOf"] : schema["anyOf"];
        if (choice.size() == 2 && choice[std::size_t{0}]["type"].asString() == "null") {
            schema = choice[std::size_t{1}];
            continue;
        }
        break;
    }
    return schema;
}

std::string_view typeName(const json::Value& value)
{
    switch (value.type()) {
    case json::Type::Null:
        return "null";
    case json::Type::Bool:
        return "a boolean";
    case json::Type::Int:
    case json::Type::UInt:
        return "an integer";
    case json::Type::Double:
    case json::Type::Decimal:
        return "a number";
    case json::Type::String:
        return "a string";
    case json::Type::Array:
        return "an array";
    case json::Type::Object:
        return "an object";
    default:
        return "nothing";
    }
}

std::string shown(const json::Value& value)
{
    if (value.isObject() || value.isArray()) {
        return std::string(typeName(value));
    }
    auto text = json::write(value);
    if (text.size() > kMaxShown) {
        text.resize(kMaxShown);
        text += "…";
    }
    return text;
}

std::string joined(const json::Value& list, std::string_view lastWord)
{
    if (!list.isArray()) {
        return list.isString() ? std::string(list.asString()) : shown(list);
    }
    std::string text;
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (i > 0) {
            text += i + 1 == list.size() ? std::string(lastWord) : ", ";
        }
        text += list[i].isString() ? std::string(list[i].asString()) : shown(list[i]);
    }
    return text;
}

std::string quotedPart(std::string_view message)
{
    const auto first =
        message.find('\'', message.find(": '") == std::string_view::npos ? 0 : message.find(": '"));
    const auto last = message.rfind('\'');
    return first == std::string_view::npos || last <= first
               ? std::string()
               : std::string(message.substr(first + 1, last - first - 1));
}

bool onlyRepeats(std::string_view message)
{
    static constexpr std::array<std::string_view, 8> kRepeats{
        "Failed to validate against schema associated with p",
        "Failed to validate item #",
        "Failed to validate against additional properties schema",
        "Failed to validate against child schema #",
        "Failed to validate against any child schemas",
        "Failed to validate against any schemas allowed",
        "Failed to validate against a conditional schema",
        "Failed to validate against dependent schema",
    };
    return std::ranges::any_of(kRepeats, [&](std::string_view start) { return message.starts_with(start); });
}

} // namespace

json::Value subschemaAt(const json::Value& schema, std::string_view pointer)
{
    const auto tokens = json::splitPointer(pointer);
    if (!tokens) {
        return {};
    }
    json::Value at = resolve(schema, schema);
    for (const auto& token : *tokens) {
        json::Value next = at["properties"][token];
        if (next.isUndefined() && at["additionalProperties"].isObject()) {
            next = at["additionalProperties"];
        }
        if (next.isUndefined() && at["items"].isObject()) {
            next = at["items"];
        }
        at = resolve(schema, next);
    }
    return at;
}

std::optional<std::string> explain(std::string_view message, const json::Value& schema,
                                   const json::Value& value, std::string_view pointer)
{
    if (onlyRepeats(message)) {
        return std::nullopt;
    }
    const auto rule = subschemaAt(schema, pointer);
    const auto at = json::at(value, pointer);
    const auto found = at ? *at : json::Value();
    if (message.starts_with("Value type not permitted")) {
        const auto type = rule["type"];
        return "expected " + (type.isUndefined() ? std::string("another type") : joined(type, " or "))
               + ", found " + std::string(typeName(found));
    }
    if (message.starts_with("Failed to match against any enum")) {
        return shown(found) + " is not allowed"
               + (rule["enum"].isUndefined() ? std::string() : "; one of " + joined(rule["enum"], " or "));
    }
    if (message.starts_with("Object contains a property")) {
        return "unknown member \"" + quotedPart(message) + "\"";
    }
    if (message.starts_with("Missing required property")) {
        return "the member \"" + quotedPart(message) + "\" is missing";
    }
    return std::string(message);
}

} // namespace gatehouse::schema
