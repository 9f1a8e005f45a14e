// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/mapping_parser.h"

#include <algorithm>
#include <array>

namespace gatehouse::config {
namespace {

/// The file's `shared` part and then the method's own: two nodes of one level.
std::vector<MappingLevelNode> nodesOf(const Node& root, std::string_view method, const std::string& source)
{
    const MappingOrigin origin{MappingLevel::Platform, source};
    std::vector<MappingLevelNode> nodes;
    for (const auto& node : {root["shared"], root["methods"][method]}) {
        if (node.present()) {
            nodes.push_back({node, origin});
        }
    }
    return nodes;
}

void checkStep(DefinitionReader& reader, const Node& node, const ProviderDefinition& provider)
{
    const auto resource = reader.text(node["resource"]);
    const auto method = reader.text(node["method"]);
    if (provider.method(resource, method) == nullptr) {
        reader.error(node, provider.slug + " has no operation \"" + resource + "." + method + "\"");
    }
}

void checkMethod(DefinitionReader& reader, const Node& root, std::string_view name,
                 const ProviderDefinition& provider)
{
    std::string resource;
    std::string method(name);
    for (const auto& level : nodesOf(root, name, {})) {
        resource = reader.text(level.node["resource"], resource);
        method = reader.text(level.node["method"], method);
        for (const auto* part : {"before", "after"}) {
            const auto steps = level.node[part];
            for (std::size_t i = 0; i < steps.size(); ++i) {
                checkStep(reader, steps[i], provider);
            }
        }
    }
    const auto node = root["methods"][name];
    if (provider.resource(resource) == nullptr) {
        reader.error(node, provider.slug + " has no resource \"" + resource + "\"");
    } else if (method.find("{{") == std::string::npos && provider.method(resource, method) == nullptr) {
        reader.error(node, provider.slug + " has no operation \"" + resource + "." + method + "\"");
    }
}

void dropRepeated(std::vector<Error>& errors)
{
    std::vector<Error> once;
    for (auto& error : errors) {
        if (std::ranges::none_of(once, [&](const Error& known) { return known.pointer == error.pointer; })) {
            once.push_back(std::move(error));
        }
    }
    errors = std::move(once);
}

} // namespace

std::string_view mappingLevelName(MappingLevel level) noexcept
{
    switch (level) {
    case MappingLevel::Platform:
        return "platform";
    case MappingLevel::Environment:
        return "environment";
    case MappingLevel::Account:
        return "account";
    }
    return {};
}

PlatformMapping parsePlatformMapping(DefinitionReader& reader, std::string integration,
                                     const json::Document& document, std::string source)
{
    const Node root{document.root(), {}};
    PlatformMapping mapping;
    mapping.key = {std::move(integration), reader.text(root["model"]), reader.text(root["resource"])};
    mapping.source = std::move(source);
    mapping.document = document;
    for (const auto& member : root["methods"].value.members()) {
        const auto nodes = nodesOf(root, member.name, mapping.source);
        (void)readEffectiveMapping(reader, mapping.key, member.name, nodes, nullptr);
        auto arena = std::make_shared<json::Arena>();
        json::Value merged = arena->object({});
        for (const auto& level : nodes) {
            merged = deepMerge(merged, arena->clone(level.node.value), *arena);
        }
        mapping.methods.emplace(member.name, json::Document(std::move(arena), merged));
    }
    dropRepeated(reader.errors());
    return mapping;
}

void checkAgainstProvider(DefinitionReader& reader, const PlatformMapping& mapping,
                          const ProviderDefinition& provider)
{
    const Node root{mapping.document.root(), {}};
    for (const auto& member : root["methods"].value.members()) {
        checkMethod(reader, root, member.name, provider);
    }
}

} // namespace gatehouse::config
