// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/definition_reader.h"

#include "core/json/pointer.h"
#include "core/json/write.h"

#include <fmt/format.h>

#include <algorithm>

namespace gatehouse::sandbox {

void DefinitionNode::fail(std::string_view why) const
{
    if (!m_session.error) {
        m_session.error = Error{Errc::ConfigError, std::string(why), m_session.source, m_pointer, {}};
    }
}

void DefinitionNode::allow(std::initializer_list<std::string_view> names) const
{
    if (present() && !m_value.isObject()) {
        fail("an object is expected here");
    }
    for (const auto& member : m_value.members()) {
        if (std::find(names.begin(), names.end(), member.name) == names.end()) {
            at(member.name).fail(fmt::format("unknown member \"{}\"", member.name));
        }
    }
}

DefinitionNode DefinitionNode::at(std::string_view name) const
{
    return {m_session, m_value[name], json::appendToken(m_pointer, name)};
}

DefinitionNode DefinitionNode::at(std::size_t index) const
{
    return {m_session, m_value[index], json::appendToken(m_pointer, std::to_string(index))};
}

std::string DefinitionNode::text(std::string_view otherwise) const
{
    if (present() && !m_value.isString()) {
        fail("a text is expected here");
    }
    return std::string(m_value.isString() ? m_value.asString() : otherwise);
}

std::uint32_t DefinitionNode::number(std::uint32_t otherwise) const
{
    if (!present()) {
        return otherwise;
    }
    constexpr std::int64_t kMost = 1'000'000'000;
    if (!m_value.isNumber() || m_value.asInt() < 0 || m_value.asInt() > kMost) {
        fail("a whole number from 0 to 1,000,000,000 is expected here");
        return otherwise;
    }
    return static_cast<std::uint32_t>(m_value.asInt());
}

bool DefinitionNode::truth(bool otherwise) const
{
    if (present() && !m_value.isBool()) {
        fail("true or false is expected here");
    }
    return m_value.isBool() ? m_value.asBool() : otherwise;
}

std::vector<std::string> DefinitionNode::texts() const
{
    std::vector<std::string> list;
    for (std::size_t i = 0; i < m_value.items().size(); ++i) {
        list.push_back(at(i).text());
    }
    return list;
}

Expression DefinitionNode::expression() const
{
    if (!present()) {
        return {};
    }
    auto body = m_value.isString() ? std::string(m_value.asString()) : json::write(m_value);
    if (!m_session.prelude.empty() && m_value.isString()) {
        body = "(" + m_session.prelude + " " + body + ")";
    }
    auto compiled = Expression::compile(body);
    if (!compiled) {
        fail(fmt::format("this is no valid expression: {} ({})", compiled.error().message,
                         compiled.error().code));
        return {};
    }
    return std::move(*compiled);
}

std::vector<std::pair<std::string, Expression>> DefinitionNode::expressions() const
{
    std::vector<std::pair<std::string, Expression>> list;
    for (const auto& member : m_value.members()) {
        list.emplace_back(member.name, at(member.name).expression());
    }
    return list;
}

ResponsePtr DefinitionNode::response() const
{
    if (!present()) {
        return nullptr;
    }
    if (m_value.isString()) {
        const auto found = m_session.responses.find(m_value.asString());
        if (found == m_session.responses.end()) {
            fail(fmt::format("there is no response named \"{}\"", m_value.asString()));
            return nullptr;
        }
        return found->second;
    }
    allow({"status", "content_type", "headers", "body", "text"});
    auto response = std::make_shared<ResponseDefinition>();
    response->status = at("status").expression();
    response->contentType = at("content_type").text(response->contentType);
    response->headers = at("headers").expressions();
    response->body = at("body").expression();
    response->hasBody = at("body").present();
    response->text = at("text").expression();
    response->hasText = at("text").present();
    return response;
}

TableDefinition readTable(const DefinitionNode& node, const std::string& name)
{
    node.allow(
        {"id", "new_id", "fields", "strict", "always", "nulls", "relations", "aliases", "defaults", "seed"});
    TableDefinition table;
    table.name = name;
    table.id = FieldPath::of(node.at("id").text("id"));
    table.newId = node.at("new_id").expression();
    table.fields = node.at("fields").texts();
    table.strict = node.at("strict").truth(false);
    table.nulls = node.at("nulls").truth(false);
    for (const auto& field : node.at("always").texts()) {
        table.always.push_back(FieldPath::of(field));
    }
    for (const auto& member : node.at("relations").value().members()) {
        const auto relation = node.at("relations").at(member.name);
        relation.allow({"table", "key"});
        table.relations.emplace(
            member.name, Relation{relation.at("table").text(), FieldPath::of(relation.at("key").text())});
    }
    for (const auto& member : node.at("aliases").value().members()) {
        table.aliases.emplace(member.name, FieldPath::of(node.at("aliases").at(member.name).text()));
    }
    if (node.at("defaults").present()) {
        table.defaults = json::Document::copyOf(node.at("defaults").value());
    }
    const auto seed = node.at("seed");
    seed.allow({"from", "row"});
    table.seedFrom = seed.at("from").text();
    table.seedRow = seed.at("row").expression();
    return table;
}

} // namespace gatehouse::sandbox
