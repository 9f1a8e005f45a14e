// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/field_map_builder.h"

#include "core/json/write.h"

#include <algorithm>

namespace gatehouse::config {
namespace {

using Path = std::vector<std::string>;

constexpr std::string_view kSpread = "*";

bool startsWith(const Path& path, const Path& prefix)
{
    return path.size() >= prefix.size() && std::equal(prefix.begin(), prefix.end(), path.begin());
}

std::string dotted(const Path& path)
{
    std::string out;
    for (const auto& step : path) {
        out += (out.empty() ? "" : ".") + step;
    }
    return out;
}

std::string pointerOf(const Path& path)
{
    std::string out;
    for (const auto& step : path) {
        out = json::appendToken(out, step);
    }
    return out;
}

std::string quoted(std::string_view text)
{
    return json::write(json::Value::string(text));
}

/// {"a":{"b":(expression)}} for the path a.b.
std::string wrapped(const Path& path, std::string_view expression)
{
    std::string out;
    for (const auto& step : path) {
        out += "{" + quoted(step) + ":";
    }
    out += "(" + std::string(expression) + ")";
    return out + std::string(path.size(), '}');
}

bool overlaps(const MappingLayer& layer, const MappedField& field)
{
    return std::ranges::any_of(layer.fields, [&](const MappedField& other) {
        return &other != &field && (startsWith(other.path, field.path) || startsWith(field.path, other.path));
    });
}

/// The nested object constructor of all fields that overlap no other.
class FusedText
{
public:
    void add(const MappedField& field)
    {
        std::size_t common = 0;
        while (common < m_open.size() && common + 1 < field.path.size()
               && m_open[common] == field.path[common]) {
            ++common;
        }
        closeTo(common);
        for (std::size_t i = common; i + 1 < field.path.size(); ++i) {
            comma();
            m_text += quoted(field.path[i]) + ":{";
            m_first = true;
            m_open.push_back(field.path[i]);
        }
        comma();
        m_text += quoted(field.path.back()) + ":(" + field.expression.text() + ")";
        m_first = false;
    }

    [[nodiscard]] std::string finish()
    {
        closeTo(0);
        return m_text + "}";
    }

private:
    void comma() { m_text += m_first ? "" : ","; }

    void closeTo(std::size_t depth)
    {
        while (m_open.size() > depth) {
            m_text += "}";
            m_first = false;
            m_open.pop_back();
        }
    }

    std::string m_text = "{";
    Path m_open;
    bool m_first = true;
};

void fuse(MappingLayer& layer)
{
    std::vector<const MappedField*> plain;
    for (std::size_t i = 0; i < layer.fields.size(); ++i) {
        if (overlaps(layer, layer.fields[i])) {
            layer.unfused.push_back(i);
        } else {
            plain.push_back(&layer.fields[i]);
        }
    }
    if (plain.size() < 2) {
        layer.unfused.clear();
        return;
    }
    // Fields of one object must stand together; the order of siblings is kept.
    std::ranges::stable_sort(plain, [](const MappedField* a, const MappedField* b) {
        return std::lexicographical_compare(a->path.begin(), a->path.end() - 1, b->path.begin(),
                                            b->path.end() - 1);
    });
    FusedText text;
    for (const auto* field : plain) {
        text.add(*field);
    }
    if (auto fused = jsonata::Expression::compile(text.finish())) {
        layer.fused = *std::move(fused);
    } else {
        layer.unfused.clear();
    }
}

} // namespace

void FieldMapBuilder::add(const Node& node, const MappingOrigin& origin)
{
    if (node.value.isUndefined()) {
        return;
    }
    if (node.value.isNull()) {
        m_layers.clear();
        m_spreadAt.clear();
        return;
    }
    if (node.value.isString()) {
        addWhole(node, {}, origin);
        return;
    }
    addSpreads(node, {}, origin);
    Path path;
    addMembers(node, path, origin);
}

void FieldMapBuilder::addWhole(const Node& node, const Path& path, const MappingOrigin& origin)
{
    auto expression = m_reader.expression(node);
    if (expression && !path.empty()) {
        auto nested = jsonata::Expression::compile(wrapped(path, expression->text()));
        expression = nested ? std::optional(*std::move(nested)) : std::nullopt;
    }
    MappingLayer layer;
    layer.whole = expression.value_or(jsonata::Expression());
    layer.wholeOrigin = origin;
    m_layers.push_back(std::move(layer));
    m_spreadAt.emplace_back();
}

void FieldMapBuilder::addSpreads(const Node& node, const Path& path, const MappingOrigin& origin)
{
    for (const auto& member : node.value.members()) {
        const auto at = node[member.name];
        if (member.name == kSpread) {
            const auto place = "*" + pointerOf(path);
            for (auto i = m_layers.size(); i-- > 0;) {
                if (m_spreadAt[i] == place) {
                    m_layers.erase(m_layers.begin() + static_cast<std::ptrdiff_t>(i));
                    m_spreadAt.erase(m_spreadAt.begin() + static_cast<std::ptrdiff_t>(i));
                }
            }
            if (member.value.isString()) {
                addWhole(at, path, origin);
                m_spreadAt.back() = place;
            }
        } else if (member.value.isObject()) {
            auto below = path;
            below.emplace_back(member.name);
            addSpreads(at, below, origin);
        }
    }
}

void FieldMapBuilder::addMembers(const Node& node, Path& path, const MappingOrigin& origin)
{
    for (const auto& member : node.value.members()) {
        if (member.name == kSpread) {
            continue;
        }
        path.emplace_back(member.name);
        const auto at = node[member.name];
        if (member.value.isNull()) {
            removeField(path, origin);
        } else if (member.value.isObject()) {
            addMembers(at, path, origin);
        } else {
            setField(at, path, origin);
        }
        path.pop_back();
    }
}

MappingLayer& FieldMapBuilder::fieldLayer(const Path& path)
{
    const auto removedAbove = [&](const RemovedField& removed) { return startsWith(path, removed.path); };
    if (m_layers.empty() || m_layers.back().whole
        || std::ranges::any_of(m_layers.back().removed, removedAbove)) {
        m_layers.emplace_back();
        m_spreadAt.emplace_back();
    }
    return m_layers.back();
}

void FieldMapBuilder::setField(const Node& node, const Path& path, const MappingOrigin& origin)
{
    MappedField field;
    field.path = path;
    field.name = dotted(path);
    field.pointer = pointerOf(path);
    field.origin = origin;
    if (node.value.isString()) {
        field.expression = m_reader.expression(node).value_or(jsonata::Expression());
    } else if (auto constant = jsonata::Expression::compile(json::write(node.value))) {
        field.expression = *std::move(constant);
    }
    auto& layer = fieldLayer(path);
    const auto same = std::ranges::find(layer.fields, path, &MappedField::path);
    if (same != layer.fields.end()) {
        field.shadowed = std::move(same->shadowed);
        field.shadowed.insert(field.shadowed.begin(), {same->origin, same->expression.text()});
        *same = std::move(field);
        std::erase_if(layer.fields, [&](const MappedField& f) {
            return f.path.size() > path.size() && startsWith(f.path, path);
        });
    } else {
        std::erase_if(layer.fields, [&](const MappedField& f) { return startsWith(f.path, path); });
        layer.fields.push_back(std::move(field));
    }
    std::erase_if(layer.removed, [&](const RemovedField& r) { return startsWith(r.path, path); });
}

void FieldMapBuilder::removeField(const Path& path, const MappingOrigin& origin)
{
    const bool beneath =
        std::ranges::any_of(m_layers, [](const MappingLayer& layer) { return layer.whole.has_value(); })
        || m_layers.size() > 1;
    auto& layer = fieldLayer(path);
    std::erase_if(layer.fields, [&](const MappedField& f) { return startsWith(f.path, path); });
    const bool inside =
        std::ranges::any_of(layer.fields, [&](const MappedField& f) { return startsWith(path, f.path); });
    if (beneath || inside) {
        layer.removed.push_back({path, origin});
    }
}

FieldMap FieldMapBuilder::finish(const std::vector<std::string>& required) &&
{
    std::erase_if(m_layers, [](const MappingLayer& layer) {
        return !layer.whole && layer.fields.empty() && layer.removed.empty();
    });
    for (auto& layer : m_layers) {
        for (auto& field : layer.fields) {
            field.required =
                field.path.size() == 1 && std::ranges::find(required, field.name) != required.end();
        }
        if (!layer.whole && m_reader.errors().empty()) {
            fuse(layer);
        }
    }
    return FieldMap{std::move(m_layers)};
}

} // namespace gatehouse::config
