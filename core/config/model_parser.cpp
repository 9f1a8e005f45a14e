// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/model_parser.h"

#include <algorithm>
#include <array>

namespace gatehouse::config {
namespace {

bool isReadOnly(const json::Value& schema)
{
    return schema["readOnly"].asBool();
}

/// The schema of what a caller may send: without the properties that only the provider sets, and for an
/// create without requiring what has a default, for an update without `required`, at the top level; what lies
/// below keeps its own rules.
json::Value writable(const json::Value& schema, bool update, json::Arena& arena)
{
    std::vector<json::Member> properties;
    for (const auto& member : schema["properties"].members()) {
        if (!isReadOnly(member.value)) {
            properties.push_back(member);
        }
    }
    std::vector<json::Value> required;
    for (const auto& name : schema["required"].items()) {
        const json::Value property = schema["properties"][name.asString()];
        if (!update && !isReadOnly(property) && !property.contains("default")) {
            required.push_back(name);
        }
    }
    std::vector<json::Member> members;
    for (const auto& member : schema.members()) {
        if (member.name == "properties") {
            members.push_back({member.name, arena.object(properties)});
        } else if (member.name == "required") {
            members.push_back({member.name, arena.array(required)});
        } else {
            members.push_back(member);
        }
    }
    return arena.object(members);
}

json::Document defaultsOf(const json::Value& schema)
{
    json::Arena arena;
    std::vector<json::Member> defaults;
    for (const auto& [name, property] : schema["properties"].members()) {
        if (property.contains("default") && !isReadOnly(property)) {
            defaults.push_back({name, property["default"]});
        }
    }
    return json::Document::copyOf(arena.object(defaults));
}

schema::Schema compile(DefinitionReader& reader, const Node& node, const json::Value& schema)
{
    auto compiled = schema::Schema::compile(schema);
    if (!compiled) {
        reader.error(node, compiled.error().message);
        return {};
    }
    return *std::move(compiled);
}

ModelResource readResource(DefinitionReader& reader, const Node& node, std::string name,
                           const json::Document& document)
{
    ModelResource resource;
    resource.name = std::move(name);
    resource.label = reader.text(node["label"], resource.name);
    resource.methods = reader.texts(node["methods"]);
    resource.titleKeys = reader.texts(node["title_keys"]);
    const auto parameters = node["parameters"];
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const auto parameter = parameters[i];
        resource.parameters.push_back({reader.text(parameter["name"]), reader.text(parameter["type"]),
                                       reader.text(parameter["description"])});
    }
    const auto schema = node["schema"];
    resource.required = reader.texts(schema["required"]);
    resource.schema = document.sub(schema.value);
    json::Arena arena;
    resource.createDefaults = defaultsOf(schema.value);
    resource.validator = compile(reader, schema, schema.value);
    resource.createValidator = compile(reader, schema, writable(schema.value, false, arena));
    resource.updateValidator = compile(reader, schema, writable(schema.value, true, arena));
    for (const auto& key : resource.titleKeys) {
        if (schema.value["properties"][key].isUndefined()) {
            reader.error(node["title_keys"], "the schema has no property \"" + key + "\"");
        }
    }
    return resource;
}

} // namespace

const ModelResource* Model::resource(std::string_view resourceName) const
{
    const auto found = resources.find(resourceName);
    return found == resources.end() ? nullptr : &found->second;
}

Model parseModel(DefinitionReader& reader, const json::Document& document, std::string source)
{
    const Node root{document.root(), {}};
    Model model;
    model.name = reader.text(root["model"]);
    model.label = reader.text(root["label"]);
    model.version = reader.text(root["version"]);
    model.source = std::move(source);
    model.document = document;
    const auto resources = root["resources"];
    for (const auto& member : resources.value.members()) {
        model.resources.emplace(
            member.name, readResource(reader, resources[member.name], std::string(member.name), document));
    }
    return model;
}

} // namespace gatehouse::config
