// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/provider_parser.h"

#include "core/config/definition_parts.h"
#include "core/config/merge.h"

#include <set>

namespace gatehouse::config {
namespace {

ApiProfile readProfile(DefinitionReader& reader, const Node& node, std::string name)
{
    ApiProfile profile;
    profile.name = std::move(name);
    profile.settings = readApi(reader, node["api"]);
    if (node["pagination"].present()) {
        profile.pagination = readPagination(reader, node["pagination"]);
    }
    profile.rateLimit = readRateLimit(reader, node["rate_limit"]);
    profile.errors = readErrors(reader, node["errors"]);
    return profile;
}

/// The further APIs say only what differs, so each is read from the default with its own part merged over it.
/// Errors then point into the part itself, which is where their reader will look.
void readProfiles(DefinitionReader& reader, const Node& root, ProviderDefinition& provider)
{
    provider.apis.emplace("default", readProfile(reader, root, "default"));
    const auto apis = root["apis"];
    for (const auto& member : apis.value.members()) {
        json::Arena arena;
        const std::array<json::Member, 4> base{{{"api", root["api"].value},
                                                {"pagination", root["pagination"].value},
                                                {"rate_limit", root["rate_limit"].value},
                                                {"errors", root["errors"].value}}};
        std::vector<json::Member> present;
        for (const auto& part : base) {
            if (!part.value.isUndefined()) {
                present.push_back(part);
            }
        }
        const auto merged = deepMerge(arena.object(present), member.value, arena);
        const Node node{merged, apis[member.name].pointer};
        provider.apis.emplace(member.name, readProfile(reader, node, std::string(member.name)));
    }
}

void readVersions(DefinitionReader& reader, const Node& node, ProviderDefinition& provider)
{
    provider.version = reader.text(node["pinned"]);
    const auto known = node["known"];
    for (std::size_t i = 0; i < known.size(); ++i) {
        const auto version = known[i];
        provider.knownVersions.push_back({reader.text(version["id"]), reader.text(version["released"]),
                                          reader.text(version["deprecated"]),
                                          reader.text(version["sunset"])});
    }
}

void readSchemes(DefinitionReader& reader, const Node& node, ProviderDefinition& provider)
{
    std::set<std::string> ids;
    for (std::size_t i = 0; i < node.size(); ++i) {
        provider.auth.push_back(readAuth(reader, node[i]));
        if (!ids.insert(provider.auth.back().id).second) {
            reader.error(node[i],
                         "two auth schemes are called \"" + provider.auth.back().id + "\"; give one an id");
        }
    }
}

void readResources(DefinitionReader& reader, const Node& node, ProviderDefinition& provider)
{
    for (const auto& member : node.value.members()) {
        auto resource = readResource(reader, node[member.name], std::string(member.name));
        if (!provider.apis.contains(resource.api)) {
            reader.error(node[member.name]["api"],
                         "there is no API called \"" + resource.api + "\" under apis");
        }
        provider.resources.emplace(member.name, std::move(resource));
    }
}

void readBatches(DefinitionReader& reader, const Node& node, ProviderDefinition& provider)
{
    for (std::size_t i = 0; i < node.size(); ++i) {
        provider.batch.push_back(readBatch(reader, node[i]));
        for (const auto& operation : provider.batch.back().operations) {
            const auto dot = operation.find('.');
            if (provider.method(operation.substr(0, dot), operation.substr(dot + 1)) == nullptr) {
                reader.error(node[i]["operations"], "there is no operation \"" + operation + "\"");
            }
        }
    }
}

void checkFieldSchemes(DefinitionReader& reader, const Node& node, const ProviderDefinition& provider)
{
    for (std::size_t i = 0; i < provider.connect.fields.size(); ++i) {
        for (const auto& scheme : provider.connect.fields[i].schemes) {
            if (provider.authScheme(scheme) == nullptr) {
                reader.error(node["fields"][i]["schemes"], "there is no auth scheme \"" + scheme + "\"");
            }
        }
    }
}

} // namespace

ProviderDefinition parseProvider(DefinitionReader& reader, const json::Document& document, std::string source)
{
    const Node root{document.root(), {}};
    ProviderDefinition provider;
    provider.slug = reader.text(root["slug"]);
    provider.label = reader.text(root["label"]);
    provider.category = reader.text(root["category"]);
    provider.docsUrl = reader.text(root["docs_url"]);
    provider.icon = reader.text(root["icon"]);
    provider.sandboxFile = reader.text(root["sandbox"]);
    provider.source = std::move(source);
    provider.document = document;
    readVersions(reader, root["api"]["version"], provider);
    readProfiles(reader, root, provider);
    readSchemes(reader, root["auth"], provider);
    provider.connect = readConnect(reader, root["connect"]);
    checkFieldSchemes(reader, root["connect"], provider);
    readResources(reader, root["resources"], provider);
    readBatches(reader, root["batch"], provider);
    if (root["webhooks"].present()) {
        provider.webhooks = readWebhooks(reader, root["webhooks"]);
    }
    return provider;
}

} // namespace gatehouse::config
