// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/request_builder.h"

#include "core/base/time_format.h"
#include "core/json/write.h"
#include "core/json/xml.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace gatehouse::pipeline {
namespace {

using config::ContentType;

std::string formattedSince(const std::string& rfc3339, config::TimeFormat format)
{
    const UnixMillis at = parseRfc3339(rfc3339).value_or(UnixMillis{});
    switch (format) {
    case config::TimeFormat::Rfc3339:
        return rfc3339;
    case config::TimeFormat::Date:
        return formatRfc3339(at).substr(0, 10);
    case config::TimeFormat::EpochSeconds:
        return std::to_string(toMillis(at) / 1000);
    case config::TimeFormat::EpochMillis:
        return std::to_string(toMillis(at));
    case config::TimeFormat::HttpDate:
        return formatHttpDate(at);
    }
    return rfc3339;
}

/// Header names and values come from templates over data: nothing in them may end the header.
Status addHeaders(net::Headers& headers, const config::TemplateMap& templates, const json::Value& input,
                  jsonata::EvaluationBudget& budget)
{
    GH_ASSIGN(auto rendered, config::renderAll(templates, input, &budget));
    for (auto& [name, value] : rendered) {
        if (!net::isValidHeader(name, value)) {
            return fail(Errc::ConfigError,
                        fmt::format("the header {} would hold characters that no header may", name));
        }
        headers.set(std::move(name), std::move(value));
    }
    return {};
}

Status addQuery(QueryParameters& query, const config::TemplateMap& templates, const json::Value& input,
                jsonata::EvaluationBudget& budget)
{
    GH_ASSIGN(auto rendered, config::renderAll(templates, input, &budget));
    for (auto& [name, value] : rendered) {
        query.set(name, std::move(value));
    }
    return {};
}

/// Base URL and path joined with one slash; a path may carry a query of its own.
Result<Url> joined(const Url& base, std::string_view path, QueryParameters& query)
{
    if (path.starts_with("http://") || path.starts_with("https://")) {
        return Url::parse(path);
    }
    Url url = base;
    const auto mark = path.find('?');
    if (mark != std::string_view::npos) {
        for (auto& [name, value] : parseQuery(path.substr(mark + 1))) {
            query.add(std::move(name), std::move(value));
        }
        path = path.substr(0, mark);
    }
    if (!path.empty() && path.front() != '/') {
        url.path += '/';
    }
    url.path += path;
    if (url.path.empty()) {
        url.path = "/";
    }
    return url;
}

Result<Url> methodUrl(const RequestSource& source, const Upstream& upstream,
                      jsonata::EvaluationBudget& budget)
{
    const config::ApiSettings& api = upstream.target->api->settings;
    QueryParameters query;
    GH_ASSIGN(const std::string path,
              source.call->path.render(source.input, config::Escape::PathSegment, &budget));
    GH_ASSIGN(Url url, joined(upstream.target->baseUrl, path, query));
    GH_TRY(addQuery(query, api.query, source.input, budget));
    GH_TRY(addQuery(query, source.call->query, source.input, budget));
    if (source.updatedSince != nullptr && source.updatedSince->place == config::UpdatedSincePlace::Query) {
        query.set(source.updatedSince->name, formattedSince(source.since, source.updatedSince->format));
    }
    for (const auto& [name, value] : source.page.query) {
        query.set(name, value);
    }
    if (!source.page.appendTo.empty()) {
        query.append(source.page.appendTo, source.page.appendText);
    }
    url.query = buildQuery(query.pairs());
    return url;
}

/// The page after this one, where the provider said it is. It gets the account's credentials, so it must be
/// where the account's base URL is.
Result<Url> nextUrl(const std::string& reference, const Upstream& upstream)
{
    GH_ASSIGN(Url url, upstream.target->baseUrl.resolve(reference));
    if (!url.sameOrigin(upstream.target->baseUrl)) {
        return fail(Errc::ConfigError, fmt::format("the next page is on another host ({}) than the API ({})",
                                                   url.authority(), upstream.target->baseUrl.authority()));
    }
    return url;
}

Result<json::Value> withPageMembers(const json::Value& body, const paging::PageRequest& page,
                                    json::Arena& arena)
{
    std::vector<json::Member> members;
    for (const auto& [name, text] : page.body) {
        std::int64_t number = 0;
        const auto* end = text.data() + text.size();
        const bool numeric = page.bodyNumbers && std::from_chars(text.data(), end, number).ptr == end;
        members.push_back({arena.copy(name), numeric ? json::Value::integer(number) : arena.string(text)});
    }
    return config::withMembers(body.isObject() ? body : arena.object({}), members, arena);
}

std::string formText(const json::Value& body)
{
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const json::Member& member : body.members()) {
        pairs.emplace_back(member.name, plainText(member.value));
    }
    return buildQuery(pairs);
}

Status writeBody(const json::Value& body, ContentType content, net::ClientRequest& request)
{
    std::string_view type = "application/json";
    switch (content) {
    case ContentType::Json:
    case ContentType::OData:
    case ContentType::GraphQl:
        json::writeTo(request.body, body);
        break;
    case ContentType::Form:
        type = "application/x-www-form-urlencoded";
        request.body = formText(body);
        break;
    case ContentType::Xml: {
        type = "application/xml";
        GH_ASSIGN(request.body, json::writeXml(body));
        break;
    }
    }
    if (!request.headers.has("Content-Type")) {
        request.headers.add("Content-Type", std::string(type));
    }
    return {};
}

Status shapeBody(const RequestSource& source, FieldMapper& mapper, json::Arena& arena, Upstream& upstream)
{
    json::Value body = source.body;
    if (source.call->body) {
        GH_ASSIGN(body, mapper.evaluate(*source.call->body, source.input));
    }
    if (!source.page.body.empty()) {
        GH_ASSIGN(body, withPageMembers(body, source.page, arena));
    }
    if (body.isUndefined()) {
        return {};
    }
    return writeBody(body, source.call->content.value_or(upstream.target->api->settings.content),
                     upstream.request);
}

} // namespace

void QueryParameters::set(const std::string& name, std::string value)
{
    const auto sameName = [&](const auto& pair) { return pair.first == name; };
    const auto first = std::ranges::find_if(m_pairs, sameName);
    if (first == m_pairs.end()) {
        add(name, std::move(value));
        return;
    }
    first->second = std::move(value);
    m_pairs.erase(std::remove_if(first + 1, m_pairs.end(), sameName), m_pairs.end());
}

void QueryParameters::append(const std::string& name, const std::string& text)
{
    const auto found = std::ranges::find_if(m_pairs, [&](const auto& pair) { return pair.first == name; });
    if (found == m_pairs.end()) {
        add(name, text);
    } else {
        found->second += text;
    }
}

bool QueryParameters::has(std::string_view name) const
{
    return std::ranges::any_of(m_pairs, [&](const auto& pair) { return pair.first == name; });
}

std::string plainText(const json::Value& value)
{
    return value.isString() ? std::string(value.asString()) : json::write(value);
}

Status buildRequest(const RequestSource& source, FieldMapper& mapper, json::Arena& arena, Upstream& upstream)
{
    net::ClientRequest& request = upstream.request;
    request.method = source.call->verb;
    jsonata::EvaluationBudget& budget = mapper.budget();
    GH_ASSIGN(request.url,
              source.page.url ? nextUrl(*source.page.url, upstream) : methodUrl(source, upstream, budget));
    GH_TRY(addHeaders(request.headers, upstream.target->api->settings.headers, source.input, budget));
    GH_TRY(addHeaders(request.headers, source.call->headers, source.input, budget));
    if (source.updatedSince != nullptr && source.updatedSince->place == config::UpdatedSincePlace::Header) {
        request.headers.set(source.updatedSince->name,
                            formattedSince(source.since, source.updatedSince->format));
    }
    return shapeBody(source, mapper, arena, upstream);
}

} // namespace gatehouse::pipeline
