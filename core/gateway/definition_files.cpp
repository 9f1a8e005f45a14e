// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/definition_files.h"

#include "core/json/write.h"

#include <fmt/format.h>

namespace gatehouse {
namespace {

constexpr std::string_view kFolder = "providers/";
constexpr std::string_view kMappings = "mappings";

} // namespace

std::string_view slugOfPath(std::string_view path) noexcept
{
    if (!path.starts_with(kFolder)) {
        return {};
    }
    path.remove_prefix(kFolder.size());
    const auto slash = path.find('/');
    return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

std::string providerPath(std::string_view slug)
{
    return fmt::format("{}{}/provider.json", kFolder, slug);
}

std::vector<config::DefinitionFile> filesOf(std::string_view slug, const json::Value& document)
{
    std::vector<config::DefinitionFile> files;
    json::Arena arena;
    std::vector<json::Member> provider;
    for (const json::Member& member : document.members()) {
        if (member.name != kMappings) {
            provider.push_back(member);
        }
    }
    files.push_back({providerPath(slug), json::writePretty(arena.object(provider)), "api"});
    for (const json::Member& mapping : document[kMappings].members()) {
        files.push_back({fmt::format("{}{}/mappings/{}.json", kFolder, slug, mapping.name),
                         json::writePretty(mapping.value), "api"});
    }
    return files;
}

json::Document documentOf(const config::ConfigSnapshot& snapshot, const config::ProviderDefinition& provider)
{
    json::Arena arena;
    json::ObjectBuilder mappings(arena);
    for (const auto& [key, mapping] : snapshot.content().mappings) {
        if (key.integration == provider.slug) {
            mappings.set(fmt::format("{}.{}", key.model, key.resource), *mapping->document);
        }
    }
    json::ObjectBuilder out(arena);
    for (const json::Member& member : provider.document->members()) {
        out.set(member.name, member.value);
    }
    out.set(kMappings, mappings.build());
    return json::Document::copyOf(out.build());
}

} // namespace gatehouse
