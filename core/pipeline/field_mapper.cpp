// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/field_mapper.h"

#include "core/config/merge.h"
#include "core/json/pointer.h"
#include "core/json/write.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

namespace gatehouse::pipeline {
namespace {

/// As much of an offending value as helps to see what it was.
constexpr std::size_t kFragmentBytes = 200;

/// The evaluation's time was up (jsonata::Limits).
constexpr std::string_view kOutOfTimeCode = "D1012";

std::string describe(const jsonata::JsonataError& error)
{
    std::string text = fmt::format("{}: {}", error.code, error.message);
    if (error.span.line > 0) {
        text += fmt::format(" (line {}, column {})", error.span.line, error.span.column);
    }
    if (!error.hint.empty()) {
        text += fmt::format("; {}", error.hint);
    }
    if (!error.value->isUndefined()) {
        std::string fragment = json::write(*error.value);
        if (fragment.size() > kFragmentBytes) {
            fragment.resize(kFragmentBytes);
            fragment += "…";
        }
        text += fmt::format("; it was {}", fragment);
    }
    return text;
}

/// Calls visit(pointer) for every value that is no container, and for empty containers.
template <class Visit>
void eachLeaf(const json::Value& value, const std::string& pointer, const Visit& visit)
{
    if (value.size() == 0 || value.isString()) {
        visit(pointer);
    }
    for (std::size_t i = 0; i < value.items().size(); ++i) {
        eachLeaf(value[i], fmt::format("{}/{}", pointer, i), visit);
    }
    for (const json::Member& member : value.members()) {
        eachLeaf(member.value, json::appendToken(pointer, member.name), visit);
    }
}

FieldProvenance provenanceOf(const config::MappedField& field)
{
    FieldProvenance entry;
    entry.level = config::mappingLevelName(field.origin.level);
    entry.source = field.origin.source;
    entry.expression = field.expression.text();
    if (!field.shadowed.empty()) {
        entry.shadowed = field.shadowed.front().text;
    }
    return entry;
}

/// A later layer's leaf takes the place of an earlier one's.
void setProvenance(std::vector<FieldProvenance>& all, FieldProvenance entry)
{
    const auto known = std::ranges::find(all, entry.field, &FieldProvenance::field);
    if (known == all.end()) {
        all.push_back(std::move(entry));
    } else {
        *known = std::move(entry);
    }
}

void noteLeaves(std::vector<FieldProvenance>& all, const FieldProvenance& origin, const json::Value& value,
                const std::string& pointer)
{
    eachLeaf(value, pointer, [&](const std::string& leaf) {
        FieldProvenance entry = origin;
        entry.field = leaf;
        setProvenance(all, std::move(entry));
    });
}

void noteFailure(MappedValue& out, const std::string& field, const config::MappingOrigin& origin,
                 const jsonata::Expression& expression, const jsonata::JsonataError& error)
{
    out.warnings.push_back({field, std::string(config::mappingLevelName(origin.level)), describe(error), 0});
    out.errors.push_back({field, origin, expression.text(), error});
}

json::Value at(json::Value value, std::span<const std::string> path)
{
    for (const std::string& step : path) {
        value = value[step];
    }
    return value;
}

/// The fused constructor makes the objects that fields stand in whether or not a field has a value; field by
/// field, an object without fields does not come to be.
json::Value withoutEmptied(json::Value value, const config::MappingLayer& layer, json::Arena& arena)
{
    for (const config::MappedField& field : layer.fields) {
        std::span<const std::string> path(field.path);
        for (path = path.first(path.size() - 1); !path.empty(); path = path.first(path.size() - 1)) {
            const json::Value container = at(value, path);
            if (!container.isObject() || container.size() > 0) {
                break;
            }
            value = config::withPath(value, path, json::Value(), arena);
        }
    }
    return value;
}

} // namespace

MappedValue FieldMapper::map(const config::FieldMap& fields, const json::Value& input,
                             std::vector<FieldProvenance>* provenance)
{
    MappedValue out;
    for (const config::MappingLayer& layer : fields.layers) {
        if (outOfTime()) {
            break;
        }
        if (layer.whole) {
            mapWhole(layer, input, provenance, out);
        } else {
            mapLayer(layer, input, provenance, out);
        }
    }
    if (outOfTime()) {
        out.warnings.insert(out.warnings.begin(), {"", "gateway", outOfTimeError().message, 0});
    }
    return out;
}

Result<json::Value> FieldMapper::evaluate(const jsonata::Expression& expression, const json::Value& input)
{
    if (outOfTime()) {
        return tl::make_unexpected(outOfTimeError());
    }
    auto value = run(expression, input);
    if (!value) {
        return fail(Errc::MappingError, describe(value.error()));
    }
    return *value;
}

Error FieldMapper::outOfTimeError()
{
    return {
        Errc::MappingError,
        fmt::format("the expressions of this call's mapping take too long: they may take {} ms in all, and "
                    "{} ms for one record",
                    kBudget.count(), kExpressionBudget.count()),
        {},
        {},
        {}};
}

jsonata::Outcome<json::Value> FieldMapper::run(const jsonata::Expression& expression,
                                               const json::Value& input)
{
    jsonata::EvaluationContext context = m_context;
    context.limits.time = std::min(context.limits.time, kExpressionBudget);
    return m_budget.evaluate(expression, input, m_arena, context);
}

void FieldMapper::mapWhole(const config::MappingLayer& layer, const json::Value& input,
                           std::vector<FieldProvenance>* provenance, MappedValue& out)
{
    const std::string level(config::mappingLevelName(layer.wholeOrigin.level));
    const auto value = run(*layer.whole, input);
    if (!value) {
        noteFailure(out, "", layer.wholeOrigin, *layer.whole, value.error());
        return;
    }
    if (!value->isObject()) {
        if (!value->isUndefined()) {
            out.warnings.push_back({"", level, "the mapping's expression does not give an object", 0});
        }
        return;
    }
    out.value = config::deepMerge(out.value, *value, m_arena);
    if (provenance != nullptr) {
        const FieldProvenance origin{"", level, layer.wholeOrigin.source, layer.whole->text(), ""};
        noteLeaves(*provenance, origin, *value, "");
    }
}

bool FieldMapper::mapFused(const config::MappingLayer& layer, const json::Value& input, MappedValue& out)
{
    const auto value = run(*layer.fused, input);
    if (!value && value.error().code == kOutOfTimeCode) {
        m_outOfTime = true; // Field by field it would take as long once more.
        return true;
    }
    if (!value || !value->isObject()) {
        return false;
    }
    if (out.value.isUndefined()) {
        out.value = withoutEmptied(*value, layer, m_arena);
        return true;
    }
    for (std::size_t i = 0; i < layer.fields.size(); ++i) {
        const config::MappedField& field = layer.fields[i];
        const json::Value leaf = at(*value, field.path);
        if (!leaf.isUndefined() && !std::ranges::binary_search(layer.unfused, i)) {
            out.value = config::withPath(out.value, field.path, leaf, m_arena);
        }
    }
    return true;
}

void FieldMapper::mapLayer(const config::MappingLayer& layer, const json::Value& input,
                           std::vector<FieldProvenance>* provenance, MappedValue& out)
{
    if (layer.fused && provenance == nullptr && mapFused(layer, input, out)) {
        for (const std::size_t index : layer.unfused) {
            mapField(layer.fields[index], input, nullptr, out);
        }
    } else {
        for (const config::MappedField& field : layer.fields) {
            mapField(field, input, provenance, out);
        }
    }
    if (out.value.isUndefined() && !layer.fields.empty()) {
        out.value = m_arena.object({});
    }
    for (const config::RemovedField& removed : layer.removed) {
        if (!out.value.isUndefined()) {
            out.value = config::withPath(out.value, removed.path, json::Value(), m_arena);
        }
    }
}

void FieldMapper::mapField(const config::MappedField& field, const json::Value& input,
                           std::vector<FieldProvenance>* provenance, MappedValue& out)
{
    if (outOfTime()) {
        return;
    }
    const auto value = run(field.expression, input);
    if (!value) {
        noteFailure(out, field.name, field.origin, field.expression, value.error());
        if (field.required && out.failedRequired.empty()) {
            out.failedRequired = field.name;
        }
        return;
    }
    if (value->isUndefined()) {
        return;
    }
    out.value = config::withPath(out.value, field.path, *value, m_arena);
    if (provenance != nullptr) {
        noteLeaves(*provenance, provenanceOf(field), *value, field.pointer);
    }
}

} // namespace gatehouse::pipeline
