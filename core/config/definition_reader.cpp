// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/definition_reader.h"

#include "core/config/source_position.h"

namespace gatehouse::config {

std::string DefinitionReader::text(const Node& node, std::string_view otherwise) const
{
    return std::string(node.value.isString() ? node.value.asString() : otherwise);
}

std::vector<std::string> DefinitionReader::texts(const Node& node) const
{
    std::vector<std::string> out;
    out.reserve(node.size());
    for (const auto& item : node.value.items()) {
        out.emplace_back(item.asString());
    }
    return out;
}

std::int64_t DefinitionReader::integer(const Node& node, std::int64_t otherwise) const
{
    return node.value.isNumber() ? node.value.asInt() : otherwise;
}

bool DefinitionReader::boolean(const Node& node, bool otherwise) const
{
    return node.value.isBool() ? node.value.asBool() : otherwise;
}

std::optional<jsonata::Expression> DefinitionReader::expression(const Node& node)
{
    if (!node.present()) {
        return std::nullopt;
    }
    auto compiled = jsonata::Expression::compile(node.value.asString());
    if (!compiled) {
        auto error = compiled.error().toError();
        error.code = Errc::ConfigError;
        error.pointer = node.pointer;
        error.at.byteOffset = compiled.error().span.byteOffset;
        m_errors.push_back(std::move(error));
        return std::nullopt;
    }
    return *std::move(compiled);
}

Template DefinitionReader::templ(const Node& node)
{
    if (!node.present()) {
        return {};
    }
    auto compiled = Template::compile(node.value.asString());
    if (!compiled) {
        auto error = compiled.error();
        error.pointer = node.pointer;
        m_errors.push_back(std::move(error));
        return {};
    }
    return *std::move(compiled);
}

TemplateMap DefinitionReader::templates(const Node& node)
{
    TemplateMap map;
    map.reserve(node.size());
    for (const auto& member : node.value.members()) {
        map.emplace_back(member.name, templ(node[member.name]));
    }
    return map;
}

void DefinitionReader::error(const Node& node, std::string message)
{
    m_errors.push_back({Errc::ConfigError, std::move(message), {}, node.pointer, {}});
}

void locateErrors(std::vector<Error>& errors, std::string_view source, std::string_view text)
{
    for (auto& error : errors) {
        error.source = source;
        if (error.at.line == 0 || !error.pointer.empty()) {
            error.at = positionOf(text, error.pointer, error.at.byteOffset);
        }
    }
}

} // namespace gatehouse::config
