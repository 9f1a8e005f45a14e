// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/render.h"
#include "core/api/render_values.h"

namespace gatehouse::api {
namespace {

json::Value renderResolvedField(json::Arena& arena, const ResolvedField& field)
{
    json::ObjectBuilder object(arena);
    object.set("field", std::string_view(field.field));
    object.set("expression", std::string_view(field.expression));
    object.set("level", std::string_view(field.level));
    object.set("source", std::string_view(field.source));
    object.set("shadowed", renderText(arena, field.shadowed));
    return object.build();
}

} // namespace

json::Value renderIntegration(json::Arena& arena, const IntegrationSummary& integration)
{
    json::ObjectBuilder object(arena);
    object.set("slug", std::string_view(integration.slug));
    object.set("label", std::string_view(integration.label));
    object.set("category", std::string_view(integration.category));
    object.set("origin", std::string_view(integration.origin));
    object.set("version", json::Value::integer(integration.version));
    object.set("operations", renderTexts(arena, integration.operations));
    object.set("problem", renderText(arena, integration.problem));
    return object.build();
}

json::Value renderModel(json::Arena& arena, const ModelSummary& model)
{
    json::ObjectBuilder object(arena);
    object.set("model", std::string_view(model.model));
    object.set("resources", renderTexts(arena, model.resources));
    return object.build();
}

json::Value renderResolvedMapping(json::Arena& arena, const ResolvedMapping& mapping)
{
    json::ObjectBuilder object(arena);
    object.set("integration", std::string_view(mapping.integration));
    object.set("model", std::string_view(mapping.model));
    object.set("resource", std::string_view(mapping.resource));
    object.set("method", std::string_view(mapping.method));
    object.set("fields", renderList(arena, mapping.fields, renderResolvedField));
    object.set("merged", renderTree(arena, mapping.merged));
    return object.build();
}

json::Value renderDocument(json::Arena& arena, const json::Document& document)
{
    return renderTree(arena, document);
}

} // namespace gatehouse::api
