// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/webhooks/verify/received.h"

#include "core/base/url.h"
#include "core/config/response_view.h"
#include "core/json/parse.h"
#include "core/json/xml.h"

#include <vector>

namespace gatehouse::webhooks {
namespace {

constexpr std::string_view kQuery = "query:";
/// Deep enough for every vendor's events; a body that is deeper is text to the expressions.
constexpr json::ParseLimits kBodyLimits{std::size_t{16} << 20U, 128};

json::Value pairsObject(std::string_view text, json::Arena& arena)
{
    std::vector<json::Member> members;
    for (const auto& [name, value] : parseQuery(text)) {
        members.push_back({arena.copy(name), arena.string(value)});
    }
    return arena.object(members);
}

json::Value headersObject(const Received& received, json::Arena& arena)
{
    std::vector<config::HeaderView> fields;
    for (const auto& field : received.headers) {
        fields.push_back({field.name, field.value});
    }
    return config::responseInput({0, fields, {}, received.now}, arena)["headers"];
}

} // namespace

std::optional<std::string> namedValue(const Received& received, std::string_view name)
{
    if (!name.starts_with(kQuery)) {
        const auto value = received.headers.get(name);
        return value ? std::optional(std::string(*value)) : std::nullopt;
    }
    for (auto& [parameter, value] : parseQuery(received.query)) {
        if (parameter == name.substr(kQuery.size())) {
            return value;
        }
    }
    return std::nullopt;
}

json::Value RequestInput::parsedBody()
{
    const std::string_view text = m_received.body;
    const auto type = m_received.headers.get("content-type").value_or("");
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) {
        return {};
    }
    auto parsed = text[first] == '<' ? json::parseXml(text, kBodyLimits) : json::parse(text, kBodyLimits);
    if (parsed) {
        m_body = std::move(*parsed);
        return *m_body;
    }
    return type.starts_with("application/x-www-form-urlencoded") ? pairsObject(text, m_arena) : json::Value();
}

const json::Value& RequestInput::value()
{
    if (m_value.isUndefined()) {
        json::ObjectBuilder input(m_arena);
        input.set("method", m_received.method).set("headers", headersObject(m_received, m_arena));
        input.set("query", pairsObject(m_received.query, m_arena)).set("body", parsedBody());
        input.set("text", json::Value::string(m_received.body));
        input.set("now", json::Value::integer(toMillis(m_received.now) / 1000));
        m_value = input.build();
    }
    return m_value;
}

} // namespace gatehouse::webhooks
