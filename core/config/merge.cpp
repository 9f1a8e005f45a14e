// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/merge.h"

#include "core/config/field_map_builder.h"
#include "core/config/mapping_parser.h"

#include <algorithm>
#include <array>

namespace gatehouse::config {
namespace {

constexpr std::size_t kMaxDepth = 512;

json::Value merged(const json::Value& base, const json::Value& overlay, json::Arena& arena, std::size_t depth)
{
    if (!base.isObject() || !overlay.isObject() || depth > kMaxDepth) {
        return overlay;
    }
    std::vector<json::Member> members(base.members().begin(), base.members().end());
    for (const auto& member : overlay.members()) {
        const auto known = std::ranges::find(members, member.name, &json::Member::name);
        if (known == members.end()) {
            members.push_back(member);
        } else {
            known->value = merged(known->value, member.value, arena, depth + 1);
        }
    }
    std::erase_if(members, [](const json::Member& member) { return member.value.isUndefined(); });
    return arena.object(members);
}

/// Higher levels replace steps of the same name in place and append the others; null drops them all.
void mergeSteps(DefinitionReader& reader, std::vector<MappingStep>& steps, const Node& node,
                const MappingOrigin& origin)
{
    if (node.value.isNull()) {
        steps.clear();
    }
    for (std::size_t i = 0; i < node.size(); ++i) {
        const auto item = node[i];
        MappingStep step;
        step.name = reader.text(item["name"]);
        step.resource = reader.text(item["resource"]);
        step.method = reader.text(item["method"]);
        step.when = reader.expression(item["when"]);
        step.id = reader.expression(item["id"]);
        step.query = reader.expression(item["query"]);
        step.body = reader.expression(item["body"]);
        step.onError =
            item["on_error"].value.asString() == "ignore" ? StepFailure::Ignore : StepFailure::Fail;
        step.origin = origin;
        const auto same = std::ranges::find(steps, step.name, &MappingStep::name);
        if (same == steps.end()) {
            steps.push_back(std::move(step));
        } else {
            *same = std::move(step);
        }
    }
}

json::Document sourceFieldsDocument(const FieldMap& response)
{
    std::vector<std::string> paths;
    const auto collect = [&](const jsonata::Expression& expression) {
        for (auto& path : sourceFieldsOf(expression.text())) {
            if (std::ranges::find(paths, path) == paths.end()) {
                paths.push_back(std::move(path));
            }
        }
    };
    for (const auto& layer : response.layers) {
        if (layer.whole) {
            collect(*layer.whole);
        }
        for (const auto& field : layer.fields) {
            collect(field.expression);
        }
    }
    auto arena = std::make_shared<json::Arena>();
    std::vector<json::Value> items;
    for (const auto& path : paths) {
        items.push_back(arena->string(path));
    }
    const auto array = arena->array(items);
    return {std::move(arena), array};
}

json::Value withoutNulls(const json::Value& value, json::Arena& arena)
{
    if (!value.isObject()) {
        return value;
    }
    std::vector<json::Member> kept;
    for (const auto& member : value.members()) {
        if (!member.value.isNull()) {
            kept.push_back({member.name, withoutNulls(member.value, arena)});
        }
    }
    return arena.object(kept);
}

json::Document mergedDocument(std::span<const MappingLevelNode> levels)
{
    auto arena = std::make_shared<json::Arena>();
    json::Value document = arena->object({});
    for (const auto& level : levels) {
        document = deepMerge(document, arena->clone(level.node.value), *arena);
    }
    const auto clean = withoutNulls(document, *arena);
    return {std::move(arena), clean};
}

} // namespace

json::Value deepMerge(const json::Value& base, const json::Value& overlay, json::Arena& arena)
{
    return merged(base, overlay, arena, 0);
}

json::Value withPath(const json::Value& base, std::span<const std::string> path, const json::Value& value,
                     json::Arena& arena)
{
    if (path.empty()) {
        return value;
    }
    std::vector<json::Member> members(base.members().begin(), base.members().end());
    const auto known = std::ranges::find(members, path.front(), &json::Member::name);
    const auto below = known == members.end() ? json::Value() : known->value;
    if (value.isUndefined() && below.isUndefined()) {
        return base;
    }
    const auto next = withPath(below, path.subspan(1), value, arena);
    if (known == members.end()) {
        members.push_back({arena.copy(path.front()), next});
    } else if (next.isUndefined()) {
        members.erase(known);
    } else {
        known->value = next;
    }
    return arena.object(members);
}

EffectiveMapping readEffectiveMapping(DefinitionReader& reader, const MappingKey& key,
                                      std::string_view method, std::span<const MappingLevelNode> levels,
                                      const ModelResource* modelResource)
{
    EffectiveMapping mapping;
    mapping.key = key;
    mapping.method = method;
    const std::array<std::pair<std::string_view, FieldMap*>, 5> parts{{{"path", &mapping.path},
                                                                       {"query", &mapping.query},
                                                                       {"request_body", &mapping.requestBody},
                                                                       {"response", &mapping.response},
                                                                       {"error", &mapping.error}}};
    const std::vector<std::string> none;
    for (const auto& [name, target] : parts) {
        FieldMapBuilder builder(reader);
        for (const auto& level : levels) {
            builder.add(level.node[name], level.origin);
        }
        const bool isResponse = target == &mapping.response;
        *target = std::move(builder).finish(isResponse && modelResource != nullptr ? modelResource->required
                                                                                   : none);
    }
    mapping.providerResource = key.resource;
    mapping.providerMethod = Template();
    for (const auto& level : levels) {
        const auto& root = level.node;
        mapping.providerResource = reader.text(root["resource"], mapping.providerResource);
        if (root["method"].present()) {
            mapping.providerMethod = reader.templ(root["method"]);
        }
        mergeSteps(reader, mapping.before, root["before"], level.origin);
        mergeSteps(reader, mapping.after, root["after"], level.origin);
    }
    if (mapping.providerMethod.empty()) {
        mapping.providerMethod = Template::compile(method).value_or(Template());
    }
    mapping.sourceFields = sourceFieldsDocument(mapping.response);
    mapping.document = mergedDocument(levels);
    return mapping;
}

Result<EffectiveMapping> buildEffectiveMapping(const MappingKey& key, std::string_view method,
                                               std::span<const MappingSource> levels,
                                               const ModelResource* modelResource)
{
    DefinitionReader reader;
    EffectiveMapping mapping;
    std::vector<MappingLevelNode> nodes;
    for (const auto& level : levels) {
        nodes.push_back({{level.document.root(), {}}, level.origin});
        mapping = readEffectiveMapping(reader, key, method, nodes, modelResource);
        if (!reader.errors().empty()) {
            reader.errors().front().source = level.origin.source;
            return fail(std::move(reader.errors().front()));
        }
    }
    return mapping;
}

} // namespace gatehouse::config
