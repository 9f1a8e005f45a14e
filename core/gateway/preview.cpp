// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/preview.h"

#include "core/base/time_format.h"
#include "core/config/merge.h"
#include "core/config/response_view.h"
#include "core/jsonata/diagnostics/lint.h"
#include "core/pipeline/field_mapper.h"

#include <fmt/format.h>

#include <array>
#include <optional>

namespace gatehouse {
namespace {

using config::MappingLevel;

/// What is previewed, found and checked.
struct PreviewTarget
{
    config::SnapshotPtr snapshot;
    config::MappingKey key;
    std::string method;
    config::ModelPtr model;
    const config::ModelResource* resource = nullptr;
    pipeline::AccountRecordPtr account; ///< Null: for the integration in general.
    MappingLevel level = MappingLevel::Platform;
};

std::string textOf(const json::Value& request, std::string_view name)
{
    return std::string(request[name].asString());
}

tl::unexpected<Error> invalid(std::string_view member, std::string message)
{
    return fail(
        Error{Errc::InvalidArgument, std::move(message), "request body", fmt::format("/{}", member), {}});
}

Result<MappingLevel> levelOf(const json::Value& request, bool hasAccount)
{
    const std::string name = textOf(request, "level");
    if (name.empty()) {
        return hasAccount ? MappingLevel::Account : MappingLevel::Platform;
    }
    for (const MappingLevel level :
         {MappingLevel::Platform, MappingLevel::Environment, MappingLevel::Account}) {
        if (config::mappingLevelName(level) == name) {
            return level;
        }
    }
    return invalid("level", "level must be platform, environment or account");
}

Result<PreviewTarget> findTarget(const NodeCore& core, const json::Value& request)
{
    PreviewTarget target;
    target.snapshot = core.definitions.snapshots().current();
    target.key = {textOf(request, "integration"), textOf(request, "model"), textOf(request, "resource")};
    target.method = textOf(request, "method");
    if (const std::string id = textOf(request, "account_id"); !id.empty()) {
        target.account = core.accounts.find(id);
        if (!target.account) {
            return fail(Errc::NotFound, fmt::format("there is no account {}", id));
        }
        target.key.integration = target.account->account.integration;
    }
    if (!target.snapshot->provider(target.key.integration)) {
        return invalid("integration", "name an account_id or an integration that is defined");
    }
    target.model = target.snapshot->model(target.key.model);
    target.resource = target.model ? target.model->resource(target.key.resource) : nullptr;
    if (target.resource == nullptr) {
        return invalid("resource", fmt::format("there is no unified resource {}.{}", target.key.model,
                                               target.key.resource));
    }
    if (target.method.empty()) {
        return invalid("method", "method must be list, get, create, update or delete");
    }
    GH_ASSIGN(target.level, levelOf(request, target.account != nullptr));
    if (!request["mapping"].isObject()) {
        return invalid("mapping", "mapping must be an object such as {\"response\": {…}}");
    }
    return target;
}

void addOverride(std::vector<config::MappingSource>& levels, const pipeline::OverrideSet& set,
                 const std::string& operation)
{
    if (const auto found = set.find(operation); found != set.end()) {
        levels.push_back(found->second);
    }
}

/// The levels beneath the previewed one as they stand, and it on top.
std::vector<config::MappingSource> levelsOf(const PreviewTarget& target, const json::Value& mapping)
{
    std::vector<config::MappingSource> levels;
    const auto platform = target.snapshot->mapping(target.key);
    if (platform && target.level != MappingLevel::Platform) {
        if (const auto found = platform->methods.find(target.method); found != platform->methods.end()) {
            levels.push_back({{MappingLevel::Platform, platform->source}, platform->revision, found->second});
        }
    }
    if (target.account && target.level == MappingLevel::Account) {
        addOverride(levels, *target.account->environmentOverrides,
                    fmt::format("{}.{}.{}", target.key.model, target.key.resource, target.method));
    }
    levels.push_back({{target.level, "preview"}, 0, json::Document::copyOf(mapping)});
    return levels;
}

/// The first record of what a provider answers, as its definition finds it; a sample that is none of the
/// provider's answers is the record itself.
json::Value recordOf(const NodeCore& core, const PreviewTarget& target,
                     const config::EffectiveMapping& mapping, const json::Value& sample, json::Arena& arena)
{
    const auto provider = target.snapshot->provider(target.key.integration);
    const std::string& named = mapping.providerMethod.text();
    std::string resource = mapping.providerResource;
    if (const auto platform = target.snapshot->mapping(target.key); platform && resource.empty()) {
        const auto found = platform->methods.find(target.method);
        resource = found == platform->methods.end() ? "" : (*found->second)["resource"].asString();
    }
    const auto* method =
        provider ? provider->method(resource, named.empty() ? target.method : named) : nullptr;
    if (method == nullptr) {
        return sample;
    }
    const auto& items = provider->pagination(*provider->resource(resource), *method).items;
    const auto& rule = target.method == "list" && items ? items : method->result;
    std::vector<std::string> warnings;
    const auto answer = config::responseInput({200, {}, sample, core.services.clock->now()}, arena);
    const auto found = config::evaluateRule(rule, answer, arena, "result", warnings);
    const auto record = found.isArray() && found.size() > 0 ? found[0] : found;
    return record.isObject() ? record : sample;
}

/// The bindings of the mapping: the sample's own, or the sample as the provider's answer or as one record of
/// it.
json::Value inputOf(const NodeCore& core, const PreviewTarget& target,
                    const config::EffectiveMapping& mapping, const json::Value& request, json::Arena& arena)
{
    const json::Value sample = request["sample"];
    const bool bindings = sample.isObject() && sample.contains("response");
    json::ObjectBuilder input(arena);
    if (bindings) {
        for (const json::Member& member : sample.members()) {
            input.set(member.name, member.value);
        }
    } else {
        input.set("response", recordOf(core, target, mapping, sample, arena)).set("raw", sample);
    }
    if (!bindings || !sample.contains("context")) {
        const json::Value context = request["context"];
        const json::Value own = target.account ? *target.account->account.context : json::Value();
        input.set("context", context.isObject() ? context : own.isObject() ? own : arena.object({}));
    }
    if (!bindings || !sample.contains("now")) {
        input.set("now", formatRfc3339(core.services.clock->now()));
    }
    return input.build();
}

json::Value errorJson(const pipeline::FieldError& failed, json::Arena& arena)
{
    json::ObjectBuilder out(arena);
    out.set("field", failed.field).set("level", config::mappingLevelName(failed.origin.level));
    out.set("source", failed.origin.source).set("expression", failed.expression);
    out.set("code", failed.error.code).set("message", failed.error.message);
    out.set("line", json::Value::unsignedInteger(failed.error.span.line));
    out.set("column", json::Value::unsignedInteger(failed.error.span.column));
    out.set("offset", json::Value::unsignedInteger(failed.error.span.byteOffset));
    out.set("length", json::Value::unsignedInteger(failed.error.span.byteLength));
    if (!failed.error.hint.empty()) {
        out.set("hint", failed.error.hint);
    }
    if (!failed.error.value->isUndefined()) {
        out.set("value", arena.clone(*failed.error.value));
    }
    return out.build();
}

/// What lint has against the expressions of the previewed level, read beside the sample.
class Warnings
{
public:
    Warnings(const json::Value& input, MappingLevel level, json::Arena& arena)
        : m_level(level)
        , m_arena(arena)
    {
        m_data.sample = input;
    }

    [[nodiscard]] json::Value of(const config::FieldMap& fields)
    {
        for (const config::MappingLayer& layer : fields.layers) {
            if (layer.whole) {
                add("", layer.whole->text(), layer.wholeOrigin);
            }
            for (const config::MappedField& field : layer.fields) {
                add(field.name, field.expression.text(), field.origin);
            }
        }
        return m_arena.array(m_out);
    }

private:
    void add(std::string_view field, const std::string& expression, const config::MappingOrigin& origin)
    {
        if (origin.level != m_level) {
            return;
        }
        for (const jsonata::LintFinding& finding : jsonata::lint(expression, m_data)) {
            json::ObjectBuilder out(m_arena);
            out.set("field", field).set("level", config::mappingLevelName(origin.level));
            out.set("source", origin.source).set("expression", expression);
            out.set("message", finding.message);
            out.set("line", json::Value::unsignedInteger(finding.span.line));
            out.set("column", json::Value::unsignedInteger(finding.span.column));
            out.set("offset", json::Value::unsignedInteger(finding.span.byteOffset));
            out.set("length", json::Value::unsignedInteger(finding.span.byteLength));
            if (!finding.hint.empty()) {
                out.set("hint", finding.hint);
            }
            m_out.push_back(out.build());
        }
    }

    jsonata::DataKnowledge m_data;
    MappingLevel m_level;
    json::Arena& m_arena;
    std::vector<json::Value> m_out;
};

json::Value compileErrorJson(const Error& error, MappingLevel level, json::Arena& arena)
{
    json::ObjectBuilder out(arena);
    out.set("field", error.pointer).set("level", config::mappingLevelName(level));
    out.set("source", error.source).set("code", errcName(error.code)).set("message", error.message);
    out.set("line", json::Value::unsignedInteger(error.at.line));
    out.set("column", json::Value::unsignedInteger(error.at.column));
    out.set("offset", json::Value::unsignedInteger(error.at.byteOffset));
    out.set("length", json::Value::unsignedInteger(error.at.byteLength));
    return out.build();
}

json::Value provenanceJson(const std::vector<FieldProvenance>& all, json::Arena& arena)
{
    std::vector<json::Value> entries;
    for (const FieldProvenance& entry : all) {
        json::ObjectBuilder out(arena);
        out.set("field", entry.field).set("level", entry.level).set("source", entry.source);
        out.set("expression", entry.expression);
        if (!entry.shadowed.empty()) {
            out.set("shadowed", entry.shadowed);
        }
        entries.push_back(out.build());
    }
    return arena.array(entries);
}

json::Value violationsJson(const PreviewTarget& target, const json::Value& output, json::Arena& arena)
{
    std::vector<json::Value> out;
    if (!target.resource->validator.empty() && output.isObject()) {
        for (const auto& violation : target.resource->validator.validate(output)) {
            json::ObjectBuilder entry(arena);
            entry.set("pointer", violation.pointer).set("message", violation.message);
            out.push_back(entry.build());
        }
    }
    return arena.array(out);
}

json::Document notCompiled(const PreviewTarget& target, const Error& error)
{
    json::Arena arena;
    json::ObjectBuilder out(arena);
    out.set("output", json::Value::null()).set("provenance", arena.array({}));
    out.set("errors", arena.array({compileErrorJson(error, target.level, arena)}));
    out.set("violations", arena.array({})).set("warnings", arena.array({}));
    out.set("time_us", json::Value::integer(0));
    return json::Document::copyOf(out.build());
}

} // namespace

Result<json::Document> previewMapping(const NodeCore& core, const json::Value& request)
{
    GH_ASSIGN(const PreviewTarget target, findTarget(core, request));
    const auto levels = levelsOf(target, request["mapping"]);
    const auto mapping = config::buildEffectiveMapping(target.key, target.method, levels, target.resource);
    if (!mapping) {
        return notCompiled(target, mapping.error());
    }
    json::Arena arena;
    jsonata::EvaluationContext context;
    context.clock = core.services.clock;
    pipeline::FieldMapper mapper(arena, context);
    std::vector<FieldProvenance> provenance;
    const SteadyTime begun = core.services.clock->steady();
    const json::Value input = inputOf(core, target, *mapping, request, arena);
    const auto mapped = mapper.map(mapping->response, input, &provenance);
    const auto spent =
        std::chrono::duration_cast<std::chrono::microseconds>(core.services.clock->steady() - begun);

    std::vector<json::Value> errors;
    for (const pipeline::FieldError& failed : mapped.errors) {
        errors.push_back(errorJson(failed, arena));
    }
    json::ObjectBuilder out(arena);
    out.set("output", mapped.value.isUndefined() ? arena.object({}) : mapped.value);
    out.set("provenance", provenanceJson(provenance, arena)).set("errors", arena.array(errors));
    out.set("violations", violationsJson(target, mapped.value, arena));
    const bool hasSample = request["sample"].isObject();
    out.set("warnings",
            hasSample ? Warnings(input, target.level, arena).of(mapping->response) : arena.array({}));
    out.set("time_us", json::Value::integer(spent.count()));
    return json::Document::copyOf(out.build());
}

} // namespace gatehouse
