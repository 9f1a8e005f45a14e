// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/definition_check.h"

#include "core/config/definition_reader.h"
#include "core/config/definition_source.h"
#include "core/config/mapping_parser.h"
#include "core/config/model_parser.h"
#include "core/config/provider_parser.h"
#include "core/json/parse.h"

namespace gatehouse::config {
namespace {

constexpr json::ParseLimits kLimits{.maxBytes = std::size_t{8} << 20U, .maxDepth = 64};
constexpr std::string_view kSuffix = ".json";

/// FNV-1a; never 0, which forbids caching.
std::uint64_t revisionOf(std::string_view path, std::string_view text)
{
    std::uint64_t hash = 14695981039346656037ULL;
    for (const auto part : {path, text}) {
        for (const char c : part) {
            hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
        }
    }
    return hash == 0 ? 1 : hash;
}

Result<schema::Schema> embeddedSchema(std::string_view path, std::string_view definition = {})
{
    GH_ASSIGN(const auto document, json::parse(embeddedFile(path)));
    if (definition.empty()) {
        return schema::Schema::compile(document.root());
    }
    json::Arena arena;
    return schema::Schema::compile(
        arena.object({{"$ref", arena.string("#/definitions/" + std::string(definition))},
                      {"definitions", document.root()["definitions"]}}));
}

/// Text → JSON that its schema accepts; nothing when there are errors.
std::optional<json::Document> parsed(const schema::Schema& schema, std::string_view path,
                                     std::string_view text, std::vector<Error>& errors)
{
    auto document = json::parse(text, kLimits);
    if (!document) {
        errors.push_back(document.error());
        errors.back().source = path;
        return std::nullopt;
    }
    for (auto& violation : schema.validate(document->root())) {
        errors.push_back(
            {Errc::ConfigError, std::move(violation.message), {}, std::move(violation.pointer), {}});
    }
    locateErrors(errors, path, text);
    return errors.empty() ? std::optional(*std::move(document)) : std::nullopt;
}

/// The frame that all three formats share: `read` turns a reader and a document into the value.
template <class T, class Read>
Checked<T> check(const schema::Schema& schema, std::string_view path, std::string_view text, const Read& read)
{
    Checked<T> result;
    const auto document = parsed(schema, path, text, result.errors);
    if (!document) {
        return result;
    }
    DefinitionReader reader;
    auto value = std::make_shared<T>(read(reader, *document));
    if (reader.errors().empty()) {
        result.value = std::move(value);
    } else {
        locateErrors(reader.errors(), path, text);
        result.errors = std::move(reader.errors());
    }
    return result;
}

} // namespace

DefinitionPath classifyPath(std::string_view path)
{
    DefinitionPath out;
    if (!path.ends_with(kSuffix)) {
        return out;
    }
    const auto stem = path.substr(0, path.size() - kSuffix.size());
    if (stem.starts_with("models/") && stem.find('/', 7) == std::string_view::npos) {
        out.kind = DefinitionKind::Model;
        out.model = stem.substr(7);
        return out;
    }
    const auto slash = stem.find('/', 10);
    if (!stem.starts_with("providers/") || slash == std::string_view::npos) {
        return out;
    }
    out.slug = stem.substr(10, slash - 10);
    const auto rest = stem.substr(slash + 1);
    const auto dot = rest.rfind('.');
    if (rest == "provider") {
        out.kind = DefinitionKind::Provider;
    } else if (rest.starts_with("mappings/") && dot != std::string_view::npos) {
        out.kind = DefinitionKind::Mapping;
        out.model = rest.substr(9, dot - 9);
        out.resource = rest.substr(dot + 1);
    } else if (rest == "sandbox" || rest.starts_with("samples/")) {
        out.kind = DefinitionKind::Companion;
    }
    return out;
}

Result<DefinitionSchemas> DefinitionSchemas::load()
{
    DefinitionSchemas schemas;
    GH_ASSIGN(schemas.provider, embeddedSchema("schemas/provider.schema.json"));
    GH_ASSIGN(schemas.mapping, embeddedSchema("schemas/mapping.schema.json"));
    GH_ASSIGN(schemas.overrideMethod, embeddedSchema("schemas/mapping.schema.json", "method"));
    GH_ASSIGN(schemas.model, embeddedSchema("schemas/model.schema.json"));
    return schemas;
}

Checked<ProviderDefinition> checkProvider(const DefinitionSchemas& schemas, std::string_view path,
                                          std::string_view text)
{
    return check<ProviderDefinition>(schemas.provider, path, text,
                                     [&](DefinitionReader& reader, const json::Document& document) {
                                         return parseProvider(reader, document, std::string(path));
                                     });
}

Checked<PlatformMapping> checkMapping(const DefinitionSchemas& schemas, std::string_view path,
                                      std::string_view text, std::string integration)
{
    return check<PlatformMapping>(
        schemas.mapping, path, text, [&](DefinitionReader& reader, const json::Document& document) {
            auto mapping = parsePlatformMapping(reader, std::move(integration), document, std::string(path));
            mapping.revision = revisionOf(path, text);
            return mapping;
        });
}

Checked<Model> checkModel(const DefinitionSchemas& schemas, std::string_view path, std::string_view text)
{
    return check<Model>(schemas.model, path, text,
                        [&](DefinitionReader& reader, const json::Document& document) {
                            auto model = parseModel(reader, document, std::string(path));
                            model.revision = revisionOf(path, text);
                            return model;
                        });
}

} // namespace gatehouse::config
