// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/definition_parts.h"

namespace gatehouse::config {
namespace {

constexpr std::array<Word<ContentType>, 5> kContents{{{"json", ContentType::Json},
                                                      {"form", ContentType::Form},
                                                      {"xml", ContentType::Xml},
                                                      {"odata", ContentType::OData},
                                                      {"graphql", ContentType::GraphQl}}};
constexpr std::array<Word<QueryArrayFormat>, 4> kArrayFormats{{{"repeat", QueryArrayFormat::Repeat},
                                                               {"brackets", QueryArrayFormat::Brackets},
                                                               {"indexed", QueryArrayFormat::Indexed},
                                                               {"comma", QueryArrayFormat::Comma}}};
constexpr std::array<Word<FieldInput>, 5> kInputs{{{"text", FieldInput::Text},
                                                   {"password", FieldInput::Password},
                                                   {"url", FieldInput::Url},
                                                   {"select", FieldInput::Select},
                                                   {"multiline", FieldInput::Multiline}}};

ConnectStep readStep(DefinitionReader& reader, const Node& node)
{
    ConnectStep step;
    step.name = reader.text(node["name"]);
    step.proves = reader.text(node["proves"]);
    step.call = readCall(reader, node);
    step.expect = reader.expression(node["expect"]);
    step.context = reader.expression(node["context"]);
    return step;
}

ConnectField readField(DefinitionReader& reader, const Node& node)
{
    ConnectField field;
    field.name = reader.text(node["name"]);
    field.label = reader.text(node["label"]);
    field.help = reader.text(node["help"]);
    field.placeholder = reader.text(node["placeholder"]);
    field.pattern = reader.text(node["pattern"]);
    field.defaultValue = reader.text(node["default"]);
    field.input = reader.word(node["input"], kInputs, FieldInput::Text);
    field.options = reader.texts(node["options"]);
    field.schemes = reader.texts(node["schemes"]);
    field.secret = reader.boolean(node["secret"], false);
    field.required = reader.boolean(node["required"], true);
    if (field.input == FieldInput::Select && field.options.empty()) {
        reader.error(node, "a select field needs options");
    }
    return field;
}

} // namespace

std::optional<ContentType> readContent(DefinitionReader& reader, const Node& node)
{
    return node.present() ? std::optional(reader.word(node, kContents, ContentType::Json)) : std::nullopt;
}

CallDefinition readCall(DefinitionReader& reader, const Node& node)
{
    CallDefinition call;
    call.verb = reader.text(node["method"], "GET");
    call.path = reader.templ(node["path"]);
    call.query = reader.templates(node["query"]);
    call.headers = reader.templates(node["headers"]);
    call.body = reader.expression(node["body"]);
    call.content = readContent(reader, node["content"]);
    return call;
}

ApiSettings readApi(DefinitionReader& reader, const Node& node)
{
    ApiSettings api;
    api.baseUrl = reader.templ(node["base_url"]);
    api.headers = reader.templates(node["headers"]);
    api.query = reader.templates(node["query"]);
    api.timeout = std::chrono::milliseconds(reader.integer(node["timeout_ms"], 30'000));
    api.queryArrayFormat = reader.word(node["query_array_format"], kArrayFormats, QueryArrayFormat::Repeat);
    api.content = readContent(reader, node["content"]).value_or(ContentType::Json);
    if (const auto csrf = node["csrf"]; csrf.present()) {
        CsrfDefinition rules;
        rules.fetch = readCall(reader, csrf);
        rules.header = reader.text(csrf["header"]);
        rules.keepCookies = reader.boolean(csrf["keep_cookies"], true);
        rules.retryWhen = reader.expression(csrf["retry_when"]);
        api.csrf = std::move(rules);
    }
    return api;
}

ConnectDefinition readConnect(DefinitionReader& reader, const Node& node)
{
    ConnectDefinition connect;
    const auto fields = node["fields"];
    for (std::size_t i = 0; i < fields.size(); ++i) {
        connect.fields.push_back(readField(reader, fields[i]));
    }
    if (node["validate"].present()) {
        connect.validate = readStep(reader, node["validate"]);
    }
    const auto steps = node["post_connect"];
    for (std::size_t i = 0; i < steps.size(); ++i) {
        connect.postConnect.push_back(readStep(reader, steps[i]));
    }
    return connect;
}

} // namespace gatehouse::config
