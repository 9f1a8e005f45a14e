// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/loader.h"

#include "core/config/definition_reader.h"
#include "core/config/mapping_parser.h"
#include "core/json/parse.h"

#include <algorithm>
#include <map>
#include <set>

namespace gatehouse::config {

/// One load: new files on top of what the previous snapshot accepted.
class LoadRun
{
public:
    LoadRun(const DefinitionSchemas& schemas, const ConfigSnapshot::Content& before)
        : m_schemas(schemas)
        , m_before(before)
    {}

    [[nodiscard]] ConfigSnapshot::Content run(std::span<const DefinitionFile> files)
    {
        std::map<std::string, const DefinitionFile*> byPath;
        for (const auto& file : files) {
            byPath.insert_or_assign(file.path, &file);
        }
        for (const auto kind : {DefinitionKind::Model, DefinitionKind::Provider, DefinitionKind::Mapping,
                                DefinitionKind::Companion}) {
            for (const auto& [path, file] : byPath) {
                if (const auto place = classifyPath(path); place.kind == kind) {
                    take(*file, place);
                }
            }
        }
        checkLinks();
        return std::move(m_after);
    }

private:
    void take(const DefinitionFile& file, const DefinitionPath& place)
    {
        const auto known = m_before.files.find(file.path);
        if (known != m_before.files.end() && known->second.text == file.text) {
            keep(file.path, place);
            m_after.files.at(file.path).origin = file.origin;
            return;
        }
        auto errors = read(file, place);
        if (errors.empty()) {
            const auto version = known == m_before.files.end() ? 1U : known->second.version + 1U;
            m_after.files.insert_or_assign(file.path, LoadedFile{file.text, file.origin, version});
            return;
        }
        const bool kept = known != m_before.files.end();
        if (kept) {
            keep(file.path, place);
        }
        for (auto& error : errors) {
            m_after.problems.push_back({file.path, std::move(error), kept});
        }
    }

    /// Carries the previous version over.
    void keep(const std::string& path, const DefinitionPath& place)
    {
        m_after.files.insert_or_assign(path, m_before.files.at(path));
        if (place.kind == DefinitionKind::Provider) {
            m_after.providers[place.slug] = m_before.providers.at(place.slug);
        } else if (place.kind == DefinitionKind::Model) {
            m_after.models[place.model] = m_before.models.at(place.model);
        } else if (place.kind == DefinitionKind::Mapping) {
            const MappingKey key{place.slug, place.model, place.resource};
            m_after.mappings[key] = m_before.mappings.at(key);
        }
    }

    [[nodiscard]] std::vector<Error> read(const DefinitionFile& file, const DefinitionPath& place)
    {
        switch (place.kind) {
        case DefinitionKind::Provider: {
            auto checked = checkProvider(m_schemas, file.path, file.text);
            requireName(checked, file, "slug", checked.value ? checked.value->slug : "", place.slug);
            return store(m_after.providers, place.slug, std::move(checked));
        }
        case DefinitionKind::Model: {
            auto checked = checkModel(m_schemas, file.path, file.text);
            requireName(checked, file, "model", checked.value ? checked.value->name : "", place.model);
            return store(m_after.models, place.model, std::move(checked));
        }
        case DefinitionKind::Mapping: {
            auto checked = checkMapping(m_schemas, file.path, file.text, place.slug);
            const auto* value = checked.value.get();
            const auto found =
                value != nullptr ? value->key.model + "." + value->key.resource : std::string();
            requireName(checked, file, "resource", found, place.model + "." + place.resource);
            return store(m_after.mappings, MappingKey{place.slug, place.model, place.resource},
                         std::move(checked));
        }
        default:
            return {};
        }
    }

    template <class T>
    static void requireName(Checked<T>& checked, const DefinitionFile& file, std::string_view member,
                            const std::string& found, const std::string& wanted)
    {
        if (!checked.value || found == wanted) {
            return;
        }
        std::vector<Error> errors{{Errc::ConfigError,
                                   "this is \"" + found + "\", but its file is named for \"" + wanted + "\"",
                                   {},
                                   "/" + std::string(member),
                                   {}}};
        locateErrors(errors, file.path, file.text);
        checked.value.reset();
        checked.errors = std::move(errors);
    }

    template <class Map, class Key, class T>
    static std::vector<Error> store(Map& map, Key key, Checked<T> checked)
    {
        if (checked.value) {
            map.insert_or_assign(std::move(key), std::move(checked.value));
        }
        return std::move(checked.errors);
    }

    /// Mappings must name what their provider and model have. One that does not stays in force when it was
    /// before: the calls it serves fail one by one with a clear message instead of all vanishing.
    void checkLinks()
    {
        for (auto entry = m_after.mappings.begin(); entry != m_after.mappings.end();) {
            auto errors = linkErrors(*entry->second);
            const bool known = m_before.mappings.contains(entry->first);
            for (auto& error : errors) {
                m_after.problems.push_back({entry->second->source, std::move(error), known});
            }
            if (errors.empty() || known) {
                ++entry;
            } else {
                m_after.files.erase(entry->second->source);
                entry = m_after.mappings.erase(entry);
            }
        }
    }

    [[nodiscard]] std::vector<Error> linkErrors(const PlatformMapping& mapping) const
    {
        DefinitionReader reader;
        const Node root{mapping.document.root(), {}};
        const auto model = m_after.models.find(mapping.key.model);
        if (model == m_after.models.end() || model->second->resource(mapping.key.resource) == nullptr) {
            reader.error(root["resource"], "no model has the resource \"" + mapping.key.model + "."
                                               + mapping.key.resource + "\"");
        }
        const auto provider = m_after.providers.find(mapping.key.integration);
        if (provider == m_after.providers.end()) {
            reader.error(root, "there is no provider \"" + mapping.key.integration + "\"");
        } else {
            checkAgainstProvider(reader, mapping, *provider->second);
        }
        const auto file = m_after.files.find(mapping.source);
        locateErrors(reader.errors(), mapping.source, file == m_after.files.end() ? "" : file->second.text);
        return std::move(reader.errors());
    }

    const DefinitionSchemas& m_schemas;
    const ConfigSnapshot::Content& m_before;
    ConfigSnapshot::Content m_after;
};

namespace {

ChangeSet changesBetween(const ConfigSnapshot::Content& before, const ConfigSnapshot::Content& after)
{
    ChangeSet changes;
    for (const auto& [path, file] : after.files) {
        const auto known = before.files.find(path);
        if (known == before.files.end()) {
            changes.added.push_back(path);
        } else if (known->second.text != file.text) {
            changes.changed.push_back(path);
        }
    }
    for (const auto& [path, file] : before.files) {
        if (!after.files.contains(path)) {
            changes.removed.push_back(path);
        }
    }
    return changes;
}

DefinitionKind kindOf(const DefinitionFile& file)
{
    if (const auto place = classifyPath(file.path); place.kind != DefinitionKind::Unknown) {
        return place.kind;
    }
    const auto document = json::parse(file.text);
    if (document && document->root().contains("model")) {
        return document->root().contains("methods") ? DefinitionKind::Mapping : DefinitionKind::Model;
    }
    return DefinitionKind::Provider;
}

} // namespace

Result<Loader> Loader::create()
{
    Loader loader;
    GH_ASSIGN(loader.m_schemas, DefinitionSchemas::load());
    return loader;
}

LoadOutcome Loader::load(std::span<const DefinitionFile> files, const SnapshotPtr& previous) const
{
    const ConfigSnapshot::Content nothing;
    const auto& before = previous ? previous->content() : nothing;
    auto after = LoadRun(m_schemas, before).run(files);
    LoadOutcome outcome;
    outcome.changes = changesBetween(before, after);
    outcome.problems = after.problems;
    after.revision = before.revision + (outcome.changes.empty() ? 0 : 1);
    outcome.snapshot = std::make_shared<const ConfigSnapshot>(std::move(after));
    return outcome;
}

std::vector<Error> Loader::check(const DefinitionFile& file) const
{
    switch (kindOf(file)) {
    case DefinitionKind::Provider:
        return checkProvider(m_schemas, file.path, file.text).errors;
    case DefinitionKind::Mapping:
        return checkMapping(m_schemas, file.path, file.text, {}).errors;
    case DefinitionKind::Model:
        return checkModel(m_schemas, file.path, file.text).errors;
    default: {
        const auto document = json::parse(file.text);
        return document ? std::vector<Error>() : std::vector<Error>{document.error()};
    }
    }
}

std::vector<Error> Loader::checkOverride(const json::Document& document) const
{
    DefinitionReader reader;
    for (auto& violation : m_schemas.overrideMethod.validate(document.root())) {
        reader.errors().push_back(
            {Errc::ConfigError, std::move(violation.message), "override", std::move(violation.pointer), {}});
    }
    if (reader.errors().empty()) {
        const std::vector<MappingLevelNode> nodes{
            {{document.root(), {}}, {MappingLevel::Account, "override"}}};
        (void)readEffectiveMapping(reader, {}, "", nodes, nullptr);
        for (auto& error : reader.errors()) {
            error.source = "override";
        }
    }
    return std::move(reader.errors());
}

} // namespace gatehouse::config
