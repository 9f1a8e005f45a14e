// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/override_edit.h"

#include <vector>

namespace gatehouse::ui {

namespace {

constexpr std::string_view kResponse = "response";

struct Path
{
    std::string_view head;
    std::string_view rest; ///< Empty: head is the last name.
};

Path split(std::string_view field)
{
    const auto dot = field.find('.');
    return dot == std::string_view::npos ? Path{field, {}}
                                         : Path{field.substr(0, dot), field.substr(dot + 1)};
}

json::Value set(json::Arena& arena, const json::Value& object, std::string_view field,
                const json::Value& value)
{
    const auto [head, rest] = split(field);
    const auto below = rest.empty() ? value : set(arena, object[head], rest, value);
    json::ObjectBuilder builder(arena);
    bool placed = false;
    for (const auto& member : object.members()) {
        const bool here = member.name == head;
        builder.set(member.name, here ? below : arena.clone(member.value));
        placed = placed || here;
    }
    if (!placed) {
        builder.set(head, below);
    }
    return builder.build();
}

/// Undefined when nothing is left.
json::Value unset(json::Arena& arena, const json::Value& object, std::string_view field)
{
    const auto [head, rest] = split(field);
    json::ObjectBuilder builder(arena);
    bool some = false;
    for (const auto& member : object.members()) {
        const auto value = member.name != head ? arena.clone(member.value)
                           : rest.empty()      ? json::Value()
                                               : unset(arena, member.value, rest);
        some = some || !value.isUndefined();
        builder.set(member.name, value);
    }
    return some ? builder.build() : json::Value();
}

std::string responsePath(std::string_view field)
{
    return std::string(kResponse).append(".").append(field);
}

} // namespace

json::Document withField(const json::Value& override, std::string_view field, std::string_view expression)
{
    auto arena = std::make_shared<json::Arena>();
    const auto root = set(*arena, override, responsePath(field), arena->string(expression));
    return {std::move(arena), root};
}

std::optional<json::Document> withoutField(const json::Value& override, std::string_view field)
{
    auto arena = std::make_shared<json::Arena>();
    const auto root = unset(*arena, override, responsePath(field));
    if (root.isUndefined()) {
        return std::nullopt;
    }
    return json::Document(std::move(arena), root);
}

std::string_view fieldOf(const json::Value& override, std::string_view field)
{
    auto value = override[kResponse];
    for (auto path = split(field);; path = split(path.rest)) {
        value = value[path.head];
        if (path.rest.empty()) {
            return value.asString();
        }
    }
}

} // namespace gatehouse::ui
