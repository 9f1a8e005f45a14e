// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/body_schemas.h"

#include "core/api/openapi.h"
#include "core/json/parse.h"
#include "core/json/pointer.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

namespace gatehouse::api {
namespace {

/// The document's own schemas nest less; a reference to itself would not end.
constexpr int kDeepest = 24;

std::string lowered(std::string text)
{
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return text;
}

/// The schema with its references replaced by what they name, and open to fields that it does not know.
json::Value inlined(const json::Value& root, const json::Value& schema, json::Arena& arena, int depth)
{
    if (depth > kDeepest) {
        return arena.object({});
    }
    if (schema.isArray()) {
        std::vector<json::Value> items;
        for (const auto& item : schema.items()) {
            items.push_back(inlined(root, item, arena, depth + 1));
        }
        return arena.array(items);
    }
    if (!schema.isObject()) {
        return schema;
    }
    if (const auto reference = schema["$ref"].asString(); reference.starts_with('#')) {
        const auto target = json::at(root, reference.substr(1));
        return target ? inlined(root, *target, arena, depth + 1) : arena.object({});
    }
    std::vector<json::Member> members;
    for (const auto& member : schema.members()) {
        if (member.name == "additionalProperties" && member.value.isBool()) {
            continue;
        }
        members.push_back({member.name, inlined(root, member.value, arena, depth + 1)});
    }
    return arena.object(members);
}

/// A POST makes something new, for which null and nothing are the same.
json::Value withoutNulls(const json::Value& body, json::Arena& arena)
{
    std::vector<json::Member> members;
    std::ranges::copy_if(body.members(), std::back_inserter(members),
                         [](const json::Member& member) { return !member.value.isNull(); });
    return arena.object(members);
}

} // namespace

const schema::Schema& BodySchemas::schemaOf(const Route& route)
{
    const auto [found, added] = m_schemas.try_emplace(&route);
    if (!added) {
        return found->second;
    }
    const auto document = json::parse(openApiText());
    if (!document) {
        return found->second;
    }
    const auto root = document->root();
    const auto body = root["paths"][route.path][lowered(route.method)]["requestBody"];
    const auto schema = body["content"]["application/json"]["schema"];
    if (schema.isObject()) {
        json::Arena arena;
        if (auto compiled = schema::Schema::compile(inlined(root, schema, arena, 0))) {
            found->second = *std::move(compiled);
        }
    }
    return found->second;
}

Status BodySchemas::check(const Route& route, const json::Value& body)
{
    const auto& schema = schemaOf(route);
    if (schema.empty()) {
        return {};
    }
    json::Arena arena;
    const auto violations =
        schema.validate(route.method == "POST" ? withoutNulls(body, arena) : body, std::size_t{2});
    if (violations.empty()) {
        return {};
    }
    const auto& first = violations.front();
    return fail(
        Error{Errc::InvalidArgument,
              first.pointer.empty() ? first.message : fmt::format("{}: {}", first.pointer, first.message),
              "request body",
              first.pointer,
              {}});
}

} // namespace gatehouse::api
